#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <variant>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/tabs/election_part.hpp>

namespace deskstorm::tabs {

/// Who holds the browser's lock leads; the others wait in line. With `steal-after` a tab that hears
/// no heartbeat for so long steals the lock.
/// Source: W3C Web Locks and the libraries that use it, faults included: a frozen page keeps its
/// lock, and may be granted one; after a theft the loser's code runs on until it hears of it; who
/// steals whenever it hears nothing steals from living leaders too.
class web_lock : public election_part {
public:
  static constexpr std::string_view name = "web-lock";
  static constexpr std::string_view about = "the holder of the browser's lock leads";
  static constexpr bool needs_browser = true;
  static constexpr property_set claims{
    property::single_leader,   property::overlap_ends,  property::duty_once,
    property::stale_effect,    property::epoch_order,   property::event_order,
    property::invented_leader, property::leader_exists, property::stuck,
    property::duty_lost,       property::flapping,
  };

  struct rules {
    duration heartbeat = std::chrono::seconds{1};
    duration steal_after = duration::max();
    duration retry_after_stolen = duration::max();
    std::int64_t steal_limit = 0;
    bool release_at_unload = true;
    bool resign_on_hide = false;
  };

  static constexpr auto words = std::to_array<std::string_view>({"leads-now"});
  static constexpr auto times = std::to_array<election_time<rules>>({
    {"heartbeat", "between two heartbeats of a leader, where stealing is on", &rules::heartbeat},
    {"steal-after", "silence after which a tab steals the lock", &rules::steal_after},
    {"retry-after-stolen", "from losing the lock by theft to asking for it again",
     &rules::retry_after_stolen},
  });
  static constexpr auto numbers = std::to_array<election_number<rules>>({
    {"steal-limit", "how often a page may steal; 0: as often as it likes", &rules::steal_limit},
  });

  using election_part::election_part;

  /// The number of the grant.
  std::uint64_t epoch() const { return leads() ? grant_ : 0; }

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    using namespace election_input;
    election_effects effects;
    const instant now = around.now;
    std::visit(overloaded{
                 [&](opened) {
                   begin(effects);
                   heard_ = now;
                   effects.push_back(
                     election_effect::request_lock{election_effect::lock_wish::if_available});
                 },
                 [&](lock_granted g) { lead(r, g.generation, now, effects); },
                 [&](lock_refused) { wait(r, now, effects); },
                 [&](lock_stolen) { lose(r, now, effects); },
                 [&](const heard& h) {
                   heard_ = now;
                   if (!leads())
                     show(shown_, h.what.from, effects);
                 },
                 [&](timer_fired t) {
                   if (counts(t))
                     time_is_up(r, now, effects);
                 },
                 [&](resign) { step_aside(r, now, effects); },
                 [&](hidden) {
                   if (r.resign_on_hide)
                     step_aside(r, now, effects);
                 },
                 [](const auto&) {},
               },
               input);
    return effects;
  }

private:
  enum word : std::uint8_t { leads_now };
  enum class phase : std::uint8_t { waits, holds, retries };

  static bool steals(const rules& r) { return r.steal_after != duration::max(); }

  void lead(const rules& r, std::uint64_t generation, instant now, election_effects& effects) {
    grant_ = generation;
    phase_ = phase::holds;
    show(frame_state::leading, id_, effects);
    beat(r, now, effects);
  }

  void beat(const rules& r, instant now, election_effects& effects) {
    effects.push_back(
      election_effect::broadcast{{.stamp = 0, .from = id_, .number = 0, .kind = leads_now}});
    if (steals(r))
      arm(now + r.heartbeat, effects);
  }

  void wait(const rules& r, instant now, election_effects& effects) {
    phase_ = phase::waits;
    show(frame_state::following, leader_, effects);
    effects.push_back(election_effect::request_lock{});
    if (steals(r))
      arm(now + r.steal_after, effects);
  }

  void lose(const rules& r, instant now, election_effects& effects) {
    phase_ = phase::retries;
    heard_ = now;
    ++timer_; // no heartbeat any more
    show(frame_state::following, {}, effects);
    if (r.retry_after_stolen != duration::max())
      arm(now + r.retry_after_stolen, effects);
  }

  void time_is_up(const rules& r, instant now, election_effects& effects) {
    if (phase_ == phase::holds)
      return beat(r, now, effects);
    if (phase_ == phase::retries)
      return wait(r, now, effects);
    const bool allowed = r.steal_limit == 0 || stolen_ < r.steal_limit;
    if (!allowed)
      return;
    if (now < heard_ + r.steal_after)
      return arm(heard_ + r.steal_after, effects);
    ++stolen_;
    effects.push_back(election_effect::request_lock{election_effect::lock_wish::steal});
  }

  void step_aside(const rules& r, instant now, election_effects& effects) {
    if (!leads())
      return;
    phase_ = phase::retries;
    show(frame_state::following, {}, effects);
    effects.push_back(election_effect::release_lock{});
    arm(now + r.heartbeat, effects);
  }

  std::uint64_t grant_ = 0;
  instant heard_{};
  std::uint32_t stolen_ = 0;
  phase phase_ = phase::waits;
};

static_assert(election_protocol<web_lock>);

} // namespace deskstorm::tabs
