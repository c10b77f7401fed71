#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/intervals.hpp>
#include <deskstorm/loadgen/scenario/quantities.hpp>
#include <deskstorm/loadgen/study/ranges.hpp>
#include <deskstorm/loadgen/study/studied_point.hpp>

namespace deskstorm::loadgen::study {

/// What a metric does where one parameter is a tenth higher.
struct sensitivity_row {
  std::string pointer;
  std::string from;
  std::string to;
  std::string metric;
  interval change = {};  ///< of the metric, paired by replication
  double elasticity = 0; ///< percent that the metric moves, for each percent of the parameter

  bool significant() const { return std::abs(change.mean) > change.half_width; }
};

/// A quantity of a scenario that can be a little higher.
struct raised_quantity {
  std::string pointer = {};
  std::string from;
  std::string to;    ///< as --set takes it
  double factor = 1; ///< how much higher
};

namespace detail {

/// Raises "12", "1.5s" or "30/min" by a tenth: nothing where the text is no quantity, or is zero.
inline std::optional<raised_quantity> raised_text(std::string_view text) {
  const auto end = std::min(text.find_first_not_of("0123456789."), text.size());
  const auto unit = std::string{text.substr(end)};
  const auto number = number_at(text.substr(0, end));
  const bool known = parse_duration(text) || parse_rate(text);
  if (!number || number->steps == 0 || !known)
    return std::nullopt;
  const double value = static_cast<double>(number->steps) / std::pow(10, number->decimals);
  return raised_quantity{.from = std::string{text},
                         .to =
                           fmt::format("\"{:.{}f}{}\"", value * 1.1, number->decimals + 2, unit),
                         .factor = 1.1};
}

inline std::optional<raised_quantity> raised(const json& value) {
  if (value.is_string())
    return raised_text(value.get<std::string>());
  if (value.is_number_integer() && value.get<std::int64_t>() > 0) {
    const auto was = value.get<std::int64_t>();
    const auto more = was + std::max<std::int64_t>(was / 10, 1);
    return raised_quantity{.from = std::to_string(was),
                           .to = std::to_string(more),
                           .factor = static_cast<double>(more) / static_cast<double>(was)};
  }
  if (value.is_number_float() && value.get<double>() > 0)
    return raised_quantity{
      .from = value.dump(), .to = json(value.get<double>() * 1.1).dump(), .factor = 1.1};
  return std::nullopt;
}

inline void collect(const json& at, const json::json_pointer& pointer,
                    std::vector<raised_quantity>& to) {
  if (at.is_structured()) {
    for (const auto& [key, value] : at.items())
      collect(value, pointer / key, to);
    return;
  }
  if (auto one = raised(at)) {
    one->pointer = pointer.to_string();
    to.push_back(*std::move(one));
  }
}

} // namespace detail

/// Returns the quantities of a scenario that say how much is asked and how fast it is answered,
/// each a tenth higher (whole numbers by one at least). Counts of frames and weights, times of a
/// script and what is no quantity are left out.
inline std::vector<raised_quantity> raised_quantities(const json& scenario) {
  std::vector<raised_quantity> found;
  const json::json_pointer root;
  constexpr std::array<const char*, 4> whole{"network", "tab", "backend", "inbound"};
  for (const auto* part : whole)
    if (scenario.contains(part))
      detail::collect(scenario.at(part), root / part, found);
  if (scenario.contains("agents"))
    for (const auto* count : {"count", "tabs"})
      if (scenario.at("agents").is_object() && scenario.at("agents").contains(count))
        detail::collect(scenario.at("agents").at(count), root / "agents" / count, found);
  if (scenario.contains("personas"))
    for (const auto& [name, persona] : scenario.at("personas").items())
      if (persona.is_object() && persona.contains("load"))
        detail::collect(persona.at("load"), root / "personas" / name / "load", found);
  return found;
}

/// Returns what a metric does between two points whose replications share their random numbers.
inline sensitivity_row sensitivity_of(const raised_quantity& q, const std::string& metric,
                                      const studied_point& before, const studied_point& after,
                                      double confidence) {
  const auto was = values_of(before.rows, metric);
  const auto is = values_of(after.rows, metric);
  std::vector<double> changes;
  double mean = 0;
  for (std::size_t i = 0; i < std::min(was.size(), is.size()); ++i) {
    changes.push_back(is[i] - was[i]);
    mean += was[i];
  }
  sensitivity_row made{q.pointer, q.from, plain_value({q.pointer, q.to}), metric,
                       student_interval(changes, confidence)};
  mean /= static_cast<double>(changes.size());
  if (mean != 0)
    made.elasticity = made.change.mean / mean / (q.factor - 1);
  return made;
}

} // namespace deskstorm::loadgen::study
