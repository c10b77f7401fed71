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
#include <deskstorm/tabs/election_part.hpp>

namespace deskstorm::tabs {

/// lowest-id-bully without a table in storage. What was repaired: a new tab asks and every tab
/// answers, so that views are rebuilt after a reload; silence means that there is no leader and
/// never that the environment is frozen; ages are taken by each tab's own clock; a leader that was
/// paused asks anew before it acts; a tab leaves only when its page goes; ids are new with each
/// page.
class lowest_id_bully_repaired : public election_part {
public:
  static constexpr std::string_view name = "lowest-id-bully-repaired";
  static constexpr std::string_view about =
    "the lowest id leads; new tabs ask, all answer, nothing is kept in storage";
  static constexpr bool fresh_identity = true;
  static constexpr property_set claims{
    property::overlap_ends, property::event_order, property::unique_tab,  property::leader_exists,
    property::stuck,        property::duty_lost,   property::views_agree, property::deposed_knows,
  };
  static constexpr property_set claims_when_fenced{property::duty_once};

  struct rules {
    duration keep_alive = std::chrono::seconds{3};
    duration dead_after = std::chrono::seconds{5};
    duration first_answer = std::chrono::milliseconds{500};
    bool release_at_unload = true;
    bool resign_on_hide = false;
  };

  static constexpr auto words =
    std::to_array<std::string_view>({"asks", "lives", "leads-now", "closes"});
  static constexpr auto times = std::to_array<election_time<rules>>({
    {"keep-alive", "between two signs of life", &rules::keep_alive},
    {"dead-after", "silence after which a tab is dead", &rules::dead_after},
    {"first-answer", "how long a tab that asks waits for answers", &rules::first_answer},
  });

  using election_part::election_part;

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    using namespace election_input;
    election_effects effects;
    if (gone_)
      return effects;
    const instant now = around.now;
    if (leads() && now > heard_ + r.dead_after)
      ask(r, now, effects);
    std::visit(overloaded{
                 [&](opened) {
                   begin(effects);
                   born_ = around.wall.time_since_epoch().count();
                   ask(r, now, effects);
                 },
                 [&](const heard& h) { hear(r, h.what, now, effects); },
                 [&](timer_fired t) {
                   if (counts(t))
                     time_is_up(r, now, effects);
                 },
                 [&](closing) {
                   gone_ = true;
                   if (r.release_at_unload)
                     say(closes, effects);
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
  enum word : std::uint8_t { asks, lives, leads_now, closes };

  struct peer {
    tab_id id;
    std::int64_t born;
    instant heard;
  };

  using rank = std::pair<std::int64_t, tab_id>;

  rank mine() const { return {born_, id_}; }

  election_message says(word what) const {
    return {.stamp = born_, .from = id_, .number = 0, .kind = what};
  }

  void say(word what, election_effects& effects) const {
    effects.push_back(election_effect::broadcast{says(what)});
  }

  /// Asks everybody who is there, and knows of no leader meanwhile.
  void ask(const rules& r, instant now, election_effects& effects) {
    asking_ = true;
    heard_ = now;
    show(frame_state::negotiating, {}, effects);
    say(asks, effects);
    arm(now + r.first_answer, effects);
  }

  void hear(const rules& r, const election_message& m, instant now, election_effects& effects) {
    if (m.kind == closes)
      return forget(r, m.from, now, effects);
    meet(m, now);
    if (m.kind == asks)
      effects.push_back(election_effect::send{m.from, says(leads() ? leads_now : lives)});
    if (m.kind == asks && m.from == leader_ && !leads())
      return ask(r, now, effects); // it does not lead any more
    if (m.kind == leads_now)
      hear_leader(r, m, now, effects);
  }

  void hear_leader(const rules& r, const election_message& m, instant now,
                   election_effects& effects) {
    if (leads() && rank{m.stamp, m.from} > mine())
      return say(leads_now, effects); // the bully
    asking_ = false;
    heard_ = now;
    const bool other = leader_ != m.from;
    show(frame_state::following, m.from, effects);
    if (other)
      arm(now + r.keep_alive, effects);
  }

  void meet(const election_message& m, instant now) {
    const auto found = std::ranges::find(peers_, m.from, &peer::id);
    if (found == peers_.end())
      peers_.push_back({m.from, m.stamp, now});
    else
      found->heard = now;
  }

  void forget(const rules& r, tab_id who, instant now, election_effects& effects) {
    std::erase_if(peers_, [=](const peer& p) { return p.id == who; });
    if (leader_ == who && !leads())
      ask(r, now, effects);
  }

  void time_is_up(const rules& r, instant now, election_effects& effects) {
    std::erase_if(peers_, [&](const peer& p) { return now > p.heard + r.dead_after; });
    if (asking_)
      return end_asking(r, now, effects);
    if (!leads() && now > heard_ + r.dead_after)
      return ask(r, now, effects);
    if (leads())
      heard_ = now;
    say(leads() ? leads_now : lives, effects);
    arm(now + r.keep_alive, effects);
  }

  void end_asking(const rules& r, instant now, election_effects& effects) {
    const bool lower = std::ranges::any_of(peers_, [&](const peer& p) {
      return rank{p.born, p.id} < mine();
    });
    if (lower && rounds_++ < patience) {
      say(asks, effects);
      return arm(now + r.first_answer, effects); // let the lower one find out
    }
    rounds_ = 0;
    asking_ = false;
    heard_ = now;
    show(frame_state::leading, id_, effects);
    say(leads_now, effects);
    arm(now + r.keep_alive, effects);
  }

  void step_aside(const rules& r, instant now, election_effects& effects) {
    if (!leads())
      return;
    show(frame_state::negotiating, {}, effects);
    say(closes, effects);
    asking_ = false;
    heard_ = now;
    arm(now + r.dead_after, effects);
  }

  static constexpr std::uint8_t patience = 4;

  std::uint8_t rounds_ = 0;
  bool asking_ = false;
  bool gone_ = false;
  std::vector<peer> peers_;
  std::int64_t born_ = 0;
  instant heard_{}; // when the leader, perhaps this tab, spoke last
};

static_assert(election_protocol<lowest_id_bully_repaired>);

} // namespace deskstorm::tabs
