#pragma once

#include <memory>
#include <variant>
#include <vector>

#include <deskstorm/actors/messages.hpp>
#include <deskstorm/desk/desktop.hpp>
#include <deskstorm/desk/handling.hpp>
#include <deskstorm/desk/identity.hpp>

namespace deskstorm::actors {

/// What one tab knows of its desktop: no more than a few pointers while no client has done anything
/// to it.
class tab_desktop {
public:
  /// Keeps the list of the agent's interactions, as the events tell it.
  void note(const messages::real_time_event& event) {
    if (event.type == event_type::added)
      listed_.push_back(event.interaction);
    else if (event.type == event_type::removed)
      std::erase(listed_, event.interaction);
  }

  /// What a request came with, and what the tab is when it comes.
  struct asked {
    request_kind request;
    const json& parameters;
    frame_id frame;
    instant now;
    tab_id self;
    tab_id last_active;
    frame_state election;
    const request_set& rights;
  };

  struct outcome {
    bool legal;
    std::vector<desk::outgoing> events;
  };

  /// Runs a request that concerns the desktop. Nobody reads the answer, so what only shows in
  /// answers is left out.
  outcome run(const asked& what) {
    if (!page_)
      page_ = std::make_unique<desk::desktop>();
    std::vector<desk::interaction> listed;
    for (const auto id : listed_)
      listed.push_back({.id = id, .case_id = desk::case_text(id)});
    const desk::tab_facts facts{.self = what.self,
                                .last_active = what.last_active,
                                .election = what.election,
                                .person = {},
                                .states = {},
                                .interactions = listed,
                                .options = {},
                                .rights = what.rights,
                                .view = {}};
    outcome made{};
    desk::tab_call call{what.parameters, what.frame, what.now, *page_, facts, made.events};
    const auto& by = desk::handler_of(what.request);
    const auto* acts = std::get_if<desk::tab_acts>(&by);
    const auto* reads = std::get_if<desk::tab_reads>(&by);
    made.legal = static_cast<bool>(acts != nullptr ? acts->run(call) : reads->run(call));
    return made;
  }

private:
  std::vector<interaction_id> listed_;
  std::unique_ptr<desk::desktop> page_;
};

} // namespace deskstorm::actors
