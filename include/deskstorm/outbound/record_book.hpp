#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/edges.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/outbound/calling_list.hpp>
#include <deskstorm/outbound/record.hpp>

namespace deskstorm::outbound {

/// When and how often records are called.
struct attempt_rules {
  std::uint32_t attempts = 3;                      ///< of one record
  duration retry_after = std::chrono::minutes{30}; ///< an attempt that failed, or a rejection
  duration midnight = {};                          ///< time of day in UTC when the run starts
};

/// What is done with a record that is out.
struct call_end {
  call_result result = call_results::unknown;
  bool reached = false;                 ///< somebody was talked to: the chain is done
  std::optional<instant> callback = {}; ///< as rescheduled: called again then
  record_handle callback_by = {};       ///< number of the customer that is called then; 0: this one
};

/// The records of a campaign: which one is next, and what becomes of each. Of a chain, that is of
/// one customer, at most one record is out at a time, so that nobody is called twice at once.
///
/// Functions that take a record number want one that next() or choose() has given; they return
/// false and change nothing where the state of the record does not allow it.
class record_book {
public:
  using number = std::uint32_t; ///< position in the list

  record_book(calling_list list, const attempt_rules& rules)
    : records_(std::move(list)), rules_(rules), chain_of_(records_.size()) {
    std::map<chain_id, std::uint32_t> known;
    for (number n = 0; n < records_.size(); ++n) {
      const auto [at, fresh] =
        known.try_emplace(records_[n].chain, static_cast<std::uint32_t>(chains_.size()));
      if (fresh)
        chains_.emplace_back();
      chain_of_[n] = at->second;
      chains_[at->second].push_back(n);
    }
    for (std::uint32_t c = 0; c < chains_.size(); ++c)
      list_chain(c, instant{});
  }

  /// Adds a record that is a chain of its own, with the next free numbers.
  void add(record made, instant now) {
    made.handle = record_handle{1};
    made.chain = chain_id{1};
    for (const auto& r : records_) {
      made.handle.value = std::max(made.handle.value, r.handle.value + 1);
      made.chain.value = std::max(made.chain.value, r.chain.value + 1);
    }
    const auto which = static_cast<std::uint32_t>(chains_.size());
    chains_.push_back({static_cast<number>(records_.size())});
    chain_of_.push_back(which);
    records_.push_back(std::move(made));
    list_chain(which, now);
  }

  std::span<const record> records() const { return records_; }
  const record& at(number n) const { return records_[n]; }

  /// Returns the records of the chain that `n` is part of, in the order of the list.
  std::span<const number> chain_of(number n) const { return chains_[chain_of_[n]]; }

  /// Returns the earliest time at which next() may have a record; never where all are out or
  /// closed.
  instant next_due() const { return due_.empty() ? never : due_.begin()->first; }

  /// Takes the next record from the list: that of the chain which has been due for longest, and of
  /// that chain the one which has been due for longest.
  std::optional<number> next(instant now) {
    while (!due_.empty() && due_.begin()->first <= now) {
      const auto which = due_.begin()->second;
      due_.erase(due_.begin());
      const auto [n, when] = earliest(chains_[which], now);
      if (when <= now) {
        move(n, record_trigger::retrieve);
        return n;
      }
      due_.emplace(when, which); // its window has closed meanwhile
    }
    return std::nullopt;
  }

  bool invite(number n) { return move(n, record_trigger::invite); }
  bool preview(number n) { return move(n, record_trigger::preview); }
  bool connect(number n) { return move(n, record_trigger::connect); }

  /// Lets the agent who looks at `n` call the record of that handle in its chain instead. Returns
  /// its number; nothing where the chain has no such record that may be called.
  std::optional<number> choose(number n, record_handle wanted) {
    for (const number other : chain_of(n)) {
      if (records_[other].handle != wanted)
        continue;
      if (other == n)
        return n;
      if (records_[other].state != record_state::ready || !move(n, record_trigger::put_back))
        return std::nullopt;
      move(other, record_trigger::retrieve);
      move(other, record_trigger::preview);
      return other;
    }
    return std::nullopt;
  }

  bool dial(number n) {
    if (!move(n, record_trigger::dial))
      return false;
    ++records_[n].attempts;
    return true;
  }

  /// Nothing was done with it: goes back to the list as it was.
  bool put_back(number n, instant now) { return move(n, record_trigger::put_back) && free(n, now); }

  /// The agent does not want it: it goes back to the list for another attempt, at the time and by
  /// the number that it was rescheduled to.
  bool reject(number n, instant now, std::optional<instant> callback = {},
              record_handle callback_by = {}) {
    if (!move(n, record_trigger::reject))
      return false;
    records_[n].was_rejected = true;
    wait(n, {call_results::unknown, false, callback, callback_by}, now);
    return free(n, now);
  }

  /// Closes the record and its chain with the result Cancel Record, or because the customer is not
  /// to be called.
  bool cancel(number n, call_result why = call_results::cancel_record) {
    if (!move(n, record_trigger::cancel))
      return false;
    for (const number other : chain_of(n))
      if (other == n || records_[other].state == record_state::ready)
        records_[other].was_canceled = true;
    close_chain(n, why);
    return true;
  }

  /// The call of the record has ended. It is called again, later, where that was agreed, or where
  /// nobody was reached and attempts are left; else it is closed. Once somebody was reached, or is
  /// not to be called, the whole chain is closed.
  bool end_call(number n, const call_end& how, instant now) {
    auto& r = records_[n];
    const bool forbidden = how.result == call_results::do_not_call;
    const bool again =
      !forbidden && (how.callback || (!how.reached && r.attempts < rules_.attempts));
    if (!move(n, again ? record_trigger::try_again : record_trigger::finish))
      return false;
    r.result = how.result;
    if (!again && (how.reached || forbidden)) {
      close_chain(n, r.result);
      return true;
    }
    wait(n, how, now);
    return free(n, now);
  }

  /// For changes of fields, see update_record.
  record& fields_of(number n) { return records_[n]; }

  /// Returns what is wrong, which is a bug, or nothing: of a chain two records are out, or none is
  /// and it is not due although one of them is open, or it is due although one is out.
  std::optional<std::string_view> fault() const {
    std::vector<bool> due(chains_.size());
    for (const auto& [when, which] : due_)
      due[which] = true;
    for (std::uint32_t which = 0; which < chains_.size(); ++which) {
      const auto in = [&](auto&& wanted) {
        return std::ranges::count_if(chains_[which],
                                     [&](number n) { return wanted(records_[n].state); });
      };
      const auto out = in(is_out);
      const auto open = in([](record_state s) { return s != record_state::closed; });
      if (out > 1)
        return "two records of a chain are out at once";
      if (due[which] && out > 0)
        return "a chain is in the list although a record of it is out";
      if (!due[which] && out == 0 && open > 0)
        return "a chain is lost";
    }
    return std::nullopt;
  }

private:
  using chain = std::vector<number>;

  bool move(number n, record_trigger on) {
    auto& r = records_[n];
    const auto to = follow(record_edges, r.state, on);
    if (!to)
      return false;
    r.state = *to;
    return true;
  }

  /// Returns which open record of the chain can be called first, and when; never where all are
  /// closed.
  std::pair<number, instant> earliest(const chain& of, instant now) const {
    std::pair<number, instant> best{0, never};
    instant waited = never;
    for (const number n : of) {
      const auto& r = records_[n];
      if (r.state == record_state::closed)
        continue;
      const instant when = next_open(r.window, std::max(now, r.not_before), rules_.midnight);
      if (when < best.second || (when == best.second && r.not_before < waited)) {
        best = {n, when};
        waited = r.not_before;
      }
    }
    return best;
  }

  /// Has the record wait for its next attempt. Where another call was agreed no number of the
  /// customer is called before, and the one that was agreed first.
  void wait(number n, const call_end& how, instant now) {
    records_[n].not_before = now + rules_.retry_after;
    if (!how.callback)
      return;
    number first = n;
    for (const number other : chain_of(n)) {
      records_[other].not_before =
        std::max(records_[other].not_before, *how.callback + duration{1});
      if (records_[other].handle == how.callback_by && records_[other].state == record_state::ready)
        first = other;
    }
    records_[first].not_before = *how.callback;
  }

  void list_chain(std::uint32_t which, instant now) {
    if (const instant when = earliest(chains_[which], now).second; when != never)
      due_.emplace(when, which);
  }

  /// No record of the chain of `n` is out any more.
  bool free(number n, instant now) {
    list_chain(chain_of_[n], now);
    return true;
  }

  /// Closes what is still in the list of the chain of `n`. A record that was never called keeps
  /// its result, unless the chain is canceled.
  void close_chain(number n, call_result why) {
    records_[n].result = why;
    for (const number other : chain_of(n))
      if (move(other, record_trigger::close) && why == call_results::cancel_record)
        records_[other].result = why;
  }

  std::vector<record> records_;
  attempt_rules rules_;
  std::vector<std::uint32_t> chain_of_;
  std::vector<chain> chains_ = {};
  std::set<std::pair<instant, std::uint32_t>> due_ = {}; ///< chains of which none is out
};

/// What became of the records of a book. Their sum is the number of records.
struct record_counts {
  std::uint64_t left = 0;
  std::uint64_t rejected = 0;
  std::uint64_t called = 0;
  std::uint64_t canceled = 0;

  std::uint64_t sum() const { return left + rejected + called + canceled; }

  friend bool operator==(const record_counts&, const record_counts&) = default;
};

inline record_counts count(const record_book& book) {
  record_counts all;
  for (const auto& r : book.records())
    switch (disposition_of(r)) {
    case disposition::left: ++all.left; break;
    case disposition::rejected: ++all.rejected; break;
    case disposition::called: ++all.called; break;
    case disposition::canceled: ++all.canceled; break;
    }
  return all;
}

} // namespace deskstorm::outbound
