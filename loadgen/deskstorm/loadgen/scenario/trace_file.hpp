#pragma once

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/loadgen/scenario/lines.hpp>
#include <deskstorm/loadgen/scenario/request_kinds.hpp>
#include <deskstorm/plan/expansion.hpp>
#include <deskstorm/plan/persona.hpp>

namespace deskstorm::loadgen::kinds {

/// The name of a file of recorded requests: CSV with the columns of `header`, of which `parameters`
/// is a JSON array or empty. Its rows are replayed in the order of their times.
struct trace_file {
  using type = plan::trace_load;

  static constexpr std::string_view header = "at_ms,agent,frame,request,parameters";
  static constexpr std::size_t most_rows = 10'000'000;
  static constexpr std::size_t most_errors = 20;

  void read(const json& name, const place& at, plan::trace_load& out) const {
    const auto file = read_named_file(name, at);
    if (!file)
      return;
    std::string_view rest = file->text;
    if (take_line(rest) != header)
      return refuse_line(at, *file, 1, "expected the columns " + std::string{header});
    const auto before = at.all().problems.size();
    for (std::size_t line = 2; !rest.empty(); ++line) {
      const auto text = take_line(rest);
      if (text.empty())
        continue;
      if (out.rows.size() == most_rows)
        return refuse_line(at, *file, line,
                           "expected at most " + std::to_string(most_rows) + " rows");
      if (const auto wrong = read_row(text, at, out))
        refuse_line(at, *file, line, *wrong);
      if (at.all().problems.size() >= before + most_errors)
        return;
    }
    if (out.rows.empty() && at.all().problems.size() == before)
      refuse_line(at, *file, 2, "expected a request, found none");
    std::ranges::stable_sort(out.rows, {}, &plan::trace_row::at);
  }

  json schema() const { return {{"type", "string"}, {"minLength", 1}}; }

private:
  static std::optional<std::uint32_t> whole_in(const std::string& cell) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    return error == std::errc{} && end == cell.data() + cell.size() ? std::optional{value}
                                                                    : std::nullopt;
  }

  /// Returns what is wrong with the row.
  static std::optional<std::string> read_row(std::string_view text, const place& at,
                                             plan::trace_load& out) {
    const auto cells = split_csv(text);
    if (!cells)
      return "a quote is not closed";
    if (cells->size() != 5)
      return "expected 5 columns, found " + std::to_string(cells->size());
    const auto& [when, agent, frame, request, parameters] =
      std::tie((*cells)[0], (*cells)[1], (*cells)[2], (*cells)[3], (*cells)[4]);
    const auto time = parse_duration(when + "ms");
    if (!time)
      return "at_ms: expected a number of milliseconds, found " + shown(when);
    const auto agent_number = whole_in(agent);
    if (!agent_number || *agent_number == 0)
      return "agent: expected a whole number from 1, found " + shown(agent);
    const auto frame_number = whole_in(frame);
    if (!frame_number)
      return "frame: expected a whole number from 0, found " + shown(frame);
    const auto kind = request_named(request);
    if (!kind)
      return "request: expected the name of a request, found " + shown(request)
             + meant_name(request, row_names(requests));
    plan::trace_row row{instant{*time}, *agent_number, *frame_number, {*kind}};
    if (auto wrong = read_parameters(parameters, at, row.request))
      return "parameters: " + *wrong;
    out.rows.push_back(row);
    return std::nullopt;
  }

  static std::optional<std::string> read_parameters(const std::string& text, const place& at,
                                                    plan::request_choice& out) {
    const auto all = text.empty() ? json::array() : json::parse(text, nullptr, false);
    if (!all.is_array())
      return "expected a JSON array, found " + shown(text);
    session scratch{.read_file = {}, .layers = {layer{}}};
    const place here{scratch};
    loadgen::detail::check_parameters(all, here, row_of(out.request));
    out.interaction = loadgen::detail::interaction_of(all, here, out.request);
    if (plan::mentions_event(all))
      return "\"$event.…\" has a value only in \"on\"";
    if (!scratch.problems.empty())
      return scratch.problems.front().text;
    out.arguments = at.all().number_of(all);
    return std::nullopt;
  }
};

} // namespace deskstorm::loadgen::kinds
