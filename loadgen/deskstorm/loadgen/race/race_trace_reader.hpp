#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/race/race_plan_of.hpp>
#include <deskstorm/loadgen/race/race_trace.hpp>
#include <deskstorm/loadgen/race/race_trace_keys.hpp>
#include <deskstorm/loadgen/scenario/document.hpp>
#include <deskstorm/loadgen/scenario/keys.hpp>
#include <deskstorm/loadgen/scenario/place.hpp>
#include <deskstorm/loadgen/scenario/problem.hpp>

namespace deskstorm::loadgen {

namespace detail {

inline failure first_of(const std::vector<problem>& problems) {
  return {problems.front().text, problems.front().where};
}

inline result<race_trace> trace_from(traced_file&& file) {
  race_trace made{.scenario = std::move(file.scenario),
                  .seed = file.seed,
                  .schedule = file.schedule,
                  .strategy = std::move(file.strategy),
                  .choices = std::move(file.choices),
                  .asked = file.asked,
                  .digest = file.digest,
                  .signature = std::move(file.violation.signature),
                  .made_by = std::move(file.made_by)};
  made.what.what = file.violation.what;
  auto plan = race_plan_of(made.scenario);
  if (!plan)
    return failure{plan.why().text, "/scenario" + plan.why().where};
  made.plan = *std::move(plan);
  return made;
}

} // namespace detail

/// Reads a trace. Errors: it is none, or one that this version cannot read; the failure says why
/// and where.
inline result<race_trace> read_trace(std::string_view text) {
  session all;
  const auto document = parse_document(text, "", all.problems);
  if (!document)
    return detail::first_of(all.problems);
  const auto format = document->is_object() ? document->find("deskstorm-trace") : document->end();
  if (format == document->end())
    return failure{"it is no trace of a race: the key \"deskstorm-trace\" is missing"};
  if (*format != race_trace::format)
    return failure{fmt::format("its format is {}, this version reads format {}", shown(*format),
                               race_trace::format)};
  all.layers.push_back({""});
  traced_file file;
  kinds::object<traced_file>{}.read(*document, place{all}, file);
  if (!all.problems.empty())
    return detail::first_of(all.problems);
  return detail::trace_from(std::move(file));
}

} // namespace deskstorm::loadgen
