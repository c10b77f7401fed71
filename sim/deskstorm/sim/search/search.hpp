#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include <deskstorm/sim/browser/action.hpp>
#include <deskstorm/sim/race/race_outcome.hpp>
#include <deskstorm/sim/race/race_plan.hpp>
#include <deskstorm/sim/race/world.hpp>
#include <deskstorm/sim/search/choice.hpp>
#include <deskstorm/sim/search/log_digest.hpp>
#include <deskstorm/sim/search/replay.hpp>
#include <deskstorm/sim/search/strategy.hpp>

namespace deskstorm::sim {

/// What is to be searched, and how.
struct search_order {
  const race_plan& plan;
  const strategy_row& with;
  std::uint64_t seed = 1;
  std::uint64_t runs = 10'000;
  std::uint64_t stop_after = 0; ///< so many different violations; 0: never
  std::uint32_t jobs = 1;       ///< worker threads; what is found does not depend on it
};

/// How a search asks and tells while it goes on, from any thread.
struct search_hooks {
  std::function<bool()> keep_going;
  std::function<void(std::uint64_t schedules, std::size_t violations)> tick; ///< every 0.2 s
};

/// A violation as the first schedule that showed it has it.
struct search_find {
  violation what = {};
  std::uint64_t schedule = 0; ///< from 0
  std::uint64_t times = 0;    ///< how many schedules showed it
  choice_list choices = {};
};

/// What a search has found out.
struct search_outcome {
  std::uint64_t schedules = 0;
  std::uint64_t distinct = 0; ///< at least
  std::vector<search_find> finds = {};
  race_measurements measured = {};
  bool exhausted = false;
  bool stopped = false;  ///< by `keep_going`
  double stands_for = 0; ///< how many schedules an exhaustive search covers with those it played
  std::uint64_t cut_short = 0;
  std::uint64_t played_twice = 0;
  std::uint64_t differed = 0;            ///< of these, those that went otherwise the second time
  std::uint64_t rounds_without_news = 0; ///< in a row, where the strategy learns
  std::array<std::uint64_t, action_count> exercised{}; ///< schedules in which it happened to a tab
};

namespace detail {

/// Schedules that one worker plays with one strategy. Which ones they are does not depend on the
/// number of workers, and a strategy begins anew with each.
struct search_block {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
  std::uint64_t enough = 0; ///< different violations that are new in this round; 0: never enough
};

struct block_outcome {
  search_outcome found = {};
  std::vector<std::uint64_t> digests = {};
  std::unique_ptr<strategy> played = {};
};

inline void count_actions(const std::vector<log_entry>& log, search_outcome& to) {
  std::uint32_t seen = 0;
  for (const auto& e : log)
    if (e.what == race_event::action && (e.tab != 0 || !action_rows[e.code].on_tab))
      seen |= 1u << e.code;
  for (std::size_t i = 0; i < action_count; ++i)
    to.exercised[i] += seen >> i & 1u;
}

inline void merge_finds(search_outcome& to, const std::vector<search_find>& from) {
  for (const auto& f : from) {
    const auto same = std::ranges::find_if(
      to.finds, [&](const auto& known) { return known.what.code() == f.what.code(); });
    if (same == to.finds.end())
      to.finds.push_back(f);
    else
      same->times += f.times;
  }
}

/// Plays one block.
class block_player {
public:
  block_player(const search_order& order, const search_hooks& hooks,
               const std::vector<search_find>& known)
    : order_(&order), hooks_(&hooks), known_(&known), world_(order.plan) {}

  block_outcome play(const search_block& block, std::unique_ptr<strategy> with,
                     std::atomic<std::uint64_t>& schedules) {
    out_ = {};
    out_.played = std::move(with);
    new_finds_ = 0;
    for (auto number = block.first; number < block.end; ++number) {
      if (!hooks_->keep_going()) {
        out_.found.stopped = true;
        break;
      }
      play_one(number);
      ++schedules;
      if (has_enough(block) || out_.played->exhausted())
        break;
    }
    return std::move(out_);
  }

  /// Whether the block that was played last has found all that is wanted.
  bool has_enough(const search_block& block) const {
    return block.enough != 0 && new_finds_ >= block.enough;
  }

private:
  static constexpr std::uint64_t twice_every = 64;

  void play_one(std::uint64_t number) {
    auto& s = *out_.played;
    s.begin({order_->seed, number});
    const auto& outcome = world_.run(s);
    const auto digest = digest_of(outcome.log);
    out_.digests.push_back(digest);
    auto& found = out_.found;
    ++found.schedules;
    found.cut_short += outcome.cut_short ? 1 : 0;
    found.measured.merge(outcome.measured);
    count_actions(outcome.log, found);
    for (const auto& v : outcome.violations)
      note(v, number, s.choices());
    s.learn(outcome);
    if (number % twice_every == 0)
      play_again(s.choices(), digest);
  }

  void note(const violation& v, std::uint64_t number, const choice_list& choices) {
    const auto same = [&](const auto& f) { return f.what.code() == v.code(); };
    if (const auto mine = std::ranges::find_if(out_.found.finds, same);
        mine != out_.found.finds.end()) {
      ++mine->times;
      return;
    }
    if (std::ranges::none_of(*known_, same))
      ++new_finds_;
    out_.found.finds.push_back({v, number, 1, choices});
  }

  void play_again(const choice_list& choices, std::uint64_t digest) {
    strict_replay again{choices};
    ++out_.found.played_twice;
    const bool same = digest_of(world_.run(again).log) == digest && !again.why_not();
    out_.found.differed += same ? 0 : 1;
  }

  const search_order* order_;
  const search_hooks* hooks_;
  const std::vector<search_find>* known_;
  race_world world_;
  block_outcome out_;
  std::uint64_t new_finds_ = 0;
};

/// Counts different numbers, up to a bound.
class distinct_numbers {
public:
  void add(const std::vector<std::uint64_t>& some) {
    if (known_.size() + fresh_.size() + some.size() > most)
      return;
    fresh_.insert(fresh_.end(), some.begin(), some.end());
    if (fresh_.size() > known_.size() + least)
      settle();
  }

  std::uint64_t count() {
    settle();
    return known_.size();
  }

private:
  static constexpr std::size_t most = 16'000'000; // 128 MB
  static constexpr std::size_t least = 100'000;

  void settle() {
    std::ranges::sort(fresh_);
    std::vector<std::uint64_t> all;
    all.reserve(known_.size() + fresh_.size());
    std::ranges::set_union(known_, fresh_, std::back_inserter(all));
    all.erase(std::unique(all.begin(), all.end()), all.end());
    known_ = std::move(all);
    fresh_.clear();
  }

  std::vector<std::uint64_t> known_;
  std::vector<std::uint64_t> fresh_;
};

} // namespace detail

/// Plays schedules in rounds of blocks on worker threads, and puts together what they found in the
/// order of their numbers.
class race_search {
public:
  race_search(const search_order& order, search_hooks hooks)
    : order_(&order), hooks_(std::move(hooks)) {}

  search_outcome run() {
    std::uint64_t next = 0;
    bool done = false;
    if (order_->with.in_order)
      in_order_ = order_->with.make(memory_);
    while (next < order_->runs && !done) {
      const auto blocks = blocks_from(next);
      next = blocks.back().end;
      ++memory_.rounds_without_news;
      done = merge(play(blocks));
    }
    out_.distinct = distinct_.count();
    out_.rounds_without_news = memory_.kept.empty() ? 0 : memory_.rounds_without_news;
    std::ranges::sort(out_.finds, {}, &search_find::schedule);
    return std::move(out_);
  }

private:
  static constexpr std::uint64_t block_size = 250;
  static constexpr std::size_t blocks_a_round = 16;

  std::vector<detail::search_block> blocks_from(std::uint64_t first) const {
    const auto enough = order_->stop_after == 0 ? 0 : order_->stop_after - out_.finds.size();
    std::vector<detail::search_block> all;
    const auto many = in_order_ ? 1 : blocks_a_round;
    const auto size = in_order_ ? block_size * blocks_a_round : block_size;
    for (std::size_t i = 0; i < many && first < order_->runs; ++i, first += size)
      all.push_back({first, std::min(first + size, order_->runs), enough});
    return all;
  }

  std::vector<detail::block_outcome> play(const std::vector<detail::search_block>& blocks) {
    std::vector<detail::block_outcome> played(blocks.size());
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> last = blocks.size(); // those after it are not needed
    const auto work = [&] {
      detail::block_player player{*order_, hooks_, out_.finds};
      for (auto i = next++; i < std::min(blocks.size(), last.load()); i = next++) {
        played[i] = player.play(
          blocks[i], in_order_ ? std::move(in_order_) : order_->with.make(memory_), schedules_);
        if (player.has_enough(blocks[i]))
          for (auto known = last.load(); i + 1 < known;)
            last.compare_exchange_weak(known, i + 1);
      }
    };
    std::vector<std::future<void>> workers;
    for (std::size_t i = 0; i < std::min<std::size_t>(order_->jobs, blocks.size()); ++i)
      workers.push_back(std::async(std::launch::async, work));
    for (auto& worker : workers) {
      while (worker.wait_for(std::chrono::milliseconds{200}) != std::future_status::ready)
        hooks_.tick(schedules_, out_.finds.size());
      worker.get();
    }
    return played;
  }

  /// Returns whether that was all.
  bool merge(std::vector<detail::block_outcome>&& played) {
    for (auto& block : played) {
      const auto& f = block.found;
      out_.schedules += f.schedules;
      out_.cut_short += f.cut_short;
      out_.played_twice += f.played_twice;
      out_.differed += f.differed;
      out_.stopped = out_.stopped || f.stopped;
      out_.measured.merge(f.measured);
      for (std::size_t i = 0; i < action_count; ++i)
        out_.exercised[i] += f.exercised[i];
      detail::merge_finds(out_, f.finds);
      distinct_.add(block.digests);
      block.played->hand_over(memory_);
      out_.exhausted = block.played->exhausted();
      out_.stands_for = block.played->stands_for();
      if (order_->with.in_order)
        in_order_ = std::move(block.played);
      if (out_.exhausted || out_.stopped
          || (order_->stop_after != 0 && out_.finds.size() >= order_->stop_after))
        return true;
    }
    return false;
  }

  const search_order* order_;
  search_hooks hooks_;
  search_memory memory_;
  search_outcome out_;
  detail::distinct_numbers distinct_;
  std::unique_ptr<strategy> in_order_; // plays all blocks, one after the other
  std::atomic<std::uint64_t> schedules_ = 0;
};

} // namespace deskstorm::sim
