#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/tabs/election_part.hpp>

namespace deskstorm::tabs {

/// apply-and-wait that bounds what it cannot exclude. What was repaired: leaders tell again and
/// again that they lead, and of two that meet the one with the smaller token steps down; a leader
/// that was paused for longer than it tells applies anew before it acts; a tab gives up only when
/// its page really goes; no clock on the wall is looked at; ids are new with each page.
class apply_and_wait_repaired : public election_part {
public:
  static constexpr std::string_view name = "apply-and-wait-repaired";
  static constexpr std::string_view about =
    "apply-and-wait in which two leaders that meet settle it, and paused ones apply anew";
  static constexpr bool fresh_identity = true;
  static constexpr property_set claims{
    property::overlap_ends, property::event_order, property::unique_tab,  property::leader_exists,
    property::duty_lost,    property::stuck,       property::views_agree, property::deposed_knows,
  };
  static constexpr property_set claims_when_fenced{property::duty_once};

  struct rules {
    duration response_time = std::chrono::milliseconds{150};
    duration retry = std::chrono::seconds{3};
    bool release_at_unload = true;
    bool resign_on_hide = false;
  };

  static constexpr auto words = std::to_array<std::string_view>({"applies", "tells", "dies"});
  static constexpr auto times = std::to_array<election_time<rules>>({
    {"response-time", "how long an application waits for objections, twice", &rules::response_time},
    {"retry", "between two tellings of a leader; silent for twice as long, it is taken for dead",
     &rules::retry},
  });

  using election_part::election_part;

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    using namespace election_input;
    election_effects effects;
    if (phase_ == phase::gone)
      return effects;
    const instant now = around.now;
    if (leads() && now > told_ + r.retry + r.retry / 2) {
      show(frame_state::negotiating, {}, effects);
      apply(r, around, effects);
    }
    std::visit(overloaded{
                 [&](opened) {
                   begin(effects);
                   apply(r, around, effects);
                 },
                 [&](const heard& h) { hear(r, h.what, around, effects); },
                 [&](timer_fired t) {
                   if (counts(t))
                     time_is_up(r, around, effects);
                 },
                 [&](closing) {
                   if (leads() && r.release_at_unload)
                     say(dies, effects);
                   phase_ = phase::gone;
                 },
                 [&](hidden) {
                   if (r.resign_on_hide)
                     step_aside(r, now, effects);
                 },
                 [&](resign) { step_aside(r, now, effects); },
                 [](const auto&) {},
               },
               input);
    return effects;
  }

private:
  enum word : std::uint8_t { applies, tells, dies };
  enum class phase : std::uint8_t { first_wait, second_wait, settled, gone };

  void say(word what, election_effects& effects) const {
    effects.push_back(
      election_effect::broadcast{{.stamp = 0, .from = id_, .number = token_, .kind = what}});
  }

  bool is_stronger(const election_message& other) const {
    return std::pair{other.number, other.from} > std::pair{token_, id_};
  }

  bool applying() const { return phase_ == phase::first_wait || phase_ == phase::second_wait; }

  void hear(const rules& r, const election_message& m, const surroundings& around,
            election_effects& effects) {
    if (m.kind == applies) {
      if (leads())
        tell(r, around.now, effects);
      else if (applying() && is_stronger(m))
        objected_ = true;
    } else if (m.kind == tells) {
      hear_leader(r, m, around.now, effects);
    } else if (m.kind == dies && m.from == leader_ && !leads()) {
      show(frame_state::negotiating, {}, effects);
      apply(r, around, effects);
    }
  }

  void hear_leader(const rules& r, const election_message& m, instant now,
                   election_effects& effects) {
    if (leads() && !is_stronger(m))
      return tell(r, now, effects);
    told_ = now;
    phase_ = phase::settled;
    show(frame_state::following, m.from, effects);
    arm(now + 2 * r.retry, effects);
  }

  void time_is_up(const rules& r, const surroundings& around, election_effects& effects) {
    if (leads())
      return tell(r, around.now, effects);
    if (phase_ == phase::settled || objected_) {
      show(frame_state::negotiating, {}, effects);
      return apply(r, around, effects);
    }
    if (phase_ == phase::first_wait) {
      phase_ = phase::second_wait;
      say(applies, effects);
      return arm(around.now + r.response_time, effects);
    }
    phase_ = phase::settled;
    show(frame_state::leading, id_, effects);
    tell(r, around.now, effects);
  }

  void tell(const rules& r, instant now, election_effects& effects) {
    told_ = now;
    say(tells, effects);
    arm(now + r.retry, effects);
  }

  void apply(const rules& r, const surroundings& around, election_effects& effects) {
    phase_ = phase::first_wait;
    objected_ = false;
    token_ = static_cast<std::uint16_t>(around.draw(0, 999));
    say(applies, effects);
    arm(around.now + r.response_time, effects);
  }

  void step_aside(const rules& r, instant now, election_effects& effects) {
    if (!leads())
      return;
    show(frame_state::negotiating, {}, effects);
    say(dies, effects);
    phase_ = phase::settled;
    arm(now + r.retry, effects);
  }

  instant told_{}; // when the leader, perhaps this tab, told last
  std::uint16_t token_ = 0;
  phase phase_ = phase::first_wait;
  bool objected_ = false;
};

static_assert(election_protocol<apply_and_wait_repaired>);

} // namespace deskstorm::tabs
