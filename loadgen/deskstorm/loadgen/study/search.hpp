#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace deskstorm::loadgen::study {

/// Which end of a range is wanted.
enum class wanted_end : std::uint8_t { largest, smallest };

/// What a search for the largest (or smallest) number that holds found out.
struct search_result {
  std::optional<std::int64_t> answer; ///< nothing: no number that was tried holds
  std::map<std::int64_t, bool> tried; ///< every number that was tried
  bool monotone = true;               ///< among these: beyond one that fails none holds
};

/// Searches the numbers from `first` to `last` by bisection. `holds` says whether one holds;
/// nothing stops the search. One number is tried beyond need on each side of the answer, to see
/// whether what holds at one number holds at all before it, which bisection takes for granted.
class bisection {
public:
  using probe = std::function<std::optional<bool>(std::int64_t)>;

  bisection(std::int64_t first, std::int64_t last, wanted_end end, probe holds)
    : first_(first), last_(last), end_(end), holds_(std::move(holds)) {}

  search_result run() {
    // Counted from the end where a number holds most likely.
    std::int64_t good = 0;
    std::int64_t bad = last_ - first_;
    const bool begun = ask(good) && ask(bad);
    if (begun && !held(good) && bad > good)
      look_inside(good, bad);
    if (begun && held(good) && !held(bad)) {
      bisect(good, bad);
      ask(good / 2);
      ask(good + 1 + (last_ - first_ - good) / 2);
    }
    return judged();
  }

private:
  std::int64_t number(std::int64_t steps) const {
    return end_ == wanted_end::largest ? first_ + steps : last_ - steps;
  }
  bool held(std::int64_t steps) const { return tried_.at(steps); }

  /// False where the search is stopped.
  bool ask(std::int64_t steps) {
    if (stopped_ || steps > last_ - first_)
      return false;
    if (tried_.contains(steps))
      return true;
    const auto answer = holds_(number(steps));
    if (!answer) {
      stopped_ = true;
      return false;
    }
    tried_.emplace(steps, *answer);
    return true;
  }

  // Leaves in `good` the last number that holds.
  void bisect(std::int64_t& good, std::int64_t bad) {
    while (bad - good > 1) {
      const auto middle = good + (bad - good) / 2;
      if (!ask(middle))
        return;
      (held(middle) ? good : bad) = middle;
    }
  }

  // The first number fails, so a number that holds would have to lie inside: eight are tried.
  void look_inside(std::int64_t first, std::int64_t last) {
    constexpr std::int64_t parts = 9;
    for (std::int64_t i = 1; i < parts; ++i)
      if (!ask(first + (last - first) * i / parts))
        return;
    for (auto at = std::next(tried_.begin()); at != tried_.end(); ++at)
      if (std::prev(at)->second && !at->second) {
        auto good = std::prev(at)->first;
        return bisect(good, at->first);
      }
  }

  search_result judged() const {
    search_result made;
    bool failed = false;
    std::optional<std::int64_t> best;
    for (const auto& [steps, holds] : tried_) {
      made.tried.emplace(number(steps), holds);
      made.monotone = made.monotone && !(holds && failed);
      failed = failed || !holds;
      if (holds)
        best = steps;
    }
    if (best)
      made.answer = number(*best);
    return made;
  }

  std::int64_t first_;
  std::int64_t last_;
  wanted_end end_;
  probe holds_;
  std::map<std::int64_t, bool> tried_; // by steps
  bool stopped_ = false;
};

} // namespace deskstorm::loadgen::study
