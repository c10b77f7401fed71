#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/actors/live/papers.hpp>
#include <deskstorm/actors/live/port.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/desk/agent_json.hpp>
#include <deskstorm/desk/configuration.hpp>
#include <deskstorm/desk/event_data.hpp>
#include <deskstorm/desk/outgoing.hpp>
#include <deskstorm/options/options.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/policy/origin_policy.hpp>
#include <deskstorm/policy/rate_limiter.hpp>

namespace deskstorm::actors {

/// What tabs of one agent show and answer beside what they keep themselves.
struct desk_view {
  desk::agent_person person = {};
  desk::media_states states = {};
  std::vector<desk::interaction> interactions = {};
  desk::interaction_view view = {};
};

/// The same in short.
struct desk_summary {
  std::string username = {};
  desk::agent_state state = {};
  std::size_t interactions = 0;
};

/// What the options say at the moment, and what follows from it. Nobody changes it: who changes
/// options makes another one.
struct rules_in_force {
  options given;
  limiter_plan limits;
  desk::configuration configuration;              ///< the same as clients may ask for it
  std::vector<std::optional<request_set>> rights; ///< of the page of each persona

  static std::shared_ptr<const rules_in_force> of(const plan::floor_plan& plan, options given) {
    const limiter_plan limits{given.limits, plan.limiter};
    auto configuration = desk::configuration_of(given);
    auto made = std::make_shared<rules_in_force>(
      rules_in_force{std::move(given), limits, std::move(configuration), {}});
    for (const auto& persona : plan.personas)
      made->rights.push_back(made->given.origins.rights_of(persona.origin));
    return made;
  }
};

/// What is known of a live floor before it opens.
struct live_setup {
  std::uint32_t seats = 0;   ///< agents beyond those of the plan, for people
  std::uint32_t persona = 0; ///< that requests of browsers are counted under
  bool auto_answer = false;  ///< the leading tab answers calls of seats
  std::int64_t epoch_ms = 0; ///< milliseconds from 1970 to the start of the run
  /// Told of each event about an interaction of an agent; empty: nobody is.
  std::function<void(entity_number, event_type, const desk::interaction&)> told = {};
};

/// What a run shares with real browsers: documents, which do not fit into messages, what the desks
/// show, and the ports to the browsers. Used by all threads.
class live_floor {
public:
  live_floor(live_setup setup, std::shared_ptr<const rules_in_force> rules)
    : setup_(std::move(setup)), rules_(std::move(rules)) {}

  const live_setup& setup() const { return setup_; }

  /// What the options say now.
  std::shared_ptr<const rules_in_force> rules() const {
    const std::lock_guard alone{mutex_};
    return rules_;
  }

  void change(std::shared_ptr<const rules_in_force> rules) {
    const std::lock_guard alone{mutex_};
    rules_ = std::move(rules);
  }

  // -- documents

  messages::document_id file(paper request) { return papers_.file_request(std::move(request)); }
  messages::document_id file_event(paper what) { return papers_.file_event(std::move(what)); }
  messages::document_id keep(json event) { return file_event({.content = std::move(event)}); }

  /// Returns a document; null where it is forgotten.
  std::shared_ptr<const paper> read(messages::document_id id) const { return papers_.read(id); }

  /// Returns the content of a document, an empty one where it is forgotten.
  std::shared_ptr<const json> content(messages::document_id id) const {
    static const auto nothing = std::make_shared<const json>(json::array());
    const auto found = read(id);
    return found ? std::shared_ptr<const json>{found, &found->content} : nothing;
  }

  /// Notes what a request answers, or why it fails.
  void answer(messages::document_id request, desk::answer how) {
    papers_.answer(request, std::move(how));
  }

  /// Returns a document for the last time, an empty one where it is forgotten.
  paper take(messages::document_id id) { return papers_.take(id); }
  void forget(messages::document_id id) { papers_.take(id); }

  // -- desks

  /// Notes how an interaction of that agent stands, and files what clients see of the event.
  messages::document_id tell(entity_number agent, event_type type, const desk::interaction& about) {
    return keep(noted(agent, type, about));
  }

  /// The same where the table of the event says what may be done.
  messages::document_id tell(entity_number agent, event_type type, const desk::interaction& about,
                             const desk::capability_list& capabilities) {
    auto content = noted(agent, type, about);
    content["interaction"]["capabilities"] = desk::detail::names_of(capabilities);
    return keep(std::move(content));
  }

  /// That agent is a place for a person.
  void seat(entity_number agent) {
    const std::lock_guard alone{mutex_};
    seats_.insert(agent);
  }

  bool is_seat(entity_number agent) const {
    const std::lock_guard alone{mutex_};
    return seats_.contains(agent);
  }

  void note(entity_number agent, const desk::media_states& states) {
    const std::lock_guard alone{mutex_};
    desks_[agent].states = states;
  }

  void note(entity_number agent, desk::agent_person who) {
    const std::lock_guard alone{mutex_};
    desks_[agent].person = std::move(who);
  }

  desk_view desk_of(entity_number agent) const {
    const std::lock_guard alone{mutex_};
    const auto found = desks_.find(agent);
    auto seen = found == desks_.end() ? desk_view{} : found->second;
    seen.view = {.read = rules_->given.user_data.read, .epoch_ms = setup_.epoch_ms};
    return seen;
  }

  desk_summary summary_of(entity_number agent) const {
    const std::lock_guard alone{mutex_};
    const auto found = desks_.find(agent);
    if (found == desks_.end())
      return {};
    const auto& seen = found->second;
    return {seen.person.username, seen.states.whole(), seen.interactions.size()};
  }

  // -- ports

  std::uint32_t add(std::shared_ptr<port> to) {
    const std::lock_guard alone{mutex_};
    ports_.emplace(++next_port_, std::move(to));
    return next_port_;
  }

  /// Returns a port that was added, once.
  std::shared_ptr<port> take_port(std::uint32_t which) {
    const std::lock_guard alone{mutex_};
    auto found = ports_.extract(which);
    return found.empty() ? nullptr : std::move(found.mapped());
  }

private:
  json noted(entity_number agent, event_type type, const desk::interaction& about) {
    {
      const std::lock_guard alone{mutex_};
      auto& all = desks_[agent].interactions;
      std::erase_if(all, [&](const desk::interaction& i) { return i.id == about.id; });
      if (!about.removed)
        all.push_back(about);
    }
    if (setup_.told)
      setup_.told(agent, type, about);
    const desk::interaction_view view{.read = rules()->given.user_data.read,
                                      .epoch_ms = setup_.epoch_ms};
    return desk::event_data(type, {.about = &about, .view = view});
  }

  live_setup setup_;
  papers papers_ = {};
  mutable std::mutex mutex_; // guards all below
  std::shared_ptr<const rules_in_force> rules_;
  std::map<entity_number, desk_view> desks_ = {};
  std::set<entity_number> seats_ = {};
  std::map<std::uint32_t, std::shared_ptr<port>> ports_ = {};
  std::uint32_t next_port_ = 0;
};

} // namespace deskstorm::actors
