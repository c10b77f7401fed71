#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/tabs/election_part.hpp>

namespace deskstorm::tabs {

/// The lowest id among the tabs of a table leads, and repeats its claim when a higher one makes
/// its own. An id begins with the wall-clock time at which its page opened.
/// Source: crosstab 0.2.12, faults included: a new tab pings the master that it finds in storage,
/// and when no answer comes in time it notes a "frozen environment", for which all new tabs stay
/// out for 10 minutes; a tab stops its keep-alives at beforeunload even if it then stays.
class lowest_id_bully : public election_part {
public:
  static constexpr std::string_view name = "lowest-id-bully";
  static constexpr std::string_view about =
    "the lowest id of a table in storage leads, and shouts down higher ones";
  static constexpr bool needs_browser = true;
  static constexpr property_set claims{
    property::overlap_ends, property::duty_once,       property::event_order,
    property::unique_tab,   property::invented_leader, property::leader_exists,
    property::stuck,        property::duty_lost,       property::views_agree,
  };

  struct rules {
    duration keep_alive = std::chrono::seconds{3};
    duration dead_after = std::chrono::seconds{5};
    duration first_answer = std::chrono::milliseconds{500};
    bool release_at_unload = true;
    bool resign_on_hide = false;
  };

  static constexpr auto words =
    std::to_array<std::string_view>({"updates", "promotes", "closes", "pings", "pongs"});
  static constexpr auto times = std::to_array<election_time<rules>>({
    {"keep-alive", "between two signs of life", &rules::keep_alive},
    {"dead-after", "age of the last sign of life at which a tab is dead", &rules::dead_after},
    {"first-answer", "how long a new tab waits for the master to answer", &rules::first_answer},
  });

  using election_part::election_part;

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    using namespace election_input;
    election_effects effects;
    if (phase_ == phase::off)
      return effects;
    std::visit(overloaded{
                 [&](opened) { open(r, around, effects); },
                 [&](const heard& h) { hear(r, h.what, around, effects); },
                 [&](timer_fired t) {
                   if (counts(t))
                     time_is_up(r, around, effects);
                 },
                 [&](leaving) { leave(r, effects); },
                 [&](closing) { leave(r, effects); },
                 [](const auto&) {},
               },
               input);
    return effects;
  }

private:
  enum word : std::uint8_t { updates, promotes, closes, pings, pongs };
  enum class phase : std::uint8_t { first_contact, lives, left, off };
  enum key : std::uint8_t { master_key, frozen_key };

  static constexpr duration frozen_for = std::chrono::minutes{10};

  struct peer {
    tab_id id;
    std::int64_t born;
    instant updated; // by the clock on the wall
  };

  using rank = std::pair<std::int64_t, tab_id>;

  rank mine() const { return {born_, id_}; }

  void say(word what, election_effects& effects) const {
    effects.push_back(
      election_effect::broadcast{{.stamp = born_, .from = id_, .number = 0, .kind = what}});
  }

  void open(const rules& r, const surroundings& around, election_effects& effects) {
    begin(effects);
    born_ = around.wall.time_since_epoch().count();
    const auto& table = *around.storage;
    if (table[frozen_key].present && table[frozen_key].fields[0] > born_) {
      phase_ = phase::off;
      return;
    }
    for (std::size_t k = first_tab_key; k < table.size(); ++k)
      if (table[k].present && table[k].owner != id_)
        peers_.push_back(
          {table[k].owner, table[k].fields[0], instant{duration{table[k].fields[1]}}});
    const auto& master = table[master_key];
    if (!master.present || !is_fresh(r, instant{duration{master.fields[1]}}, around.wall))
      return start(r, around, effects);
    say(pings, effects);
    arm(around.now + r.first_answer, effects);
  }

  static bool is_fresh(const rules& r, instant updated, instant wall) {
    return updated >= wall - r.dead_after;
  }

  void start(const rules& r, const surroundings& around, election_effects& effects) {
    phase_ = phase::lives;
    keep_alive(r, around, effects);
  }

  void time_is_up(const rules& r, const surroundings& around, election_effects& effects) {
    if (phase_ == phase::lives)
      return keep_alive(r, around, effects);
    if (phase_ != phase::first_contact)
      return;
    phase_ = phase::off;
    const auto until = (around.wall + frozen_for).time_since_epoch().count();
    effects.push_back(
      election_effect::write{frozen_key, {.fields = {until, 0, 0}, .owner = id_, .present = true}});
  }

  void keep_alive(const rules& r, const surroundings& around, election_effects& effects) {
    say(updates, effects);
    if (leads())
      write_master(around, effects);
    const auto dead = std::ranges::find_if(
      peers_, [&](const peer& p) { return !is_fresh(r, p.updated, around.wall); });
    if (dead != peers_.end())
      forget(r, dead->id, around, effects);
    else if (leader_ == tab_id{})
      elect(around, effects);
    arm(around.now + r.keep_alive, effects);
  }

  void hear(const rules& r, const election_message& m, const surroundings& around,
            election_effects& effects) {
    switch (m.kind) {
    case updates: return meet(m, around, effects);
    case promotes: return hear_promotion(m, around, effects);
    case closes: return forget(r, m.from, around, effects);
    case pings:
      if (leads() && phase_ == phase::lives)
        say(pongs, effects);
      return;
    case pongs:
      if (phase_ != phase::first_contact)
        return;
      show(frame_state::following, m.from, effects);
      return start(r, around, effects);
    default: return;
    }
  }

  void meet(const election_message& m, const surroundings& around, election_effects& effects) {
    const auto found = std::ranges::find(peers_, m.from, &peer::id);
    if (found == peers_.end())
      peers_.push_back({m.from, m.stamp, around.wall});
    else
      *found = {m.from, m.stamp, around.wall};
    if (leads())
      effects.push_back(
        election_effect::write{key_of(m.from),
                               {.fields = {m.stamp, around.wall.time_since_epoch().count(), 0},
                                .owner = m.from,
                                .present = true}});
  }

  void hear_promotion(const election_message& m, const surroundings& around,
                      election_effects& effects) {
    if (phase_ == phase::first_contact)
      return;
    if (rank{m.stamp, m.from} > mine())
      return promote(around, effects); // the bully
    show(frame_state::following, m.from, effects);
  }

  void forget(const rules&, tab_id who, const surroundings& around, election_effects& effects) {
    std::erase_if(peers_, [=](const peer& p) { return p.id == who; });
    if (leads())
      effects.push_back(election_effect::write{key_of(who), {}});
    if (leader_ != who)
      return;
    show(frame_state::negotiating, {}, effects);
    if (phase_ == phase::lives)
      elect(around, effects);
  }

  void elect(const surroundings& around, election_effects& effects) {
    if (std::ranges::none_of(peers_, [&](const peer& p) { return rank{p.born, p.id} < mine(); }))
      promote(around, effects);
  }

  void promote(const surroundings& around, election_effects& effects) {
    show(frame_state::leading, id_, effects);
    say(promotes, effects);
    write_master(around, effects);
  }

  void write_master(const surroundings& around, election_effects& effects) const {
    effects.push_back(
      election_effect::write{master_key,
                             {.fields = {born_, around.wall.time_since_epoch().count(), 0},
                              .owner = id_,
                              .present = true}});
  }

  void leave(const rules& r, election_effects& effects) {
    if (!r.release_at_unload || phase_ == phase::left)
      return;
    if (phase_ == phase::lives)
      say(closes, effects);
    phase_ = phase::left;
  }

  std::vector<peer> peers_;
  std::int64_t born_ = 0;
  phase phase_ = phase::first_contact;
};

static_assert(election_protocol<lowest_id_bully>);

} // namespace deskstorm::tabs
