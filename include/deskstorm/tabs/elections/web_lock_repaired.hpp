#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <variant>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/tabs/election_part.hpp>

namespace deskstorm::tabs {

/// web-lock that outlives frozen holders. What was repaired: leaders send heartbeats from the
/// moment of the grant; who misses them steals, but only so often until it hears a leader again,
/// and with a patience that doubles; a tab that was paused does not count its own absence as
/// silence; a leader that was paused gives the lock up before it acts; who was robbed waits in
/// line; ids are new with each page. Source: the rules of dxos (lock, heartbeat from the grant on,
/// bounded steal).
class web_lock_repaired : public election_part {
public:
  static constexpr std::string_view name = "web-lock-repaired";
  static constexpr std::string_view about =
    "web-lock with heartbeats, a bounded and counted theft, and leaders that look at the clock";
  static constexpr bool needs_browser = true;
  static constexpr bool fresh_identity = true;
  static constexpr property_set claims{
    property::single_leader, property::overlap_ends, property::epoch_order,
    property::event_order,   property::unique_tab,   property::invented_leader,
    property::leader_exists, property::stuck,        property::duty_lost,
    property::deposed_knows, property::views_agree,  property::flapping,
  };
  static constexpr property_set claims_when_fenced{property::duty_once, property::stale_effect};

  struct rules {
    duration heartbeat = std::chrono::seconds{1};
    duration steal_after = std::chrono::seconds{5};
    std::int64_t steal_limit = 3;
    bool release_at_unload = true;
    bool resign_on_hide = false;
  };

  static constexpr auto words = std::to_array<std::string_view>({"leads-now"});
  static constexpr auto times = std::to_array<election_time<rules>>({
    {"heartbeat", "between two heartbeats of a leader", &rules::heartbeat},
    {"steal-after", "silence after which a tab steals the lock; doubles with each theft",
     &rules::steal_after},
  });
  static constexpr auto numbers = std::to_array<election_number<rules>>({
    {"steal-limit", "how often a page may steal until it hears a leader again",
     &rules::steal_limit},
  });

  using election_part::election_part;

  /// The number of the grant.
  std::uint64_t epoch() const { return leads() ? grant_ : 0; }

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    using namespace election_input;
    election_effects effects;
    const instant now = around.now;
    if (phase_ != phase::new_page && now > ticked_ + 2 * r.heartbeat)
      notice_absence(r, now, effects);
    std::visit(overloaded{
                 [&](opened) {
                   begin(effects);
                   phase_ = phase::waits;
                   heard_ = ticked_ = now;
                   effects.push_back(
                     election_effect::request_lock{election_effect::lock_wish::if_available});
                 },
                 [&](lock_granted g) { take(r, g.generation, now, effects); },
                 [&](lock_refused) { wait(r, now, effects); },
                 [&](lock_stolen) {
                   if (phase_ != phase::waits)
                     wait(r, now, effects);
                 },
                 [&](const heard& h) { hear(h.what, now, effects); },
                 [&](timer_fired t) {
                   if (counts(t))
                     time_is_up(r, now, effects);
                 },
                 [&](resign) {
                   if (leads())
                     give_up(r, now, effects);
                 },
                 [&](hidden) {
                   if (r.resign_on_hide && leads())
                     give_up(r, now, effects);
                 },
                 [](const auto&) {},
               },
               input);
    return effects;
  }

private:
  enum word : std::uint8_t { leads_now };

  enum class phase : std::uint8_t { new_page, waits, looks_again, holds };

  /// A tab that was away has missed what was said, and may hear of a grant that is over.
  void notice_absence(const rules& r, instant now, election_effects& effects) {
    const bool too_long = now > ticked_ + r.steal_after - r.heartbeat;
    heard_ = ticked_ = back_ = now;
    if (phase_ == phase::holds && too_long)
      give_up(r, now, effects);
  }

  void take(const rules& r, std::uint64_t generation, instant now, election_effects& effects) {
    grant_ = generation;
    if (back_ == instant{} || now > back_ + r.heartbeat)
      return lead(r, now, effects);
    phase_ = phase::looks_again; // a theft that happened meanwhile is known in a moment
    arm(now + r.heartbeat / 10, effects);
  }

  void lead(const rules& r, instant now, election_effects& effects) {
    phase_ = phase::holds;
    show(frame_state::leading, id_, effects);
    beat(r, now, effects);
  }

  void beat(const rules& r, instant now, election_effects& effects) {
    ticked_ = now;
    effects.push_back(election_effect::broadcast{
      {.stamp = static_cast<std::int64_t>(grant_), .from = id_, .number = 0, .kind = leads_now}});
    arm(now + r.heartbeat, effects);
  }

  void wait(const rules& r, instant now, election_effects& effects) {
    phase_ = phase::waits;
    heard_ = ticked_ = now;
    show(frame_state::following, {}, effects);
    effects.push_back(election_effect::request_lock{});
    arm(now + r.heartbeat, effects);
  }

  void give_up(const rules& r, instant now, election_effects& effects) {
    effects.push_back(election_effect::release_lock{});
    wait(r, now, effects);
  }

  void hear(const election_message& m, instant now, election_effects& effects) {
    const auto grant = static_cast<std::uint64_t>(m.stamp);
    if (leads() || grant < newest_)
      return; // of a leader that is none any more
    newest_ = grant;
    heard_ = now;
    stolen_ = 0;
    show(shown_, m.from, effects);
  }

  void time_is_up(const rules& r, instant now, election_effects& effects) {
    if (phase_ == phase::holds)
      return beat(r, now, effects);
    if (phase_ == phase::looks_again)
      return lead(r, now, effects);
    ticked_ = now;
    arm(now + r.heartbeat, effects);
    if (stolen_ >= r.steal_limit || now < heard_ + patience(r))
      return;
    ++stolen_;
    heard_ = now;
    effects.push_back(election_effect::request_lock{election_effect::lock_wish::steal});
  }

  /// Twice as long after each theft, up to 1,024 times as long.
  duration patience(const rules& r) const {
    return r.steal_after * (1 << std::min<int>(stolen_, 10));
  }

  std::uint8_t stolen_ = 0; // since it heard a leader
  phase phase_ = phase::new_page;
  std::uint64_t grant_ = 0;
  std::uint64_t newest_ = 0; // the newest grant that this tab has heard of
  instant heard_{};
  instant ticked_{};
  instant back_{}; // when it noticed that it had been away
};

static_assert(election_protocol<web_lock_repaired>);

} // namespace deskstorm::tabs
