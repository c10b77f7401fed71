#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/tabs/election_part.hpp>

namespace deskstorm::tabs {

/// A shared worker appoints the tab that has been connected longest, under a number that grows with
/// each appointment; tabs send heartbeats, the silent are forgotten, and a leader that the worker
/// does not confirm steps back. Ids are new with each page.
/// Source: the designs of RingCentral's widgets (the first tab leads) and of jazz (fencing id).
class worker_broker : public election_part {
public:
  static constexpr std::string_view name = "worker-broker";
  static constexpr std::string_view about =
    "a shared worker appoints the first tab, counts terms and wants heartbeats";
  static constexpr bool needs_browser = true;
  static constexpr bool fresh_identity = true;
  static constexpr property_set claims{
    property::single_leader, property::overlap_ends,  property::epoch_order, property::event_order,
    property::unique_tab,    property::leader_exists, property::stuck,       property::duty_lost,
    property::deposed_knows, property::views_agree,
  };
  static constexpr property_set claims_when_fenced{property::duty_once, property::stale_effect};

  struct rules {
    duration heartbeat = std::chrono::seconds{1};
    duration dead_after = std::chrono::seconds{3};
    std::int64_t fencing_id = 1;
    bool release_at_unload = true;
    bool resign_on_hide = false;
  };

  static constexpr auto words =
    std::to_array<std::string_view>({"beats", "leaves", "yields", "appoints"});
  static constexpr auto times = std::to_array<election_time<rules>>({
    {"heartbeat", "between two heartbeats of a tab", &rules::heartbeat},
    {"dead-after", "silence after which the other side is taken for dead", &rules::dead_after},
  });
  static constexpr auto numbers = std::to_array<election_number<rules>>({
    {"fencing-id", "1: terms go on counting when the worker was restarted empty; 0: from 1 again",
     &rules::fencing_id},
  });

  using election_part::election_part;

  /// The number of the appointment.
  std::uint64_t epoch() const { return leads() ? static_cast<std::uint64_t>(term_) : 0; }

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    using namespace election_input;
    election_effects effects;
    const instant now = around.now;
    if (opened_ && now > confirmed_ + r.dead_after - r.heartbeat) {
      if (leads())
        show(frame_state::negotiating, {}, effects);
      trusts_ = false;
      confirmed_ = now;
      beat(r, now, effects);
    }
    std::visit(overloaded{
                 [&](election_input::opened) {
                   begin(effects);
                   opened_ = true;
                   confirmed_ = now;
                   beat(r, now, effects);
                 },
                 [&](timer_fired t) {
                   if (counts(t))
                     beat(r, now, effects);
                 },
                 [&](const worker_said& w) { learn(w.what, now, effects); },
                 [&](closing) {
                   if (r.release_at_unload)
                     say(leaves, effects);
                 },
                 [&](hidden) {
                   if (r.resign_on_hide && leads())
                     step_aside(effects);
                 },
                 [&](resign) {
                   if (leads())
                     step_aside(effects);
                 },
                 [](const auto&) {},
               },
               input);
    return effects;
  }

private:
  enum word : std::uint8_t { beats, leaves, yields, appoints };

public:
  /// What runs in the shared worker.
  class worker {
  public:
    worker_effects after(const rules& r, std::uint16_t port, const election_message& m,
                         instant now) {
      worker_effects effects;
      if (!ready_)
        ready_ = r.fencing_id != 0 ? now + start_up : now;
      if (m.kind == leaves || m.kind == yields) {
        forget(port);
      } else {
        meet(port, m.from, now);
        term_ = std::max(term_, m.stamp);
      }
      if (now >= *ready_ && (leader_ == 0 || m.kind == yields))
        appoint(r, now, effects);
      else if (leader_ != 0 && m.kind == beats)
        effects.sayings.push_back({port, says(m.number)});
      if (!awake_ && count_ > 0) {
        awake_ = true;
        effects.wake = now >= *ready_ ? now + r.heartbeat : *ready_;
      }
      return effects;
    }

    worker_effects woken(const rules& r, instant now) {
      worker_effects effects;
      for (std::size_t i = count_; i-- > 0;)
        if (now > ports_[i].heard + r.dead_after)
          forget(ports_[i].port);
      if (leader_ == 0)
        appoint(r, now, effects);
      awake_ = count_ > 0;
      if (awake_)
        effects.wake = now + r.heartbeat;
      return effects;
    }

  private:
    /// Before it appoints, so that the clock is past all terms of a worker that was here before.
    static constexpr duration start_up = std::chrono::milliseconds{1};

    struct connected {
      instant heard;
      tab_id id;
      std::uint16_t port = 0;
    };

    void meet(std::uint16_t port, tab_id id, instant now) {
      const auto end = ports_.begin() + static_cast<std::ptrdiff_t>(count_);
      const auto found =
        std::find_if(ports_.begin(), end, [=](const connected& c) { return c.port == port; });
      if (found != end)
        *found = {now, id, port};
      else if (count_ < ports_.size())
        ports_[count_++] = {now, id, port};
    }

    void forget(std::uint16_t port) {
      const auto end = ports_.begin() + static_cast<std::ptrdiff_t>(count_);
      const auto last =
        std::remove_if(ports_.begin(), end, [=](const connected& c) { return c.port == port; });
      count_ = static_cast<std::size_t>(last - ports_.begin());
      if (leader_ == port)
        leader_ = 0;
    }

    void appoint(const rules& r, instant now, worker_effects& effects) {
      if (count_ == 0)
        return;
      leader_ = ports_[0].port;
      leader_id_ = ports_[0].id;
      ++term_;
      if (r.fencing_id != 0) // larger than those of a worker that was here before
        term_ = std::max(term_, now.time_since_epoch().count());
      effects.sayings.push_back({0, says(0)});
    }

    /// `answers` is the number of the heartbeat that is answered.
    election_message says(std::uint16_t answers) const {
      return {.stamp = term_, .from = leader_id_, .number = answers, .kind = appoints};
    }

    std::array<connected, 16> ports_{}; // in the order in which they came
    std::size_t count_ = 0;
    std::int64_t term_ = 0;
    std::optional<instant> ready_ = {};
    tab_id leader_id_{};
    std::uint16_t leader_ = 0;
    bool awake_ = false;
  };

private:
  void say(word what, election_effects& effects) const {
    effects.push_back(
      election_effect::post_worker{{.stamp = 0, .from = id_, .number = 0, .kind = what}});
  }

  void beat(const rules& r, instant now, election_effects& effects) {
    effects.push_back(election_effect::post_worker{
      {.stamp = r.fencing_id != 0 ? term_ : 0, .from = id_, .number = ++beat_, .kind = beats}});
    arm(now + r.heartbeat, effects);
  }

  void learn(const election_message& m, instant now, election_effects& effects) {
    if (!trusts_ && m.number != beat_)
      return; // said before this tab was away
    trusts_ = true;
    confirmed_ = now;
    term_ = m.stamp;
    if (m.from == id_)
      show(frame_state::leading, id_, effects);
    else
      show(frame_state::following, m.from, effects);
  }

  void step_aside(election_effects& effects) {
    show(frame_state::negotiating, {}, effects);
    trusts_ = false;
    ++beat_; // no answer that is on its way counts
    say(yields, effects);
  }

  bool opened_ = false;
  bool trusts_ = true; // no news from before it was away are on their way
  std::uint16_t beat_ = 0;
  instant confirmed_{}; // when the worker was heard last, or its silence noticed
  std::int64_t term_ = 0;
};

static_assert(election_protocol<worker_broker>);

} // namespace deskstorm::tabs
