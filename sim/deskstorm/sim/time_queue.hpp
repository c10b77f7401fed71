#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <queue>
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
  void post(envelope e) {
    ++size_;
    e.order_and_kind = (order_++ << 16) | e.kind();
    if (e.due <= now_) {
      e.due = now_;
      immediate_.push(e);
      return;
    }
    const std::int64_t slot = slot_of(e.due);
    if (slot <= slot_)
      late_.push(e);
    else if (slot - slot_ < wheel_size)
      append(wheel_[index_of(slot)], e, index_of(slot));
    else
      far_.push(e);
  }

  /// Takes the next message that is due at `until` or before and moves the present to it. Returns
  /// nullptr if there is none. What it points to stays until the next call.
  const envelope* next(instant until) {
    for (;;) {
      const instant sorted = sorted_.empty() ? never : sorted_.front().what->due;
      const instant late = late_.empty() ? never : late_.top().due;
      if (!immediate_.empty() && std::min(sorted, late) > now_)
        return now_ <= until ? keep(immediate_.pop()) : nullptr;
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

  /// Returns the sorted message that many places behind the next, or nullptr: a hint of what will
  /// be needed soon.
  const envelope* ahead(std::size_t places) const { return sorted_.ahead(places); }

private:
  static constexpr std::int64_t wheel_size = slot_map::slots;

  struct alignas(64) chunk { // four cache lines
    chunk* older = nullptr;
    std::array<envelope, 5> envelopes;
  };

  struct cell {
    chunk* newest = nullptr;
    std::uint32_t in_newest = 0;
    std::uint32_t count = 0;
  };

  struct later {
    bool operator()(const envelope& a, const envelope& b) const { return b < a; }
  };
  using heap = std::priority_queue<envelope, std::vector<envelope>, later>;

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

  const envelope* keep(const envelope& e) {
    --size_;
    kept_ = e;
    now_ = e.due;
    return &kept_;
  }

  const envelope* take_sorted() {
    --size_;
    const envelope* e = sorted_.front().what;
    sorted_.pop();
    now_ = e->due;
    return e;
  }

  const envelope* take_late() {
    const envelope* e = keep(late_.top());
    late_.pop();
    return e;
  }

  void append(cell& s, const envelope& e, std::size_t index) {
    if (s.newest == nullptr || s.in_newest == s.newest->envelopes.size()) {
      if (s.newest == nullptr)
        used_.set(index);
      chunk* fresh = new_chunk();
      fresh->older = s.newest;
      s.newest = fresh;
      s.in_newest = 0;
    }
    s.newest->envelopes[s.in_newest++] = e;
    ++s.count;
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
    far_now_.clear();
    for (; !far_.empty() && slot_of(far_.top().due) == slot_; far_.pop())
      far_now_.push_back(far_.top());
  }

  void gather(cell& s) {
    const auto all = sorted_.assign(far_now_.size() + s.count);
    std::size_t end = all.size();
    std::uint32_t in_chunk = s.in_newest;
    for (chunk* c = s.newest; c != nullptr; c = c->older) {
      for (std::uint32_t i = in_chunk; i-- > 0;)
        all[--end] = {offset_of(c->envelopes[i]), &c->envelopes[i]};
      in_chunk = static_cast<std::uint32_t>(c->envelopes.size());
    }
    for (const envelope& e : far_now_)
      all[--end] = {offset_of(e), &e};
    std::reverse(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(far_now_.size()));
    opened_ = s.newest;
    s = {};
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
  ring<envelope> immediate_;
  heap far_;
  std::vector<envelope> far_now_; // what has come from far_ into the slot at hand
  envelope kept_;                 // what `next` took from where it cannot stay
  std::vector<cell> wheel_ = std::vector<cell>(static_cast<std::size_t>(wheel_size));
  slot_map used_;
  chunk* opened_ = nullptr; // chunks of the slot at hand
  chunk* free_ = nullptr;
  std::vector<std::unique_ptr<std::array<chunk, 256>>> blocks_;
};

} // namespace deskstorm::sim
