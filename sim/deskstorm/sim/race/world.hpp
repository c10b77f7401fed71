#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <deskstorm/sim/race/chooser.hpp>
#include <deskstorm/sim/race/deeds.hpp>
#include <deskstorm/sim/race/judge.hpp>
#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/race/stage.hpp>

namespace deskstorm::sim {

/// How many steps a schedule may take.
inline constexpr std::size_t most_race_steps = 100'000;

/// Plays schedules of one plan, one after the other, in virtual time. The same answers of the
/// chooser give the same log, to the last bit.
class race_world {
public:
  explicit race_world(const race_plan& plan) : plan_(&plan), stage_(plan), judge_(plan) {}

  /// Plays one schedule. What is returned stays until the next one.
  const race_outcome& run(chooser& chooses) {
    stage_.begin(chooses);
    prepare();
    const instant end = instant{} + plan_->horizon;
    std::size_t steps = 0;
    const auto act = [&](const occurrence& o) { perform(actions_[o.number]); };
    while (steps < most_race_steps && stage_.step(end, act))
      ++steps;
    outcome_.cut_short = steps == most_race_steps;
    stage_.swap_log(outcome_.log);
    judge_.judge(outcome_);
    return outcome_;
  }

private:
  struct planned {
    action_kind what{};
    duration extent{};
    std::uint8_t target = 0; ///< 0: whoever leads; else so many living tabs further
    bool by_number = false;  ///< it is that tab, or nobody where that does not live
  };

  instant last_moment() const { return stage_.settles_at(); }

  void prepare() {
    open_tabs();
    plan_actions();
    plan_duties();
    stage_.at(last_moment(), {.what = happening::settle, .page = most_tabs});
  }

  void open_tabs() {
    const auto tabs = stage_.pick(choice_kind::tabs, 0, 0, plan_->fewest_tabs,
                                  std::min<std::int64_t>(plan_->most_tabs_at_start, most_tabs));
    stage_.at(instant{}, {.what = happening::open});
    for (std::size_t i = 1; i < static_cast<std::size_t>(tabs); ++i) {
      const auto after =
        stage_.pick(choice_kind::open_at, i + 1, 0, 0,
                    std::min(plan_->open_within, last_moment().time_since_epoch()).count());
      stage_.at(instant{duration{after}}, {.what = happening::open});
    }
  }

  void plan_actions() {
    action_count_ = 0;
    for (const auto& s : plan_->script)
      add_action(s.at, s.what, s.tab, true);
    if (plan_->actions.empty())
      return;
    const auto many = stage_.pick(choice_kind::actions, 0, 0, 0,
                                  std::min<std::int64_t>(plan_->max_actions, most_actions));
    for (std::size_t i = 0; i < static_cast<std::size_t>(many); ++i) {
      const auto which = stage_.pick(choice_kind::action, 0, 0, 0,
                                     static_cast<std::int64_t>(plan_->actions.size()) - 1);
      const auto when =
        stage_.pick(choice_kind::action_at, 0, 0, 0, last_moment().time_since_epoch().count());
      const auto& what = plan_->actions[static_cast<std::size_t>(which)];
      const auto target = row_of(what.what).on_tab ? stage_.pick(choice_kind::action_tab, 0, 0, 0,
                                                                 plan_->most_tabs_at_start)
                                                   : 0;
      add_action(instant{duration{when}}, what, static_cast<std::uint8_t>(target), false);
    }
  }

  void add_action(instant when, const action_plan& what, std::uint8_t target, bool by_number) {
    if (action_count_ == actions_.size())
      return;
    const duration extent{stage_.pick(choice_kind::action_extent, 0, 0, what.extent.low.count(),
                                      what.extent.high.count())};
    actions_[action_count_] = {what.what, extent, target, by_number};
    stage_.at(when, {.what = happening::action,
                     .page = most_tabs,
                     .number = static_cast<std::uint32_t>(action_count_++)});
    duty_before(when);
  }

  /// A chance for a duty just before an action, so that the action may hit it.
  void duty_before(instant when) {
    if (plan_->duties.empty())
      return;
    const auto widest = 2 * plan_->delays[static_cast<std::size_t>(medium::duty)].high.count();
    const auto before = stage_.pick(choice_kind::duty_near, 0, 0, -1, widest);
    if (before >= 0)
      stage_.at(std::max(instant{}, when - duration{before}),
                {.what = happening::duty_created, .page = most_tabs});
  }

  void plan_duties() {
    for (std::size_t kind = 0; kind < plan_->duties.size(); ++kind) {
      const auto last = last_moment().time_since_epoch().count();
      const auto mean = plan_->duties[kind].mean.count();
      const auto most = std::min<std::int64_t>(2 * last / std::max<std::int64_t>(mean, 1), 32);
      const auto many = stage_.pick(choice_kind::duties, kind, 0, 0, most);
      for (std::int64_t i = 0; i < many; ++i)
        stage_.at(instant{duration{stage_.pick(choice_kind::duty_at, kind, 0, 0, last)}},
                  {.what = happening::duty_created,
                   .page = most_tabs,
                   .number = static_cast<std::uint32_t>(kind)});
    }
  }

  void perform(const planned& p) {
    const auto page = p.by_number && p.target != 0 ? numbered(p.target) : target(p.target);
    stage_.note_action(p.what, row_of(p.what).on_tab ? page : most_tabs, p.extent);
    if (row_of(p.what).on_tab && page == most_tabs)
      return;
    deed_table[static_cast<std::size_t>(p.what)](stage_, page, p.extent);
  }

  race_stage::page_number numbered(std::uint8_t tab) const {
    const auto pages = stage_.pages();
    return tab <= pages.size() && pages[tab - std::size_t{1}].alive
             ? static_cast<race_stage::page_number>(tab - 1)
             : race_stage::page_number{most_tabs};
  }

  race_stage::page_number target(std::uint8_t wanted) const {
    const auto pages = stage_.pages();
    std::array<race_stage::page_number, most_tabs> living{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < pages.size(); ++i)
      if (pages[i].alive) {
        const auto number = static_cast<race_stage::page_number>(i);
        if (wanted == 0 && pages[i].core.state() == frame_state::leading)
          return number;
        living[count++] = number;
      }
    if (count == 0)
      return most_tabs;
    return living[wanted == 0 ? 0 : (wanted - std::size_t{1}) % count];
  }

  const race_plan* plan_;
  race_stage stage_;
  race_judge judge_;
  race_outcome outcome_;
  std::array<planned, most_actions> actions_{};
  std::size_t action_count_ = 0;
};

/// Plays one schedule of a plan. Whoever plays many keeps a `race_world`.
inline race_outcome run_schedule(const race_plan& plan, chooser& chooses) {
  race_world world{plan};
  return world.run(chooses);
}

} // namespace deskstorm::sim
