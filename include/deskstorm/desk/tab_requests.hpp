#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/desk/agent_json.hpp>
#include <deskstorm/desk/configuration.hpp>
#include <deskstorm/desk/desktop.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/desk/interaction_json.hpp>
#include <deskstorm/desk/outgoing.hpp>
#include <deskstorm/desk/token.hpp>
#include <deskstorm/policy/origin_policy.hpp>

/// The requests that a tab answers by itself: reads, and what is about its desktop alone.
namespace deskstorm::desk {

/// What a tab knows of itself and of its session when a request comes.
struct tab_facts {
  tab_id self = {};
  tab_id last_active = {};
  frame_state election = frame_state::negotiating;
  const agent_person& person;
  const media_states& states;
  std::span<const interaction> interactions; ///< those of the agent's list
  const configuration& options;
  const request_set& rights; ///< of the caller's origin
  const interaction_view& view;
};

/// One request at a tab. Its parameters have been compared with the table of requests.
struct tab_call {
  const json& parameters;
  frame_id caller;
  instant now;
  desktop& page;
  const tab_facts& known;
  std::vector<outgoing>& events; ///< those that it causes
};

namespace detail {

inline const std::string& text_at(const json& parameters, std::size_t at) {
  return parameters[at].get_ref<const std::string&>();
}

/// The parameter at that place, null where it is absent.
inline json value_at(const json& parameters, std::size_t at) {
  return at < parameters.size() ? parameters[at] : json(nullptr);
}

/// The parameter at that place, an empty object where it is absent.
inline json object_at(const json& parameters, std::size_t at) {
  json value = value_at(parameters, at);
  return value.is_object() ? value : json::object();
}

/// The answer of what has no result.
inline answer done(const result<bool>& how) {
  return how ? answer{maybe_json{}} : answer{how.why()};
}

inline answer data(json value) { return maybe_json{std::move(value)}; }

inline const interaction* find(std::span<const interaction> all, const json& parameter) {
  const auto id = interaction_named(parameter);
  for (const auto& i : all)
    if (id == i.id)
      return &i;
  return nullptr;
}

inline std::string full_name(const agent_person& who) {
  return who.firstname + (who.firstname.empty() || who.lastname.empty() ? "" : " ") + who.lastname;
}

} // namespace detail

/// Fills in whether the tab shows the case of an interaction that has been written.
inline void mark_case(json& written, const interaction& i, const desktop& page) {
  if (!written.contains("isCaseSelected"))
    return;
  written["isCaseSelected"] = page.cases.selected(i.case_id);
  written["isCaseExpanded"] = page.cases.expanded(i.case_id);
}

/// Returns an interaction as a client of that tab sees it.
inline json to_json(const interaction& i, const desktop& page, const interaction_view& view) {
  json written = to_json(i, view);
  mark_case(written, i, page);
  return written;
}

namespace tab_requests {

inline answer agent(tab_call& c) { return detail::data(to_json(c.known.person)); }
inline answer state(tab_call& c) { return detail::data(to_json(c.known.states.whole())); }
inline answer state_list(tab_call&) { return detail::data(state_list_json()); }
inline answer media_list(tab_call& c) { return detail::data(media_list_json(c.known.states)); }

inline answer media_by_name(tab_call& c) {
  const auto which = media_for(detail::text_at(c.parameters, 0));
  return which ? detail::data(to_json(c.known.states, *which)) : answer{which.why()};
}

inline answer interactions(tab_call& c) {
  json all = json::array();
  for (const auto& i : c.known.interactions)
    all.push_back(to_json(i, c.page, c.known.view));
  return detail::data(std::move(all));
}

/// Null, not an error, where there is none. Source: the interaction page.
inline answer interaction_by_id(tab_call& c) {
  const auto* found = detail::find(c.known.interactions, c.parameters[0]);
  return detail::data(found == nullptr ? json(nullptr) : to_json(*found, c.page, c.known.view));
}

inline answer select_case(tab_call& c) {
  const auto& wanted = detail::text_at(c.parameters, 0);
  if (std::ranges::find(c.known.interactions, wanted, &interaction::case_id)
      == c.known.interactions.end())
    return failure{"There is no case '" + wanted + "'.", "caseId"};
  for (const auto& event : c.page.cases.select(wanted))
    c.events.push_back({event.type, case_view_data(event.type, event.case_id), reach::one_tab});
  return maybe_json{};
}

inline answer allowed_services(tab_call& c) {
  json names = json::array();
  for (const auto& row : requests)
    if (c.known.rights.has(row.kind))
      names.push_back(row.name);
  return detail::data(std::move(names));
}

inline answer activity(tab_call& c) {
  c.page.active = c.now;
  return maybe_json{};
}

inline answer popup_toast(tab_call& c) {
  const auto id = c.page.toasts.popup(c.parameters[0], c.known.last_active, c.now);
  return id ? detail::data(*id) : answer{id.why()};
}

inline answer update_toast(tab_call& c) {
  return detail::done(
    c.page.toasts.update(detail::text_at(c.parameters, 0), c.parameters[1], c.now));
}

inline answer close_toast(tab_call& c) {
  return detail::done(c.page.toasts.close(detail::text_at(c.parameters, 0), c.now));
}

inline answer open_dialog(tab_call& c) {
  const auto id =
    c.page.dialogs.open(detail::text_at(c.parameters, 0), detail::value_at(c.parameters, 1),
                        detail::full_name(c.known.person));
  return id ? detail::data(*id) : answer{id.why()};
}

inline answer close_dialog(tab_call& c) {
  return detail::done(c.page.dialogs.close(detail::text_at(c.parameters, 0)));
}

inline answer update_view(tab_call& c) {
  return detail::done(c.page.menu_bar.update(c.parameters[0]));
}

inline answer close_view(tab_call& c) {
  return detail::done(c.page.menu_bar.close(detail::text_at(c.parameters, 0)));
}

/// A frame is visible where its view is in front in the tab that the agent looks at.
inline answer visible(tab_call& c) {
  return detail::data(c.known.self == c.known.last_active && c.page.shows(c.caller));
}

template <frame_state... States>
answer frame_is(tab_call& c) {
  return detail::data(((c.known.election == States) || ...));
}

inline answer last_active(tab_call& c) { return detail::data(c.known.self == c.known.last_active); }

template <bool sip_endpoint::*Device, bool Mute>
answer mute(tab_call& c) {
  c.page.endpoint.*Device = Mute;
  return maybe_json{};
}

template <bool sip_endpoint::*Device>
answer is_mute(tab_call& c) {
  return detail::data(c.page.endpoint.*Device);
}

inline answer token(tab_call& c) { return detail::data(simulated_token(c.known.person.username)); }

inline answer option(tab_call& c) {
  auto found = options_like(c.known.options, c.parameters[0]);
  return found ? detail::data(*std::move(found)) : answer{found.why()};
}

/// Goes to the other frames of the tab that have subscribed to "messenger:<channel>".
inline answer broadcast(tab_call& c) {
  c.events.push_back({event_type::messenger_message, detail::value_at(c.parameters, 1),
                      reach::one_tab, detail::text_at(c.parameters, 0), c.caller});
  return maybe_json{};
}

} // namespace tab_requests

} // namespace deskstorm::desk
