#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/actors/campaign.hpp>
#include <deskstorm/loadgen/contact_centre.hpp>
#include <deskstorm/outbound/record_book.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/sim/world.hpp>

#include "loadgen/small_centres.hpp"

namespace deskstorm::loadgen {

/// Follows what agents and lines tell campaigns about records, and counts on its own: who is
/// called, how often, and what must not happen.
class record_watch {
public:
  std::vector<std::string> faults = {}; ///< in words
  std::uint64_t calls = 0;              ///< that were dialed by agents, or have ended

  void see(const actors::envelope& e) {
    namespace messages = actors::messages;
    if (e.kind() == messages::campaign_step::kind)
      campaigns_.insert(static_cast<const actors::campaign*>(e.to));
    if (e.kind() == messages::record_moved::kind)
      move(*static_cast<const actors::campaign*>(e.to), e.from, e.as<messages::record_moved>());
  }

  /// After the run: what the campaigns hold themselves.
  outbound::record_counts settle() {
    outbound::record_counts all;
    for (const auto* c : campaigns_) {
      const auto& book = c->book();
      if (const auto fault = book.fault())
        faults.emplace_back(*fault);
      const auto counted = outbound::count(book);
      if (counted.sum() != book.records().size())
        faults.emplace_back("records do not add up");
      all.left += counted.left;
      all.rejected += counted.rejected;
      all.called += counted.called;
      all.canceled += counted.canceled;
      check_attempts(*c);
    }
    return all;
  }

private:
  using record_key = std::pair<const actors::campaign*, std::uint32_t>;
  using chain_key = std::pair<const actors::campaign*, std::uint32_t>;

  struct chain_state {
    bool done = false;                ///< reached, forbidden or canceled: not to be called again
    actors::entity_number caller = 0; ///< who calls it now; 0: nobody
  };

  static std::uint32_t called_of(const outbound::record_book& book,
                                 const actors::messages::record_moved& what) {
    for (const auto other : book.chain_of(what.record))
      if (book.at(other).handle == what.chosen)
        return other;
    return what.record;
  }

  void move(const actors::campaign& c, actors::entity_number from,
            const actors::messages::record_moved& what) {
    using on = outbound::record_trigger;
    auto& chain = chains_[{&c, c.book().at(what.record).chain.value}];
    switch (what.what) {
    case on::dial: begin(c, from, called_of(c.book(), what), chain); break;
    case on::finish:
      if (chain.caller != from) // a line, which dials without a word
        begin(c, from, what.record, chain);
      chain.caller = 0;
      chain.done =
        what.result == outbound::call_results::do_not_call
        || (what.reached && what.callback_s == actors::messages::record_moved::no_callback);
      break;
    case on::cancel: chain.done = true; break;
    default: break;
    }
  }

  void begin(const actors::campaign& c, actors::entity_number from, std::uint32_t record,
             chain_state& chain) {
    if (chain.done)
      say(c, record, "is called although its chain is done");
    if (chain.caller != 0)
      say(c, record, "is called while its chain is");
    chain.caller = from;
    ++attempts_[{&c, record}];
    ++calls;
  }

  /// What it has counted is what the campaign knows; lines that still ring have not told.
  void check_attempts(const actors::campaign& c) {
    for (std::uint32_t n = 0; n < c.book().records().size(); ++n) {
      const auto& r = c.book().at(n);
      const auto counted = attempts_[{&c, n}];
      const bool rings = outbound::is_out(r.state);
      if (counted != r.attempts && !(rings && counted + 1 == r.attempts))
        say(c, n, "was called another number of times than noted");
    }
  }

  void say(const actors::campaign& c, std::uint32_t record, const char* what) {
    faults.push_back("record " + std::to_string(c.book().at(record).handle.value) + " " + what);
  }

  std::set<const actors::campaign*> campaigns_ = {};
  std::map<chain_key, chain_state> chains_ = {};
  std::map<record_key, std::uint32_t> attempts_ = {};
};

/// What a run says of its campaigns, by its observer, by its campaigns and by a watch.
struct watched_run {
  notebook notes = {};
  outbound::record_counts held = {};
  std::uint64_t calls = 0;
  std::vector<std::string> faults = {};
};

inline watched_run watch(const plan::floor_plan& plan) {
  watched_run run;
  record_watch eye;
  sim::world world;
  world.on_delivery([&](const actors::envelope& e) { eye.see(e); });
  detail::simulate_in(world, {plan}, run.notes, {});
  run.held = eye.settle();
  run.calls = eye.calls;
  run.faults = std::move(eye.faults);
  return run;
}

} // namespace deskstorm::loadgen
