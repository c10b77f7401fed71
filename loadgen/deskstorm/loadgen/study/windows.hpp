#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/base/result.hpp>
#include <deskstorm/base/text.hpp>
#include <deskstorm/loadgen/scenario/quantities.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/loadgen/thresholds.hpp>

namespace deskstorm::loadgen::study {

/// A part of a run.
struct run_part {
  period window = {};
  bool in_quarantine = false; ///< of the measured time, whenever somebody is in quarantine
};

/// An objective, and the part of the run that it is about: nothing is all but the warm-up.
struct objective {
  loadgen::threshold threshold = {};
  std::optional<run_part> part = {};
};

namespace detail {

/// Reads "2m,4m)" as the period from 2 min until, but not at, 4 min.
inline result<period> parse_window(std::string_view text) {
  const auto wrong =
    failure{"expected a window such as in [2m,4m), found 'in [" + std::string{text} + "'"};
  if (text.empty() || text.back() != ')')
    return wrong;
  text.remove_suffix(1);
  const auto from = parse_duration(trimmed(cut(text, ',')));
  const auto until = parse_duration(trimmed(text));
  if (!from || !until || *until <= *from)
    return wrong;
  return period{instant{*from}, instant{*until}};
}

/// Reads what stands behind one of the words that part an objective.
inline result<run_part> parse_part(std::string_view word, std::string_view rest) {
  if (word == " in [") {
    const auto window = parse_window(rest);
    return window ? result<run_part>{run_part{*window}} : window.why();
  }
  if (word == " while ")
    return rest == "quarantine"
             ? result<run_part>{run_part{.in_quarantine = true}}
             : failure{"expected 'while quarantine', found 'while " + std::string{rest} + "'"};
  const auto time = parse_duration(rest);
  if (!time)
    return failure{"expected a time such as 3m after '" + std::string{trimmed(word)} + "', found '"
                   + std::string{rest} + "'"};
  return run_part{word == " after " ? period{instant{*time}, never}
                                    : period{instant{}, instant{*time}}};
}

} // namespace detail

/// Reads an objective: a threshold, and behind it `in [2m,4m)`, `after 3m`, `before 3m`, `while
/// quarantine` or `after warmup`, which is what holds anyway. Errors: what was expected.
inline result<objective> parse_objective(std::string_view text) {
  const std::string whole{text};
  objective made;
  constexpr std::array<std::string_view, 4> words{" in [", " after ", " before ", " while "};
  for (const auto word : words) {
    const auto at = text.find(word);
    if (at == std::string_view::npos)
      continue;
    const auto rest = trimmed(text.substr(at + word.size()));
    if (word != " after " || rest != "warmup") {
      const auto part = detail::parse_part(word, rest);
      if (!part)
        return part.why();
      made.part = *part;
    }
    text = text.substr(0, at);
    break;
  }
  auto read = parse_threshold(text);
  if (!read)
    return read.why();
  made.threshold = *std::move(read);
  made.threshold.expression = whole;
  return made;
}

} // namespace deskstorm::loadgen::study
