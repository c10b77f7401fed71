#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <variant>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/tabs/election_part.hpp>

namespace deskstorm::tabs {

/// A record in local storage is the lock: whoever wrote it and reads it back unchanged leads, and
/// refreshes it.
/// Source: browser-tabs-lock 1.3.0, faults included: the record is refreshed without a look at its
/// owner, ages are taken by the wall clock, and who finds the record held sleeps until a storage
/// event, which a crashed holder never causes.
class storage_lease : public election_part {
public:
  static constexpr std::string_view name = "storage-lease";
  static constexpr std::string_view about =
    "a record in local storage, written and read back, refreshed, stale by the wall clock";
  static constexpr bool needs_browser = true;
  static constexpr property_set claims{
    property::single_leader, property::overlap_ends, property::duty_once,
    property::epoch_order,   property::event_order,  property::leader_exists,
    property::stuck,         property::duty_lost,    property::unique_tab,
  };

  struct rules {
    duration read_back = std::chrono::milliseconds{30};
    duration random_wait = std::chrono::milliseconds{24};
    duration refresh = std::chrono::seconds{1};
    duration stale_after = std::chrono::seconds{5};
    duration deadline = duration::max();
    bool release_at_unload = true;
    bool resign_on_hide = false;
  };

  static constexpr auto times = std::to_array<election_time<rules>>({
    {"read-back", "before the record is looked at, and again after it was written",
     &rules::read_back},
    {"random-wait", "the most that a tab waits before it writes", &rules::random_wait},
    {"refresh", "between two refreshments of the record", &rules::refresh},
    {"stale-after", "age of a record that may be removed", &rules::stale_after},
    {"deadline", "how long a tab sleeps at most before it looks again", &rules::deadline},
  });

  using election_part::election_part;

  /// The lease's own time of issue.
  std::uint64_t epoch() const { return leads() ? static_cast<std::uint64_t>(issued_) : 0; }

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    using namespace election_input;
    election_effects effects;
    std::visit(overloaded{
                 [&](opened) {
                   begin(effects);
                   start(r, around.now, effects);
                 },
                 [&](timer_fired t) {
                   if (counts(t))
                     time_is_up(r, around, effects);
                 },
                 [&](stored s) {
                   if (s.key == 0 && phase_ == phase::sleeps)
                     start(r, around.now, effects);
                 },
                 [&](write_failed) { phase_ = leads() ? phase::unrefreshed : phase::gave_up; },
                 [&](closing) {
                   if (r.release_at_unload)
                     release(around, effects);
                 },
                 [&](resign) { step_aside(r, around, effects); },
                 [&](hidden) {
                   if (r.resign_on_hide)
                     step_aside(r, around, effects);
                 },
                 [](const auto&) {},
               },
               input);
    return effects;
  }

private:
  enum class phase : std::uint8_t { looks, waits, reads_back, sleeps, holds, unrefreshed, gave_up };

  void start(const rules& r, instant now, election_effects& effects) {
    phase_ = phase::looks;
    arm(now + r.read_back, effects);
  }

  void time_is_up(const rules& r, const surroundings& around, election_effects& effects) {
    switch (phase_) {
    case phase::looks: return look(r, around, effects);
    case phase::waits: return take(r, around, effects);
    case phase::reads_back: return read_back(r, around, effects);
    case phase::sleeps: return start(r, around.now, effects); // the caller's deadline
    case phase::holds: return refresh(r, around, effects);
    default: return;
    }
  }

  void look(const rules& r, const surroundings& around, election_effects& effects) {
    const auto& record = (*around.storage)[0];
    if (!record.present) {
      phase_ = phase::waits;
      show(frame_state::negotiating, {}, effects);
      return arm(around.now + duration{around.draw(0, r.random_wait.count())}, effects);
    }
    const bool stale = record.fields[1] < (around.wall - r.stale_after).time_since_epoch().count();
    if (stale)
      effects.push_back(election_effect::write{0, {}});
    phase_ = phase::sleeps; // who has cleared the record sleeps as well: the event goes to others
    show(stale ? frame_state::negotiating : frame_state::following, stale ? tab_id{} : record.owner,
         effects);
    if (r.deadline != duration::max())
      arm(around.now + r.deadline, effects);
  }

  void take(const rules& r, const surroundings& around, election_effects& effects) {
    issued_ = around.wall.time_since_epoch().count();
    effects.push_back(
      election_effect::write{0, {.fields = {issued_, issued_, 0}, .owner = id_, .present = true}});
    phase_ = phase::reads_back;
    arm(around.now + r.read_back, effects);
  }

  bool is_mine(const stored_record& record) const {
    return record.present && record.owner == id_ && record.fields[0] == issued_;
  }

  void read_back(const rules& r, const surroundings& around, election_effects& effects) {
    if (!is_mine((*around.storage)[0]))
      return start(r, around.now, effects);
    phase_ = phase::holds;
    show(frame_state::leading, id_, effects);
    arm(around.now + r.refresh, effects);
  }

  void refresh(const rules& r, const surroundings& around, election_effects& effects) {
    auto record = (*around.storage)[0];
    if (!record.present) {
      phase_ = phase::unrefreshed;
      return;
    }
    record.fields[1] = around.wall.time_since_epoch().count(); // whoever owns it
    effects.push_back(election_effect::write{0, record});
    arm(around.now + r.refresh, effects);
  }

  void release(const surroundings& around, election_effects& effects) const {
    if (leads() && is_mine((*around.storage)[0]))
      effects.push_back(election_effect::write{0, {}});
  }

  void step_aside(const rules& r, const surroundings& around, election_effects& effects) {
    if (!leads())
      return;
    release(around, effects);
    show(frame_state::negotiating, {}, effects);
    phase_ = phase::looks;
    arm(around.now + r.refresh, effects);
  }

  std::int64_t issued_ = 0;
  phase phase_ = phase::looks;
};

static_assert(election_protocol<storage_lease>);

} // namespace deskstorm::tabs
