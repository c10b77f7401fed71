#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/sim/browser/action.hpp>
#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/search/search.hpp>
#include <deskstorm/sim/search/strategies.hpp>
#include <deskstorm/tabs/elections.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen {

/// How many schedules a strategy needs until a scenario shows a violation, over some seeds.
struct board_cell {
  std::string scenario;
  std::string_view protocol;
  std::string_view strategy;
  std::vector<std::uint64_t> schedules = {}; ///< of the seeds that found one, sorted
  std::uint32_t seeds = 0;

  std::uint64_t median() const {
    return schedules.empty() ? 0 : schedules[(schedules.size() - 1) / 2];
  }
  std::uint64_t worst() const { return schedules.empty() ? 0 : schedules.back(); }
};

/// What a fault does to a protocol: three tabs, a duty every 5 s, the fault up to twice.
struct fault_cell {
  std::string_view protocol;
  std::string_view fault;
  std::uint64_t schedules = 0;
  sim::race_measurements measured = {};
};

/// The schedules-to-bug board, and protocols against faults.
struct race_board {
  std::uint64_t runs = 0; ///< schedules of a cell at most
  std::uint32_t seeds = 0;
  std::vector<board_cell> cells = {};
  std::vector<fault_cell> faults = {};
};

/// A scenario of the board.
struct board_entry {
  std::string name;
  sim::race_plan plan;
};

/// Plays all that a board shows.
class board_player {
public:
  board_player(std::uint64_t runs, std::uint32_t seeds, std::uint32_t jobs,
               std::function<bool()> keep_going)
    : jobs_(jobs), keep_going_(std::move(keep_going)) {
    board_.runs = runs;
    board_.seeds = seeds;
  }

  /// Adds a row: the first strategy, and the others where it has found something.
  void play(const board_entry& entry) {
    for (const auto& row : sim::strategy_rows) {
      if (row.in_order)
        continue;
      board_.cells.push_back(cell_of(entry, row));
      if (&row == sim::strategy_rows.begin() && board_.cells.back().schedules.empty())
        return;
    }
  }

  /// Adds the rows of every protocol against every fault.
  void play_faults() {
    for (const auto& protocol : tabs::elections) {
      play_fault(protocol, "none", [](sim::race_plan&) {});
      play_fault(protocol, "slow-links", [](sim::race_plan& plan) {
        using namespace std::chrono_literals;
        for (const auto m : {sim::medium::broadcast_channel, sim::medium::storage,
                             sim::medium::worker_port, sim::medium::transaction})
          plan.delays[static_cast<std::size_t>(m)].high = 800ms;
      });
      for (const auto& action : sim::action_rows)
        play_fault(protocol, action.name, [&](sim::race_plan& plan) {
          plan.actions = {{action.value, {action.low, action.high}}};
          plan.max_actions = 2;
        });
    }
  }

  const race_board& board() const { return board_; }

private:
  sim::search_outcome search(const sim::race_plan& plan, const sim::strategy_row& row,
                             std::uint64_t seed, std::uint64_t runs, std::uint64_t stop_after) {
    return sim::race_search{{.plan = plan,
                             .with = row,
                             .seed = seed,
                             .runs = runs,
                             .stop_after = stop_after,
                             .jobs = jobs_},
                            {keep_going_, [](auto, auto) {}}}
      .run();
  }

  board_cell cell_of(const board_entry& entry, const sim::strategy_row& row) {
    board_cell made{
      .scenario = entry.name, .protocol = entry.plan.protocol->name, .strategy = row.name};
    for (std::uint64_t seed = 1; seed <= board_.seeds && keep_going_(); ++seed) {
      ++made.seeds;
      const auto found = search(entry.plan, row, seed, board_.runs, 1);
      if (!found.finds.empty())
        made.schedules.push_back(found.finds.front().schedule + 1);
    }
    std::ranges::sort(made.schedules);
    return made;
  }

  void play_fault(const tabs::election_row& protocol, std::string_view name, auto change) {
    const auto schedules = std::min<std::uint64_t>(board_.runs, 1000);
    if (!keep_going_())
      return;
    sim::race_plan plan;
    plan.protocol = &protocol;
    plan.rules = *protocol.make({}); // without parameters there is nothing to refuse
    plan.fewest_tabs = plan.most_tabs_at_start = 3;
    plan.duties = {{sim::duty_rows.data(), std::chrono::seconds{5}}};
    change(plan);
    const auto found = search(plan, *find_named(sim::strategy_rows, "random"), 1, schedules, 0);
    board_.faults.push_back({protocol.name, name, found.schedules, found.measured});
  }

  std::uint32_t jobs_;
  std::function<bool()> keep_going_;
  race_board board_;
};

namespace detail {

inline duration longest_gap(const sim::race_measurements& m) {
  duration longest{};
  for (std::size_t i = 0; i < sim::gap_causes; ++i)
    if (static_cast<sim::gap_cause>(i) != sim::gap_cause::start)
      longest = std::max(longest, m.gaps[i].longest);
  return longest;
}

inline ordered_json fault_json(const fault_cell& f) {
  const auto seconds = [](duration d) { return static_cast<double>(d.count()) / 1e9; };
  const auto& m = f.measured;
  return {{"election", f.protocol},
          {"fault", f.fault},
          {"schedules", f.schedules},
          {"overlaps", m.overlap.count},
          {"longest_overlap_s", seconds(m.overlap.longest)},
          {"longest_gap_s", seconds(longest_gap(m))},
          {"duties", m.duties},
          {"twice", m.twice},
          {"lost", m.lost}};
}

} // namespace detail

inline ordered_json to_json(const race_board& b) {
  auto cells = ordered_json::array();
  for (const auto& c : b.cells)
    cells.push_back({{"scenario", c.scenario},
                     {"election", c.protocol},
                     {"strategy", c.strategy},
                     {"seeds", c.seeds},
                     {"hits", c.schedules.size()},
                     {"median", c.median()},
                     {"worst", c.worst()}});
  auto faults = ordered_json::array();
  for (const auto& f : b.faults)
    faults.push_back(detail::fault_json(f));
  return {{"deskstorm", version},
          {"runs", b.runs},
          {"seeds", b.seeds},
          {"board", std::move(cells)},
          {"faults", std::move(faults)}};
}

/// Returns the board for people.
inline std::string summary_of(const race_board& b) {
  std::string text;
  const auto line = [&]<class... Args>(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text), format, std::forward<Args>(args)...);
    text += '\n';
  };
  line("Schedules to a violation: hits of seeds, median, worst; {} schedules at most", b.runs);
  for (const auto& c : b.cells)
    line("{:46} {:14} {:2}/{:<2} {:7} {:7}", c.scenario, c.strategy, c.schedules.size(), c.seeds,
         c.median(), c.worst());
  line("\nThree tabs, a duty every 5 s, the fault up to twice; longest overlap and gap in s");
  line("{:26} {:16} {:>8} {:>8} {:>7} {:>7} {:>7}", "protocol", "fault", "overlap", "gap", "duties",
       "twice", "lost");
  for (const auto& f : b.faults)
    line("{:26} {:16} {:8.2f} {:8.2f} {:7} {:7} {:7}", f.protocol, f.fault,
         static_cast<double>(f.measured.overlap.longest.count()) / 1e9,
         static_cast<double>(detail::longest_gap(f.measured).count()) / 1e9, f.measured.duties,
         f.measured.twice, f.measured.lost);
  return text;
}

} // namespace deskstorm::loadgen
