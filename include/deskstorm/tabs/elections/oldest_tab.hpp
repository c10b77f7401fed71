#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/tabs/election.hpp>

namespace deskstorm::tabs {

/// The tab that opened first leads, and of two that opened together the one with the smaller id.
///
/// A tab that knows of no leader asks, and leads when an election timeout has brought neither a
/// leader nor an older tab that asks as well. A leader answers those who ask and sends heartbeats
/// while it knows of other tabs; who misses them asks again. Of two leaders that meet, the younger
/// steps down. A living leader is not replaced otherwise, not even by an older tab.
class oldest_tab {
public:
  static constexpr std::string_view name = "oldest-tab";
  static constexpr std::string_view about =
    "the tab that opened first leads; asks when its heartbeats stop";

  struct rules {
    duration heartbeat = std::chrono::seconds{1};
    duration dead_after = std::chrono::seconds{3};
    duration election_timeout = std::chrono::milliseconds{500};
    duration announce = std::chrono::seconds{30};
    bool release_at_unload = true; ///< a tab that closes tells the others
    bool resign_on_hide = false;   ///< a tab that is hidden lets another lead
  };

  static constexpr auto words = std::to_array<std::string_view>({"asks", "leads", "leaves"});
  static constexpr auto times = std::to_array<election_time<rules>>({
    {"heartbeat", "between two heartbeats of the leader", &rules::heartbeat},
    {"dead-after", "silence after which a follower takes its leader for dead", &rules::dead_after},
    {"election-timeout", "how long a tab that asks waits for an answer", &rules::election_timeout},
    {"announce",
     "between two heartbeats of a leader that knows of no other tab, so that two"
     " leaders meet in the end",
     &rules::announce},
  });

  explicit oldest_tab(tab_id id) : id_(id) {}

  frame_state state() const { return state_; }

  /// Whom this tab takes for the leader; 0 while it negotiates.
  tab_id leader() const { return leader_; }

  static constexpr property_set claims{
    property::overlap_ends,  property::event_order, property::unique_tab, property::invented_leader,
    property::leader_exists, property::duty_lost,   property::stuck,      property::views_agree,
  };

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    using namespace election_input;
    if (gone_)
      return {};
    const instant now = around.now;
    election_effects effects;
    std::visit(overloaded{
                 [&](opened) {
                   opened_ = now;
                   effects.push_back(election_effect::become{state_});
                   ask(r, now, effects);
                 },
                 [&](const heard& h) { hear(r, h.what, now, effects); },
                 [&](timer_fired t) {
                   if (t.token == token_)
                     time_is_up(r, now, effects);
                 },
                 [&](closing) {
                   gone_ = true;
                   if (r.release_at_unload)
                     effects.push_back(election_effect::broadcast{says(leaves)});
                 },
                 [&](peer_closed p) { forget(r, p.peer, now, effects); },
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
  enum word : std::uint8_t { asks, leads, leaves };

  election_message says(word what) const {
    return {.stamp = opened_.time_since_epoch().count(), .from = id_, .kind = what};
  }

  // Where a tab stands in the line of those that may lead: the smaller, the older.
  std::pair<std::int64_t, tab_id> place() const {
    return {opened_.time_since_epoch().count(), id_};
  }

  bool is_older(const election_message& m) const { return std::pair{m.stamp, m.from} < place(); }
  bool is_younger(const election_message& m) const { return place() < std::pair{m.stamp, m.from}; }

  void hear(const rules& r, const election_message& m, instant now, election_effects& effects) {
    switch (m.kind) {
    case asks: hear_question(r, m, now, effects); break;
    case leads: hear_leader(r, m, now, effects); break;
    case leaves: forget(r, m.from, now, effects); break;
    default: break; // of a protocol that this tab does not speak
    }
  }

  void hear_question(const rules& r, const election_message& m, instant now,
                     election_effects& effects) {
    const bool was_alone = peers_.empty();
    meet(m.from);
    if (state_ == frame_state::leading) {
      effects.push_back(election_effect::send{m.from, says(leads)});
      if (was_alone)
        arm(now + r.heartbeat, effects);
    } else if (state_ == frame_state::following && m.from == leader_) {
      negotiate(r, now, effects); // the one that led knows of no leader either
    } else if (state_ == frame_state::negotiating && is_older(m)) {
      older_asks_ = true;
    } else if (state_ == frame_state::negotiating && is_younger(m) && !yields_) {
      effects.push_back(election_effect::send{m.from, says(asks)});
    }
  }

  void hear_leader(const rules& r, const election_message& m, instant now,
                   election_effects& effects) {
    const bool was_alone = peers_.empty();
    meet(m.from);
    if (state_ != frame_state::leading) {
      follow(r, m.from, now, effects);
    } else if (is_older(m)) {
      follow(r, m.from, now, effects);
      effects.push_back(election_effect::send{m.from, says(asks)}); // so that it knows of this tab
    } else if (is_younger(m)) {
      effects.push_back(election_effect::broadcast{says(leads)}); // also tells its followers
      if (was_alone)
        arm(now + r.heartbeat, effects);
    }
  }

  void forget(const rules& r, tab_id peer, instant now, election_effects& effects) {
    std::erase(peers_, peer);
    if (state_ == frame_state::following && peer == leader_)
      negotiate(r, now, effects);
  }

  /// Lets another tab lead, and asks again itself when it has had its time.
  void step_aside(const rules& r, instant now, election_effects& effects) {
    if (state_ != frame_state::leading)
      return;
    effects.push_back(election_effect::broadcast{says(leaves)});
    enter(frame_state::negotiating, {}, effects);
    older_asks_ = false;
    yields_ = true;
    arm(now + 2 * r.election_timeout, effects);
  }

  void time_is_up(const rules& r, instant now, election_effects& effects) {
    switch (state_) {
    case frame_state::negotiating:
      if (older_asks_)
        ask(r, now, effects); // it had its chance; one more round
      else
        lead(r, now, effects);
      break;
    case frame_state::leading: beat(r, now, effects); break;
    case frame_state::following:
      if (now < heard_ + r.dead_after)
        arm(heard_ + r.dead_after, effects);
      else
        negotiate(r, now, effects);
      break;
    }
  }

  void negotiate(const rules& r, instant now, election_effects& effects) {
    enter(frame_state::negotiating, {}, effects);
    ask(r, now, effects);
  }

  void ask(const rules& r, instant now, election_effects& effects) {
    older_asks_ = false;
    yields_ = false;
    effects.push_back(election_effect::broadcast{says(asks)});
    arm(now + r.election_timeout, effects);
  }

  void lead(const rules& r, instant now, election_effects& effects) {
    enter(frame_state::leading, id_, effects);
    beat(r, now, effects);
  }

  void beat(const rules& r, instant now, election_effects& effects) {
    effects.push_back(election_effect::broadcast{says(leads)});
    arm(now + (peers_.empty() ? r.announce : r.heartbeat), effects);
  }

  // The timer of a follower stays where it is when it hears its leader, and moves on when it fires:
  // one timer in dead_after instead of one a heartbeat.
  void follow(const rules& r, tab_id leader, instant now, election_effects& effects) {
    heard_ = now;
    if (state_ == frame_state::following) {
      leader_ = leader;
      return;
    }
    enter(frame_state::following, leader, effects);
    arm(now + r.dead_after, effects);
  }

  void enter(frame_state next, tab_id leader, election_effects& effects) {
    state_ = next;
    leader_ = leader;
    effects.push_back(election_effect::become{next});
  }

  void arm(instant due, election_effects& effects) {
    effects.push_back(election_effect::arm_timer{due, ++token_});
  }

  void meet(tab_id peer) {
    if (std::ranges::find(peers_, peer) == peers_.end())
      peers_.push_back(peer);
  }

  std::vector<tab_id> peers_; // those that this tab has heard and that have not left
  instant opened_{};
  instant heard_{}; // when the leader was last heard
  tab_id id_;
  tab_id leader_{};
  std::uint32_t token_ = 0; // of the one timer that counts
  frame_state state_ = frame_state::negotiating;
  bool older_asks_ = false; // heard since this tab asked
  bool yields_ = false;     // gave up leading, and keeps out of the next election
  bool gone_ = false;
};

static_assert(election_protocol<oldest_tab>);

} // namespace deskstorm::tabs
