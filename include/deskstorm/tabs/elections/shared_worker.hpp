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

/// A shared worker remembers who is master. A tab that asks while nobody is becomes it; a tab may
/// take over at any time; the master is forgotten when its page says that it closes.
/// Source: amazon-connect-streams, faults included: only an unload message frees the place, so that
/// a crashed master stays master for ever; followers are not told that it is free; there are no
/// epochs, and a worker that was restarted empty makes the next who asks a second master.
class shared_worker : public election_part {
public:
  static constexpr std::string_view name = "shared-worker";
  static constexpr std::string_view about =
    "a shared worker remembers the master, and forgets it when an unload message comes";
  static constexpr bool needs_browser = true;
  static constexpr property_set claims{
    property::overlap_ends,  property::duty_once, property::event_order,
    property::leader_exists, property::stuck,     property::duty_lost,
  };

  struct rules {
    duration refresh = std::chrono::seconds{5};
    std::int64_t take_over = 0;
    bool release_at_unload = true;
    bool resign_on_hide = false;
  };

  static constexpr auto words =
    std::to_array<std::string_view>({"checks", "becomes", "frees", "answers", "tells-take-over"});
  static constexpr auto times = std::to_array<election_time<rules>>({
    {"refresh", "between two questions of a follower: the agent's refreshments", &rules::refresh},
  });
  static constexpr auto numbers = std::to_array<election_number<rules>>({
    {"take-over", "1: a visible tab takes over when a duty comes", &rules::take_over},
  });

  using election_part::election_part;

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    using namespace election_input;
    election_effects effects;
    std::visit(overloaded{
                 [&](opened) {
                   begin(effects);
                   ask(r, around.now, effects);
                 },
                 [&](timer_fired t) {
                   if (counts(t) && !leads())
                     ask(r, around.now, effects);
                 },
                 [&](duty) { meet_duty(r, around, effects); },
                 [&](const worker_said& w) { learn(r, w.what, around.now, effects); },
                 [&](closing) {
                   if (r.release_at_unload)
                     say(frees, effects);
                 },
                 [&](resign) { step_aside(r, around.now, effects); },
                 [&](hidden) {
                   if (r.resign_on_hide)
                     step_aside(r, around.now, effects);
                 },
                 [](const auto&) {},
               },
               input);
    return effects;
  }

private:
  enum word : std::uint8_t { checks, becomes, frees, answers, tells_take_over };

public:
  /// What runs in the shared worker.
  class worker {
  public:
    worker_effects after(const rules&, std::uint16_t port, const election_message& m, instant) {
      worker_effects effects;
      if (m.kind == frees) {
        if (master_port_ == port)
          master_port_ = 0;
        return effects;
      }
      const bool taken = m.kind == becomes && master_port_ != 0 && master_port_ != port;
      if (master_port_ == 0 || m.kind == becomes) {
        master_port_ = port;
        master_ = m.from;
      }
      if (taken)
        effects.sayings.push_back({0, says(tells_take_over)});
      else
        effects.sayings.push_back({port, says(answers)});
      return effects;
    }

    worker_effects woken(const rules&, instant) { return {}; }

  private:
    election_message says(word what) const {
      return {.stamp = master_port_, .from = master_, .number = 0, .kind = what};
    }

    std::uint16_t master_port_ = 0; // 0: nobody is master
    tab_id master_{};
  };

private:
  void say(word what, election_effects& effects) const {
    effects.push_back(
      election_effect::post_worker{{.stamp = 0, .from = id_, .number = 0, .kind = what}});
  }

  void ask(const rules& r, instant now, election_effects& effects) {
    say(checks, effects);
    arm(now + r.refresh, effects);
  }

  void meet_duty(const rules& r, const surroundings& around, election_effects& effects) {
    if (leads())
      return;
    if (r.take_over != 0 && around.visible)
      say(becomes, effects);
    else
      ask(r, around.now, effects);
  }

  void learn(const rules& r, const election_message& m, instant now, election_effects& effects) {
    if (m.from == id_)
      return show(frame_state::leading, id_, effects);
    const bool led = leads();
    show(frame_state::following, m.from, effects);
    if (led)
      arm(now + r.refresh, effects);
  }

  void step_aside(const rules& r, instant now, election_effects& effects) {
    if (!leads())
      return;
    say(frees, effects);
    show(frame_state::negotiating, {}, effects);
    arm(now + r.refresh, effects);
  }
};

static_assert(election_protocol<shared_worker>);

} // namespace deskstorm::tabs
