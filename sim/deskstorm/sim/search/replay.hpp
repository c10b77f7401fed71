#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/sim/search/choice.hpp>
#include <deskstorm/sim/search/strategy.hpp>

namespace deskstorm::sim {

/// Returns the name of a choice for people: "broadcast-channel of tab 1 to 2, number 3".
inline std::string text_of(const choice_name& n) {
  std::string text{name_of(n.kind)};
  if (n.tab != 0)
    text += " of " + std::to_string(n.tab);
  if (n.peer != 0)
    text += " to " + std::to_string(n.peer);
  return text + ", number " + std::to_string(n.ordinal + 1);
}

/// Returns the choices that have another answer than the plainest: with these, all is said.
inline choice_list without_plain(const choice_list& all) {
  choice_list some;
  std::ranges::copy_if(all, std::back_inserter(some), [](const auto& c) { return !c.is_plain(); });
  return some;
}

/// Answers exactly as in a list, which may leave out plain answers. What does not fit is kept.
class strict_replay final : public recording_chooser {
public:
  explicit strict_replay(choice_list wanted) : wanted_(std::move(wanted)) {}

  /// Returns why the choices that were asked for are not those of the list, if so.
  std::optional<std::string> why_not() const {
    if (wrong_ || next_ == wanted_.size())
      return wrong_;
    return text_of(wanted_[next_].name) + ": the schedule has no such choice any more";
  }

private:
  std::int64_t answer(const choice_point& asked) override {
    if (next_ == wanted_.size() || wanted_[next_].name != name_of(asked))
      return asked.low;
    const auto& c = wanted_[next_++];
    if (!wrong_ && (c.low != asked.low || c.high != asked.high))
      wrong_ = text_of(c.name) + ": the bounds were " + std::to_string(c.low) + " and "
               + std::to_string(c.high) + ", now they are " + std::to_string(asked.low) + " and "
               + std::to_string(asked.high);
    return std::clamp(c.chosen, asked.low, asked.high);
  }

  choice_list wanted_;
  std::size_t next_ = 0;
  std::optional<std::string> wrong_;
};

/// Answers by name, in whatever order it is asked, and plainly where the list has no such name.
class tolerant_replay final : public recording_chooser {
public:
  explicit tolerant_replay(choice_list wanted) { use(std::move(wanted)); }

  /// Begins again with another list.
  void use(choice_list wanted) {
    forget();
    wanted_ = std::move(wanted);
    std::ranges::sort(wanted_, {}, &choice::name);
  }

private:
  std::int64_t answer(const choice_point& asked) override {
    const auto name = name_of(asked);
    const auto found = std::ranges::lower_bound(wanted_, name, {}, &choice::name);
    if (found == wanted_.end() || found->name != name)
      return asked.low;
    return std::clamp(found->chosen, asked.low, asked.high);
  }

  choice_list wanted_;
};

/// Answers the first choices as a whole list has it, and the rest at random.
class prefix_replay final : public recording_chooser {
public:
  prefix_replay(const choice_list& whole, std::size_t prefix)
    : whole_(&whole), prefix_(std::min(prefix, whole.size())) {}

  /// Begins a schedule.
  void begin(const schedule_id& which) {
    forget();
    numbers_ = search_numbers{which};
  }

private:
  std::int64_t answer(const choice_point& asked) override {
    const auto next = choices().size();
    if (next < prefix_)
      return std::clamp((*whole_)[next].chosen, asked.low, asked.high);
    return any_answer(asked, numbers_);
  }

  const choice_list* whole_;
  std::size_t prefix_;
  search_numbers numbers_;
};

} // namespace deskstorm::sim
