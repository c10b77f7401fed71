#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <variant>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/tabs/election_part.hpp>

namespace deskstorm::tabs {

/// storage-lease that trusts neither the wall clock nor its own belief. What was repaired: every
/// refreshment looks at the owner first; tabs poll; a record is stale when a tab has seen it
/// unchanged for long enough by its own clock; a holder that was paused gives up before it acts; a
/// release leaves the version behind, so that versions grow; ids are new with each page.
class storage_lease_repaired : public election_part {
public:
  static constexpr std::string_view name = "storage-lease-repaired";
  static constexpr std::string_view about =
    "storage-lease with owner checks, polling, and ages by each tab's own clock";
  static constexpr bool needs_browser = true;
  static constexpr bool fresh_identity = true;
  static constexpr property_set claims{
    property::single_leader, property::overlap_ends, property::event_order, property::unique_tab,
    property::leader_exists, property::stuck,        property::duty_lost,   property::deposed_knows,
  };
  static constexpr property_set claims_when_fenced{property::duty_once};

  struct rules {
    duration read_back = std::chrono::milliseconds{30};
    duration random_wait = std::chrono::milliseconds{24};
    duration refresh = std::chrono::seconds{1};
    duration stale_after = std::chrono::seconds{5};
    bool release_at_unload = true;
    bool resign_on_hide = false;
  };

  static constexpr auto times = std::to_array<election_time<rules>>({
    {"read-back", "from writing the record to reading it again", &rules::read_back},
    {"random-wait", "the most that a tab waits before it writes", &rules::random_wait},
    {"refresh", "between two refreshments, or two looks of a tab that waits", &rules::refresh},
    {"stale-after", "how long a tab must see the record unchanged to take it over",
     &rules::stale_after},
  });

  using election_part::election_part;

  /// The version of the record, told apart by the tab where two have written at once.
  std::uint64_t epoch() const {
    return leads() ? static_cast<std::uint64_t>(version_) << 16 | (id_.value & 0xffffU) : 0;
  }

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    using namespace election_input;
    election_effects effects;
    if (leads() && around.now > refreshed_ + (r.stale_after - r.refresh))
      stand_back(around.now, effects);
    std::visit(overloaded{
                 [&](opened) {
                   begin(effects);
                   looked_ = changed_ = around.now;
                   arm(around.now + r.read_back, effects);
                 },
                 [&](timer_fired t) {
                   if (counts(t))
                     time_is_up(r, around, effects);
                 },
                 [&](stored s) {
                   if (s.key == 0)
                     see_write(around, effects);
                 },
                 [&](fenced) { stand_back(around.now, effects); },
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
  enum class phase : std::uint8_t { looks, waits, reads_back, holds };

  static std::int32_t version_in(const stored_record& record) {
    return static_cast<std::int32_t>(record.fields[0]);
  }
  static std::int32_t beat_in(const stored_record& record) {
    return static_cast<std::int32_t>(record.fields[1]);
  }

  static bool is_held(const stored_record& record) {
    return record.present && record.owner != tab_id{};
  }

  bool is_mine(const stored_record& record) const {
    return record.owner == id_ && version_in(record) == version_;
  }

  void time_is_up(const rules& r, const surroundings& around, election_effects& effects) {
    switch (phase_) {
    case phase::looks: return look(r, around, effects);
    case phase::waits: return take(r, around, effects);
    case phase::reads_back: return read_back(r, around, effects);
    case phase::holds: return refresh(r, around, effects);
    }
  }

  void look(const rules& r, const surroundings& around, election_effects& effects) {
    const auto& record = (*around.storage)[0];
    note_change(r, record, around.now);
    if (is_held(record) && record.owner != id_ && around.now < changed_ + r.stale_after) {
      show(frame_state::following, record.owner, effects);
      return arm(around.now + r.refresh, effects);
    }
    phase_ = phase::waits;
    show(frame_state::negotiating, {}, effects);
    arm(around.now + duration{around.draw(0, r.random_wait.count())}, effects);
  }

  /// Keeps when the record changed last while this tab could see it. A tab that was paused has seen
  /// nothing, and begins anew.
  void note_change(const rules& r, const stored_record& record, instant now) {
    const bool paused = now > looked_ + 2 * r.refresh;
    if (paused || version_in(record) != seen_version_ || beat_in(record) != seen_beat_)
      changed_ = now;
    seen_version_ = version_in(record);
    seen_beat_ = beat_in(record);
    looked_ = now;
  }

  void take(const rules& r, const surroundings& around, election_effects& effects) {
    const auto& record = (*around.storage)[0];
    if (version_in(record) != seen_version_ || beat_in(record) != seen_beat_) {
      phase_ = phase::looks; // another was faster
      return look(r, around, effects);
    }
    version_ = version_in(record) + 1;
    write(0, id_, effects);
    phase_ = phase::reads_back;
    arm(around.now + r.read_back, effects);
  }

  void read_back(const rules& r, const surroundings& around, election_effects& effects) {
    if (!is_mine((*around.storage)[0])) {
      phase_ = phase::looks;
      return look(r, around, effects);
    }
    phase_ = phase::holds;
    refreshed_ = around.now;
    show(frame_state::leading, id_, effects);
    arm(around.now + r.refresh, effects);
  }

  void refresh(const rules& r, const surroundings& around, election_effects& effects) {
    const auto& record = (*around.storage)[0];
    if (!is_mine(record))
      return stand_back(around.now, effects);
    if (!in_vain(record))
      refreshed_ = around.now;
    written_ = beat_in(record) + 1;
    write(written_, id_, effects);
    arm(around.now + r.refresh, effects);
  }

  /// Whether the last refreshment was refused by a full storage.
  bool in_vain(const stored_record& record) const {
    return written_ != 0 && beat_in(record) < written_;
  }

  void see_write(const surroundings& around, election_effects& effects) {
    const auto& record = (*around.storage)[0];
    if (leads() && !is_mine(record))
      return stand_back(around.now, effects);
    if (phase_ == phase::looks && !is_held(record))
      arm(around.now, effects); // it was given back
  }

  void stand_back(instant now, election_effects& effects) {
    if (!leads())
      return;
    phase_ = phase::looks;
    written_ = 0;
    looked_ = now;
    show(frame_state::negotiating, {}, effects);
    arm(now, effects);
  }

  void write(std::int32_t beat, tab_id owner, election_effects& effects) const {
    effects.push_back(
      election_effect::write{0, {.fields = {version_, beat, 0}, .owner = owner, .present = true}});
  }

  void release(const surroundings& around, election_effects& effects) const {
    if (leads() && is_mine((*around.storage)[0]))
      write(0, {}, effects);
  }

  void step_aside(const rules& r, const surroundings& around, election_effects& effects) {
    if (!leads())
      return;
    release(around, effects);
    show(frame_state::negotiating, {}, effects);
    phase_ = phase::looks;
    written_ = 0;
    arm(around.now + r.refresh, effects);
  }

  phase phase_ = phase::looks;
  std::int32_t version_ = 0;
  std::int32_t seen_version_ = 0;
  std::int32_t seen_beat_ = 0;
  std::int32_t written_ = 0;
  instant looked_{};
  instant changed_{};
  instant refreshed_{};
};

static_assert(election_protocol<storage_lease_repaired>);

} // namespace deskstorm::tabs
