#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/sim/ring.hpp>
#include <deskstorm/sim/slot_map.hpp>
#include <deskstorm/sim/sorted_slot.hpp>

namespace deskstorm::sim {

/// All messages under way, in the total order of (due, order of posting).
///
/// A wheel of 2^15 slots of 2^20 ns (34 s) keeps each slot as a chain of recycled chunks and sorts
/// it when its turn comes. Beside it: a ring for messages without delay, a heap for those that fall
/// into the slot at hand, and a heap for those beyond the wheel.
class time_queue {
public:
  using envelope = actors::envelope;

  /// The due time of the message taken last, or what `advance` said.
  instant now() const { return now_; }
  std::size_t size() const { return size_; }

  /// Adds a message; one that is due before the present is due now.
  void post(const envelope& e) {
    envelope& added = add(e.due);
    added.order_and_kind |= e.kind();
    added.to = e.to;
    added.from = e.from;
    added.payload = e.payload;
  }

  /// Adds a message of kind 0 and returns it; the rest of it is to be filled in before the next
  /// call of anything here.
  envelope& add(instant due) {
    ++size_;
    envelope& added = cell_for(std::max(due, now_));
    added.due = std::max(due, now_);
    added.order_and_kind = order_++ << 16;
    return added;
  }

  /// Takes the next message that is due at `until` or before and moves the present to it. Returns
  /// nullptr if there is none. What it points to stays until the next call.
  const envelope* next(instant until) {
    if (lent_ != nullptr)
      free_cells_.push_back(std::exchange(lent_, nullptr));
    for (;;) {
      const instant sorted = sorted_.empty() ? never : sorted_.front().what->due;
      const instant late = late_.empty() ? never : late_.top().due;
      if (!immediate_.empty() && std::min(sorted, late) > now_)
        return now_ <= until ? lend(immediate_.pop()) : nullptr;
      if (!sorted_.empty() && sorted <= late)
        return sorted <= until ? take_sorted() : nullptr;
      if (!late_.empty())
        return late <= until ? take_late() : nullptr;
      if (!open_next_slot(until))
        return nullptr;
    }
  }

  /// Returns a time at or before the due time of the next message, and not before the present when
  /// that is not yet due; `never` if there is none. Exact once `next` has been called with it.
  instant wake_up() const {
    if (!immediate_.empty())
      return now_;
    if (!sorted_.empty() || !late_.empty())
      return std::min(sorted_.empty() ? never : sorted_.front().what->due,
                      late_.empty() ? never : late_.top().due);
    const auto slot = next_slot();
    return slot ? std::max(now_, instant{duration{*slot << sorted_slot::offset_bits}}) : never;
  }

  /// Moves the present to `t` when all messages due until then have been taken.
  void advance(instant t) {
    assert(immediate_.empty() || t <= now_);
    now_ = std::max(now_, t);
    slot_ = std::max(slot_, slot_of(now_) - 1);
  }

private:
  static constexpr std::int64_t wheel_size = slot_map::slots;

  struct alignas(64) chunk { // four cache lines
    chunk* older = nullptr;
    std::array<envelope, 5> envelopes;
  };

  struct bucket {
    chunk* newest = nullptr;
    std::uint32_t in_newest = 0;
    std::uint32_t count = 0;
  };

  struct timer {
    instant due;
    std::uint64_t order;
    envelope* what;
    friend bool operator>(const timer& a, const timer& b) {
      return a.due != b.due ? a.due > b.due : a.order > b.order;
    }
  };
  using heap = std::priority_queue<timer, std::vector<timer>, std::greater<>>;

  static std::int64_t slot_of(instant t) {
    return t.time_since_epoch().count() >> sorted_slot::offset_bits;
  }
  static std::size_t index_of(std::int64_t slot) {
    return static_cast<std::size_t>(slot % wheel_size);
  }
  static std::uint32_t offset_of(const envelope& e) {
    constexpr std::int64_t mask = (std::int64_t{1} << sorted_slot::offset_bits) - 1;
    return static_cast<std::uint32_t>(e.due.time_since_epoch().count() & mask);
  }

  envelope& cell_for(instant due) {
    const std::int64_t slot = slot_of(due);
    if (due == now_) {
      envelope* cell = new_cell();
      immediate_.push(cell);
      return *cell;
    }
    if (slot > slot_ && slot - slot_ < wheel_size)
      return append(index_of(slot));
    envelope* cell = new_cell();
    (slot <= slot_ ? late_ : far_).push({due, order_, cell});
    return *cell;
  }

  const envelope* lend(envelope* e) {
    --size_;
    lent_ = e;
    now_ = e->due;
    return e;
  }

  const envelope* take_sorted() {
    --size_;
    const envelope* e = sorted_.front().what;
    sorted_.pop();
    now_ = e->due;
    return e;
  }

  const envelope* take_late() {
    envelope* e = late_.top().what;
    late_.pop();
    return lend(e);
  }

  envelope& append(std::size_t index) {
    bucket& s = wheel_[index];
    if (s.newest == nullptr || s.in_newest == s.newest->envelopes.size()) {
      if (s.newest == nullptr)
        used_.set(index);
      chunk* fresh = new_chunk();
      fresh->older = s.newest;
      s.newest = fresh;
      s.in_newest = 0;
    }
    ++s.count;
    return s.newest->envelopes[s.in_newest++];
  }

  std::optional<std::int64_t> next_slot() const {
    std::optional<std::int64_t> next;
    if (const auto distance = used_.distance_from(index_of(slot_ + 1)))
      next = slot_ + 1 + static_cast<std::int64_t>(*distance);
    if (!far_.empty())
      next = std::min(next.value_or(slot_of(never)), slot_of(far_.top().due));
    return next;
  }

  // Chunks of the slot at hand go back only when the next one opens: until then the messages are
  // handed out from where they lie.
  bool open_next_slot(instant until) {
    const auto next = next_slot();
    if (!next || *next > slot_of(until))
      return false;
    slot_ = *next;
    recycle_opened();
    bring_near();
    gather(wheel_[index_of(slot_)]);
    used_.reset(index_of(slot_));
    sorted_.sort();
    return true;
  }

  // What waits beyond the wheel was posted before all that the wheel holds for the same slot, hence
  // goes first.
  void bring_near() {
    free_cells_.insert(free_cells_.end(), far_now_.begin(), far_now_.end());
    far_now_.clear();
    for (; !far_.empty() && slot_of(far_.top().due) == slot_; far_.pop())
      far_now_.push_back(far_.top().what);
  }

  void gather(bucket& s) {
    const auto all = sorted_.assign(far_now_.size() + s.count);
    std::size_t end = all.size();
    std::uint32_t in_chunk = s.in_newest;
    for (chunk* c = s.newest; c != nullptr; c = c->older) {
      for (std::uint32_t i = in_chunk; i-- > 0;) {
        const envelope& e = c->envelopes[i];
        all[--end] = {offset_of(e), &e};
        fetch(e.to);
      }
      in_chunk = static_cast<std::uint32_t>(c->envelopes.size());
    }
    for (std::size_t i = 0; i < end; ++i)
      all[i] = {offset_of(*far_now_[i]), far_now_[i]};
    opened_ = s.newest;
    s = {};
  }

  // The receiver of a message has mostly not been touched for a while, and most of what it needs
  // lies in these cache lines: fetched here, they are there when its turn comes.
  static void fetch(const actors::receiver* to) {
    const auto line = std::bit_cast<std::uintptr_t>(to);
    for (std::uintptr_t i = 0; i < 3; ++i)
      __builtin_prefetch(std::bit_cast<const void*>(line + 64 * i));
  }

  envelope* new_cell() {
    if (free_cells_.empty())
      return &cells_.emplace_back();
    envelope* cell = free_cells_.back();
    free_cells_.pop_back();
    return cell;
  }

  chunk* new_chunk() {
    if (free_ == nullptr) {
      blocks_.push_back(std::make_unique<std::array<chunk, 256>>());
      for (chunk& c : *blocks_.back()) {
        c.older = free_;
        free_ = &c;
      }
    }
    chunk* fresh = free_;
    free_ = fresh->older;
    return fresh;
  }

  void recycle_opened() {
    while (opened_ != nullptr) {
      chunk* older = opened_->older;
      opened_->older = free_;
      free_ = opened_;
      opened_ = older;
    }
  }

  instant now_{};
  std::int64_t slot_ = -1; // the slot at hand; all before it are empty
  std::uint64_t order_ = 0;
  std::size_t size_ = 0;
  sorted_slot sorted_; // what was in the slot when it was opened
  heap late_;          // what has been added to it since
  ring<envelope*> immediate_;
  heap far_;
  std::vector<envelope*> far_now_; // what has come from far_ into the slot at hand
  std::deque<envelope> cells_;     // what late_, immediate_ and far_ refer to
  std::vector<envelope*> free_cells_;
  envelope* lent_ = nullptr; // a cell that is free at the next call of `next`
  std::vector<bucket> wheel_ = std::vector<bucket>(static_cast<std::size_t>(wheel_size));
  slot_map used_;
  chunk* opened_ = nullptr; // chunks of the slot at hand
  chunk* free_ = nullptr;
  std::vector<std::unique_ptr<std::array<chunk, 256>>> blocks_;
};

} // namespace deskstorm::sim
