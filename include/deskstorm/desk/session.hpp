#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/campaign_desk.hpp>
#include <deskstorm/desk/cases.hpp>
#include <deskstorm/desk/desktop.hpp>
#include <deskstorm/desk/handling.hpp>
#include <deskstorm/desk/interaction_list.hpp>
#include <deskstorm/desk/open_tabs.hpp>
#include <deskstorm/desk/outgoing.hpp>
#include <deskstorm/desk/workspace_setup.hpp>

namespace deskstorm::desk {

/// One request that has passed the gate. Its parameters have been compared with the table.
struct asked_in_tab {
  open_tab& t;
  frame_id frame;
  request_kind kind;
  const json& parameters;
  instant now;
};

/// What the tabs of one agent share: the states, the list of interactions, the campaigns. Carries
/// out every request, and tells all tabs what has come of it.
class session {
public:
  using mail = open_tabs::mail;

  explicit session(workspace_setup what)
    : setup(std::move(what)),
      view{setup.rules.user_data.read, setup.attributes},
      campaigns(std::move(setup.campaigns), setup.person.employee_id,
                std::chrono::milliseconds{view.epoch_ms}) {}

  workspace_setup setup;
  interaction_view view;
  media_states states = {};
  interaction_list list = {};
  open_tabs tabs = {};
  campaign_desk campaigns;
  std::vector<std::string> unwritten_cases = {}; ///< with attached data of before

  /// Carries out a request, and adds what it makes clients see to `events`.
  answer serve(const asked_in_tab& a, mail& events) {
    return std::visit([&](const auto& by) { return run(by, a, events); }, handler_of(a.kind));
  }

  // -- records of campaigns

  /// Lets `make` change the list, and tells what clients see of it.
  template <class Make>
  std::invoke_result_t<Make&, list_change&> change_list(instant now, mail& out, Make&& make) {
    list_change change{list, now};
    auto how = make(change);
    for (const auto& [event, about] : change.seen)
      tell_all(about, event, out);
    list.forget_removed();
    return how;
  }

  result<bool> move_record(interaction_id which, outbound::preview_trigger on, instant now,
                           mail& out) {
    auto moved =
      change_list(now, out, [&](list_change& to) { return campaigns.move(which, on, to); });
    const auto* subject = list.find(which);
    if (!moved && on == outbound::preview_trigger::mark_done && is_blocked(*subject, now))
      tell_all({event_type::markdone_requested, mark_done_requested_data(which)}, out);
    return moved;
  }

  // -- cases

  /// Gives a case another id and tells of it, each interaction once more by itself. The leading tab
  /// then writes the id into the attached data; where none leads, the next one does. Errors: as for
  /// desk::change_case.
  result<case_change> change_case(std::string_view previous, std::string_view next, mail& out) {
    auto change = list.change_case(previous, next);
    if (!change)
      return change;
    tabs.each_page([&](desktop& page) { page.cases.rename(change->previous, change->case_id); });
    tell_all({event_type::case_id_changed, case_id_data(change->case_id, change->previous)}, out);
    for (const auto& one : list.all())
      if (one.case_id == change->case_id)
        tell_all(one, event_type::case_or_bundle_id_changed, out);
    unwritten_cases.push_back(change->case_id);
    write_case_ids(out);
    return change;
  }

  /// A duty of the leading tab. Nothing happens while none leads.
  void write_case_ids(mail& out) {
    if (!tabs.has_leader())
      return;
    for (const auto& id : std::exchange(unwritten_cases, {}))
      for (auto& one : list.all())
        if (one.case_id == id)
          tell_all(one.id, write_case_id(one), out);
  }

  // -- events

  void tell_all(const outgoing& event, mail& out) const { tabs.tell_all(event, out); }

  void tell_all(const interaction& about, event_type type, mail& out) {
    if (type == event_type::previewing && list.all().size() == 1)
      tabs.each_page([&](desktop& page) { page.cases.look_at(about.case_id); });
    tabs.tell_all(about, type, view, out);
  }

  void tell_all(interaction_id which, const interaction_events& events, mail& out) {
    for (const event_type e : events)
      tell_all(*list.find(which), e, out);
    list.forget_removed();
  }

  void tell_all(const told_list& events, mail& out) {
    for (const auto& e : events)
      tell_all(*list.find(e.about), e.what, out);
    list.forget_removed();
  }

private:
  static answer answer_of(const result<bool>& how) {
    return how ? answer{maybe_json{}} : answer{how.why()};
  }

  // -- handlers

  template <class By>
  requires std::is_same_v<By, tab_reads> || std::is_same_v<By, tab_acts>
    answer run(const By& by, const asked_in_tab& a, mail& events) {
    const tab_facts facts{.self = a.t.id,
                          .last_active = tabs.last_active(),
                          .election = a.t.election,
                          .person = setup.person,
                          .states = states,
                          .interactions = list.all(),
                          .options = setup.shown_options,
                          .rights = *a.t.rights[a.frame.value],
                          .view = view};
    std::vector<outgoing> caused;
    tab_call call{a.parameters, a.frame, a.now, a.t.page, facts, caused};
    auto how = by.run(call);
    for (const auto& event : caused)
      open_tabs::tell(a.t, event, events);
    if (a.kind == request_kind::system_trigger_activity)
      tabs.focus(a.t.id);
    return how;
  }

  answer run(const sets_states& by, const asked_in_tab& a, mail& events) {
    const auto change = by.run(states, a.parameters);
    if (!change)
      return change.why();
    for (const media m : change->changed)
      tell_all({event_type::media_state_changed, media_state_data(m, states.of(m))}, events);
    if (change->agent_changed)
      tell_all({event_type::agent_state_changed, agent_state_data(states.whole())}, events);
    return maybe_json{};
  }

  template <class By>
  requires std::is_same_v<By, begins_call> || std::is_same_v<By, begins_email>
    answer run(const By& by, const asked_in_tab& a, mail& events) {
    auto begun = by.run(a.parameters, list.identified({}), a.now);
    if (!begun)
      return begun.why();
    auto made = *std::move(begun);
    tell_all(list.add(std::move(made.call)).id, made.events, events);
    return maybe_json{};
  }

  answer run(const changes_interaction& by, const asked_in_tab& a, mail& events) {
    auto* subject = list.find(a.parameters[0]);
    if (subject == nullptr)
      return unknown_interaction(a.parameters[0]);
    const auto id = subject->id;
    if (const auto on = outbound::preview_trigger_of(a.kind); on && campaigns.works_on(id))
      return answer_of(move_record(id, *on, a.now, events));
    const auto changed = by.run({*subject, a.parameters, setup.rules, a.now});
    if (changed) {
      campaigns.note(*subject, a.now);
      tell_all(id, *changed, events);
      return maybe_json{};
    }
    if (a.kind == request_kind::interaction_markdone && is_blocked(*subject, a.now))
      tell_all({event_type::markdone_requested, mark_done_requested_data(id)}, events);
    return changed.why();
  }

  answer run(const begins_consultation& by, const asked_in_tab& a, mail& events) {
    auto* subject = list.find(a.parameters[0]);
    if (subject == nullptr)
      return unknown_interaction(a.parameters[0]);
    auto begun = by.run({*subject, a.parameters, setup.rules, a.now}, list.identified({}));
    if (!begun)
      return begun.why();
    auto made = *std::move(begun);
    list.add(std::move(made.call));
    tell_all(made.events, events);
    return maybe_json{};
  }

  answer run(const ends_consultation& by, const asked_in_tab& a, mail& events) {
    auto* consultation = list.find(a.parameters[0]);
    if (consultation == nullptr)
      return unknown_interaction(a.parameters[0]);
    auto* primary = list.find(consultation->parent);
    if (primary == nullptr)
      return failure{"Interaction " + std::to_string(consultation->id.value)
                       + " is no consultation.",
                     "consultInteractionId"};
    const auto told = by.run(*consultation, *primary, a.now);
    if (!told)
      return told.why();
    campaigns.note(*primary, a.now);
    tell_all(*told, events);
    return maybe_json{};
  }

  answer run(const asks_campaigns&, const asked_in_tab& a, mail& events) {
    return change_list(a.now, events,
                       [&](list_change& to) { return campaigns.run(a.kind, a.parameters, to); });
  }
};

} // namespace deskstorm::desk
