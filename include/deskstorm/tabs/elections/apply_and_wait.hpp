#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/tabs/election.hpp>

namespace deskstorm::tabs {

/// A tab applies twice and leads unless somebody objects in time. A larger token or a living leader
/// is an objection. Silence is taken for consent, however slow the link is.
/// Source: broadcast-channel 7.3.0 in message mode, faults included: a leader never steps down,
/// gives up at beforeunload even if the page then stays, and a tab drops messages that bear an
/// earlier wall-clock time than its own start.
class apply_and_wait {
public:
  static constexpr std::string_view name = "apply-and-wait";
  static constexpr std::string_view about =
    "applies twice, waits, and leads unless somebody objects in time";
  static constexpr property_set claims{
    property::overlap_ends,    property::duty_once, property::event_order, property::unique_tab,
    property::invented_leader, property::stuck,     property::duty_lost,   property::leader_exists,
  };

  struct rules {
    duration response_time = std::chrono::milliseconds{150};
    duration retry = std::chrono::seconds{3};
    std::int64_t background_factor = 4;
    bool release_at_unload = true;
    bool resign_on_hide = false;
  };

  static constexpr auto words = std::to_array<std::string_view>({"applies", "tells", "dies"});
  static constexpr auto times = std::to_array<election_time<rules>>({
    {"response-time", "how long an application waits for objections, twice", &rules::response_time},
    {"retry", "between two applications of a tab that does not lead", &rules::retry},
  });
  static constexpr auto numbers = std::to_array<election_number<rules>>({
    {"background-factor", "how much longer a repeated application waits",
     &rules::background_factor},
  });

  explicit apply_and_wait(tab_id id) : id_(id) {}

  frame_state state() const { return shown_; }
  tab_id leader() const { return leader_; }

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    using namespace election_input;
    election_effects effects;
    if (phase_ == phase::dead)
      return effects;
    std::visit(overloaded{
                 [&](opened) {
                   listens_since_ = around.wall;
                   effects.push_back(election_effect::become{shown_});
                   apply(r, r.response_time, around, effects);
                 },
                 [&](const heard& h) {
                   if (h.what.stamp >= listens_since_.time_since_epoch().count())
                     hear(r, h.what, around, effects);
                 },
                 [&](timer_fired t) {
                   if (t.token == timer_)
                     time_is_up(r, around, effects);
                 },
                 [&](leaving) { die(r, around, effects); },
                 [&](closing) { die(r, around, effects); },
                 [&](hidden) {
                   if (r.resign_on_hide)
                     step_aside(r, around, effects);
                 },
                 [&](resign) { step_aside(r, around, effects); },
                 [](const auto&) {},
               },
               input);
    return effects;
  }

private:
  enum word : std::uint8_t { applies, tells, dies };
  enum class phase : std::uint8_t { idle, first_wait, second_wait, leads, dead };

  election_message says(word what, const surroundings& around) {
    stamped_ = std::max(around.wall, stamped_ + duration{1}); // made to grow within a page
    return {
      .stamp = stamped_.time_since_epoch().count(), .from = id_, .number = token_, .kind = what};
  }

  void say(word what, const surroundings& around, election_effects& effects) {
    effects.push_back(election_effect::broadcast{says(what, around)});
  }

  void hear(const rules& r, const election_message& m, const surroundings& around,
            election_effects& effects) {
    if (phase_ == phase::leads)
      return object(m, around, effects);
    const bool applying = phase_ == phase::first_wait || phase_ == phase::second_wait;
    if (m.kind == applies && applying)
      objected_ = objected_ || std::pair{m.number, m.from} > std::pair{token_, id_};
    if (m.kind == tells) {
      objected_ = true;
      leader_ = m.from;
      show(frame_state::following, effects);
    }
    if (m.kind == dies && m.from == leader_) {
      leader_ = {};
      show(frame_state::negotiating, effects);
      if (applying)
        again_ = true;
      else
        apply(r, r.response_time, around, effects);
    }
  }

  void object(const election_message& m, const surroundings& around, election_effects& effects) {
    if (m.kind == applies)
      return say(tells, around, effects);
    if (m.kind != tells || met_another_)
      return;
    met_another_ = true; // and that is all that the library does about it
    say(tells, around, effects);
  }

  void time_is_up(const rules& r, const surroundings& around, election_effects& effects) {
    if (phase_ == phase::idle)
      return apply(r, r.response_time * r.background_factor, around, effects);
    if (objected_)
      return give_up(r, around, effects);
    if (phase_ == phase::first_wait) {
      phase_ = phase::second_wait;
      say(applies, around, effects);
      return arm(around.now + waits_, effects);
    }
    phase_ = phase::leads;
    leader_ = id_;
    show(frame_state::leading, effects);
    say(tells, around, effects);
  }

  void apply(const rules&, duration waits, const surroundings& around, election_effects& effects) {
    phase_ = phase::first_wait;
    waits_ = waits;
    objected_ = false;
    token_ = static_cast<std::uint16_t>(around.draw(0, 999));
    say(applies, around, effects);
    arm(around.now + waits_, effects);
  }

  void give_up(const rules& r, const surroundings& around, election_effects& effects) {
    if (std::exchange(again_, false))
      return apply(r, r.response_time, around, effects);
    phase_ = phase::idle;
    arm(around.now + r.retry, effects);
  }

  /// Ends the part of the page in all elections, whether or not it goes.
  void die(const rules& r, const surroundings& around, election_effects& effects) {
    if (!r.release_at_unload)
      return;
    const bool led = phase_ == phase::leads;
    phase_ = phase::dead;
    if (!led)
      return;
    leader_ = {};
    show(frame_state::negotiating, effects);
    say(dies, around, effects);
  }

  void step_aside(const rules& r, const surroundings& around, election_effects& effects) {
    if (phase_ != phase::leads)
      return;
    leader_ = {};
    show(frame_state::negotiating, effects);
    say(dies, around, effects);
    phase_ = phase::idle;
    arm(around.now + r.retry, effects);
  }

  void show(frame_state next, election_effects& effects) {
    if (shown_ == next)
      return;
    shown_ = next;
    effects.push_back(election_effect::become{next});
  }

  void arm(instant due, election_effects& effects) {
    effects.push_back(election_effect::arm_timer{due, ++timer_});
  }

  duration waits_{};
  instant listens_since_{};
  instant stamped_{};
  tab_id id_;
  tab_id leader_{};
  std::uint32_t timer_ = 0;
  std::uint16_t token_ = 0;
  phase phase_ = phase::idle;
  frame_state shown_ = frame_state::negotiating;
  bool objected_ = false;
  bool again_ = false; // a leader died while this tab applied
  bool met_another_ = false;
};

static_assert(election_protocol<apply_and_wait>);

} // namespace deskstorm::tabs
