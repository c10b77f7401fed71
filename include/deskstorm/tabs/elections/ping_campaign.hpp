#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/tabs/election_part.hpp>

namespace deskstorm::tabs {

/// Tabs ping each other, close whoever does not answer in time, and campaign when they know of no
/// leader; the largest id wins.
/// Source: tab-election 3.x, faults included: who believes to have won begins its duty once and
/// never ends it, whatever is heard later; a tab says at beforeunload that it closes even if it
/// then stays.
class ping_campaign : public election_part {
public:
  static constexpr std::string_view name = "ping-campaign";
  static constexpr std::string_view about =
    "pings, closes the silent, and lets the largest id begin a duty that nothing revokes";
  static constexpr property_set claims{
    property::overlap_ends,  property::duty_once, property::event_order, property::unique_tab,
    property::leader_exists, property::stuck,     property::duty_lost,
  };

  struct rules {
    duration heartbeat = std::chrono::seconds{1};
    duration answer_wait = std::chrono::milliseconds{50};
    duration duty_delay = std::chrono::milliseconds{50};
    bool release_at_unload = true;
    bool resign_on_hide = false;
  };

  static constexpr auto words =
    std::to_array<std::string_view>({"pings", "answers", "closes", "elects", "campaigns"});
  static constexpr auto times = std::to_array<election_time<rules>>({
    {"heartbeat", "between two rounds of pings, and a random part of it more for each tab",
     &rules::heartbeat},
    {"answer-wait", "silence after a ping that closes a tab", &rules::answer_wait},
    {"duty-delay", "from the campaign that is believed won to the duty", &rules::duty_delay},
  });

  using election_part::election_part;

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    using namespace election_input;
    election_effects effects;
    std::visit(overloaded{
                 [&](opened) {
                   begin(effects);
                   ping(r, around, effects);
                 },
                 [&](const heard& h) { hear(r, h.what, around.now, effects); },
                 [&](timer_fired t) { time_is_up(r, t.token, around, effects); },
                 [&](leaving) { leave(r, effects); },
                 [&](closing) { leave(r, effects); },
                 [](const auto&) {},
               },
               input);
    return effects;
  }

private:
  enum word : std::uint8_t { pings, answers, closes, elects, campaigns };
  enum timer : std::uint32_t { beat_timer = 1, answer_timer, duty_timer };

  struct peer {
    tab_id id;
    instant answered;
  };

  void say(word what, election_effects& effects, tab_id whom = {}) const {
    effects.push_back(election_effect::broadcast{
      {.stamp = whom.value,
       .from = id_,
       .number = believes_to_lead() ? std::uint16_t{1} : std::uint16_t{0},
       .kind = what}});
  }

  bool believes_to_lead() const { return known_ == id_; }

  void ping(const rules& r, const surroundings& around, election_effects& effects) {
    pinged_ = around.now;
    say(pings, effects);
    effects.push_back(election_effect::arm_timer{around.now + r.answer_wait, answer_timer});
    const auto most = r.heartbeat.count() * static_cast<std::int64_t>(peers_.size() + 1);
    effects.push_back(election_effect::arm_timer{
      around.now + r.heartbeat + duration{around.draw(0, most)}, beat_timer});
  }

  void hear(const rules& r, const election_message& m, instant now, election_effects& effects) {
    switch (m.kind) {
    case pings: meet(m, now, effects); return say(answers, effects);
    case answers: return meet(m, now, effects);
    case closes: return forget(tab_id{static_cast<std::uint32_t>(m.stamp)}, effects);
    case elects: return elect(r, now, effects);
    case campaigns: return accept(r, m.from, now, effects);
    default: return;
    }
  }

  void meet(const election_message& m, instant now, election_effects& effects) {
    const auto found = std::ranges::find(peers_, m.from, &peer::id);
    if (found == peers_.end())
      peers_.push_back({m.from, now});
    else
      found->answered = now;
    if (m.number != 0)
      know(m.from, effects);
  }

  void forget(tab_id who, election_effects& effects) {
    std::erase_if(peers_, [=](const peer& p) { return p.id == who; });
    if (known_ == who)
      know({}, effects);
  }

  void time_is_up(const rules& r, std::uint32_t which, const surroundings& around,
                  election_effects& effects) {
    if (which == beat_timer)
      return ping(r, around, effects);
    if (which == answer_timer)
      return close_silent(r, around.now, effects);
    if (known_ == id_) {
      in_duty_ = true;
      show(frame_state::leading, id_, effects);
    }
  }

  void close_silent(const rules& r, instant now, election_effects& effects) {
    const auto silent =
      std::ranges::find_if(peers_, [&](const peer& p) { return p.answered < pinged_; });
    if (silent != peers_.end()) {
      const tab_id who = silent->id;
      say(closes, effects, who);
      forget(who, effects);
    }
    if (known_ != tab_id{})
      return;
    say(elects, effects);
    elect(r, now, effects);
  }

  void elect(const rules& r, instant now, election_effects& effects) {
    know({}, effects);
    if (std::ranges::any_of(peers_, [&](const peer& p) { return p.id > id_; }))
      return;
    say(campaigns, effects);
    accept(r, id_, now, effects);
  }

  void accept(const rules& r, tab_id who, instant now, election_effects& effects) {
    if (known_ != tab_id{} && who < known_)
      return;
    know(who, effects);
    if (who == id_)
      effects.push_back(election_effect::arm_timer{now + r.duty_delay, duty_timer});
  }

  void know(tab_id leader, election_effects& effects) {
    known_ = leader;
    if (in_duty_)
      return; // and so it goes on
    const bool other = leader != tab_id{} && leader != id_;
    show(other ? frame_state::following : frame_state::negotiating, other ? leader : tab_id{},
         effects);
  }

  void leave(const rules& r, election_effects& effects) {
    if (left_ || !r.release_at_unload)
      return;
    left_ = true;
    const bool led = believes_to_lead();
    say(closes, effects, id_);
    if (led)
      say(elects, effects);
  }

  std::vector<peer> peers_;
  instant pinged_{};
  tab_id known_{}; // whom it would vote for; its duty does not depend on it
  bool in_duty_ = false;
  bool left_ = false;
};

static_assert(election_protocol<ping_campaign>);

} // namespace deskstorm::tabs
