#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <deskstorm/protocol/events.hpp>
#include <deskstorm/sim/race/race_log.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/search/log_digest.hpp>
#include <deskstorm/sim/search/strategy.hpp>

namespace deskstorm::sim::strategies {

/// Keeps schedules that showed something new, and varies them. New is an event of a tab after
/// another, in a state of all tabs, that no schedule had before. What the others found is known
/// from the next round on.
class feedback final : public strategy {
public:
  explicit feedback(const search_memory& known) : known_(&known), seen_(known.seen) {}

  void learn(const race_outcome& outcome) override { learn_from(choices(), outcome); }

  /// Learns from a schedule, whoever has answered it.
  void learn_from(const choice_list& answered, const race_outcome& outcome) {
    auto shown = features_of(outcome.log);
    if (std::ranges::none_of(shown, [&](auto f) { return !seen_[f]; }))
      return;
    for (const auto f : shown)
      seen_[f] = true;
    found_.push_back({answered, std::move(shown)});
  }

  void hand_over(search_memory& to) const override {
    for (const auto& f : found_) {
      if (std::ranges::none_of(f.shows, [&](auto i) { return !to.seen[i]; }))
        continue;
      for (const auto i : f.shows)
        to.seen[i] = true;
      if (to.kept.size() < search_memory::most_kept)
        to.kept.push_back(f.choices);
      to.rounds_without_news = 0;
    }
  }

private:
  using feature = std::uint16_t;

  struct find {
    choice_list choices;
    std::vector<feature> shows;
  };

  void prepare(const schedule_id&) override {
    parent_ = nullptr;
    next_ = 0;
    const auto mine = found_.size();
    if (const auto all = known_->kept.size() + mine; all > 0 && numbers().below(8) != 0) {
      const auto which = numbers().below(all);
      parent_ = which < mine ? &found_[which].choices : &known_->kept[which - mine];
    }
    if (parent_ == nullptr || parent_->empty())
      return;
    count_ = 1 + numbers().below(points_.size());
    for (std::size_t i = 0; i < count_; ++i)
      points_[i] = numbers().below(parent_->size());
    ends_ = numbers().below(3) == 0 ? points_[0] : parent_->size();
  }

  std::int64_t answer(const choice_point& asked) override {
    if (parent_ == nullptr)
      return any_answer(asked, numbers());
    const auto found = position_of(name_of(asked));
    if (found >= ends_)
      return any_answer(asked, numbers());
    next_ = found + 1;
    const auto end = points_.begin() + static_cast<std::ptrdiff_t>(count_);
    if (std::find(points_.begin(), end, found) != end)
      return numbers().below(4) == 0 ? asked.low : any_answer(asked, numbers());
    return std::clamp((*parent_)[found].chosen, asked.low, asked.high);
  }

  /// Where the parent was asked the same, looked for from where it was asked last.
  std::size_t position_of(const choice_name& name) const {
    constexpr std::size_t far = 24;
    const auto& all = *parent_;
    for (std::size_t i = next_; i < std::min(all.size(), next_ + far); ++i)
      if (all[i].name == name)
        return i;
    return all.size();
  }

  static std::vector<feature> features_of(const std::vector<log_entry>& log) {
    std::array<std::uint64_t, most_tabs + 2> last{};
    std::array<std::uint64_t, most_tabs + 2> states{};
    std::vector<feature> all;
    for (const auto& e : log) {
      const auto here = static_cast<std::uint64_t>(e.what) << 8
                        | (e.what == race_event::effect ? e.code : std::uint8_t(e.code & 15u));
      if (e.what == race_event::state)
        states[e.tab] = e.code + 1u;
      if (e.what == race_event::gone)
        states[e.tab] = 0;
      const auto leaders =
        std::ranges::count(states, static_cast<std::uint64_t>(frame_state::leading) + 1);
      const auto sum =
        detail::mixed(detail::mixed(last[e.tab], here),
                      states[e.tab] << 8 | states[e.peer % states.size()] << 4
                        | static_cast<std::uint64_t>(std::min<std::ptrdiff_t>(leaders, 3)));
      all.push_back(static_cast<feature>(sum >> 48));
      last[e.tab] = here;
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  const search_memory* known_;
  std::bitset<search_memory::features> seen_;
  std::vector<find> found_;
  const choice_list* parent_ = nullptr; // of the schedule under way; found_ grows only after it
  std::array<std::uint64_t, 4> points_{};
  std::size_t count_ = 0;
  std::size_t next_ = 0;
  std::size_t ends_ = 0;
};

} // namespace deskstorm::sim::strategies
