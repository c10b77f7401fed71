#pragma once

#include <utility>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/desk/events_json.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/desk/interaction.hpp>
#include <deskstorm/protocol/events.hpp>

namespace deskstorm::actors {

/// The contact of an interaction of that agent becomes known: the interaction belongs to the case
/// of the contact from now on. `tell` gets each event that clients see, with its document.
template <class Tell>
void make_contact_known(run_context& run, entity_number agent, desk::interaction& about,
                        Tell&& tell) {
  using enum event_type;
  tell(contact_changed, run.document_of(agent, contact_changed, about));
  const auto before = std::exchange(about.case_id, desk::contact_case_text(about.id));
  tell(case_id_changed,
       run.document_of(case_id_changed, [&] { return desk::case_id_data(about.case_id, before); }));
  tell(case_or_bundle_id_changed, run.document_of(agent, case_or_bundle_id_changed, about));
}

} // namespace deskstorm::actors
