#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <deskstorm/actors/live/live_floor.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/observer.hpp>
#include <deskstorm/actors/stream.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/desktop.hpp>
#include <deskstorm/desk/events_json.hpp>
#include <deskstorm/desk/handling.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/desk/toasts.hpp>
#include <deskstorm/plan/expansion.hpp>

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
    if (event.type == event_type::previewing && listed_.size() == 1)
      page().cases.look_at(case_of(event.interaction));
    if (event.type == event_type::case_id_changed)
      note_contact(event.interaction);
    else if (event.type == event_type::removed)
      std::erase(of_contacts_, event.interaction);
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
    desk::answer how;
    std::vector<desk::outgoing> events;
  };

  /// Runs a request that concerns the desktop. In simulations nobody reads the answer, so what only
  /// shows in answers is left out: `seen` is empty there, and `options` null.
  outcome run(const asked& what, desk_view seen, const desk::configuration* options) {
    static const desk::configuration none;
    auto& listed = seen.interactions;
    if (options == nullptr)
      for (const auto id : listed_)
        listed.push_back({.id = id, .case_id = case_of(id)});
    const desk::tab_facts facts{.self = what.self,
                                .last_active = what.last_active,
                                .election = what.election,
                                .person = seen.person,
                                .states = seen.states,
                                .interactions = listed,
                                .options = options == nullptr ? none : *options,
                                .rights = what.rights,
                                .view = seen.view};
    outcome made{maybe_json{}, {}};
    desk::tab_call call{what.parameters, what.frame, what.now, page(), facts, made.events};
    const auto& by = desk::handler_of(what.request);
    const auto* acts = std::get_if<desk::tab_acts>(&by);
    const auto* reads = std::get_if<desk::tab_reads>(&by);
    made.how = acts != nullptr ? acts->run(call) : reads->run(call);
    return made;
  }

  /// Fills in the placeholders that frames leave: an interaction by its id, numbers, unique texts.
  json fill_in(const json& parameters, interaction_id about, tab_ref self) {
    plan::placeholder_values known{.uuid = desk::uuid_text(stream_of(self.number, ++filled_in_)),
                                   .counter = filled_in_};
    if (about.value != 0) {
      known.interaction = std::to_string(about.value);
      known.event["interaction"] = {{"interactionId", known.interaction}};
    }
    return plan::expand(parameters, known);
  }

  /// The number of the toast that popped up last.
  std::uint32_t newest_toast() const { return page_->toasts.newest(); }

  /// The data of the event that the first button of that toast was clicked.
  static json click_data(std::uint32_t toast) {
    return desk::toast_click_data(desk::toasts::text_of(toast), 0);
  }

  /// Clicks the first button of a toast. Returns the tab that shows it; nothing where it is closed,
  /// or has no button.
  std::optional<tab_id> click(std::uint32_t toast, instant now) {
    const auto id = desk::toasts::text_of(toast);
    const auto* shown = page_->toasts.find(id, now);
    if (shown == nullptr)
      return std::nullopt;
    const auto where = shown->shown_in;
    return desk::click(*page_, where, id, 0, now) ? std::optional{where} : std::nullopt;
  }

  /// The agent clicks a button of a toast. Errors: as for desk::click.
  result<desk::outgoing> click(std::uint32_t toast, std::uint32_t button, instant now) {
    for (const auto& one : page().toasts.open(now))
      if (one.number == toast)
        return desk::click(page(), one.shown_in, desk::toasts::text_of(toast), button, now);
    return desk::toasts::unknown(desk::toasts::text_of(toast));
  }

  /// Fills in whether the tab shows the case of the interaction that an event carries. Returns
  /// whether it does.
  bool mark_case(json& data) {
    const auto about = data.find("interaction");
    if (about == data.end() || !about->contains("isCaseSelected"))
      return false;
    const auto of_case = about->value("caseId", std::string{});
    (*about)["isCaseSelected"] = page().cases.selected(of_case);
    (*about)["isCaseExpanded"] = page().cases.expanded(of_case);
    return page().cases.selected(of_case);
  }

  desk::desktop& page() {
    if (!page_)
      page_ = std::make_unique<desk::desktop>();
    return *page_;
  }

private:
  void note_contact(interaction_id of) {
    of_contacts_.push_back(of);
    if (page_)
      page_->cases.rename(desk::case_text(of), desk::contact_case_text(of));
  }

  std::string case_of(interaction_id which) const {
    const bool of_contact = std::ranges::find(of_contacts_, which) != of_contacts_.end();
    return of_contact ? desk::contact_case_text(which) : desk::case_text(which);
  }

  std::uint32_t filled_in_ = 0; ///< requests with placeholders
  std::vector<interaction_id> listed_;
  std::vector<interaction_id> of_contacts_; ///< those whose case has changed
  std::unique_ptr<desk::desktop> page_;
};

} // namespace deskstorm::actors
