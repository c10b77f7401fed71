#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/desk/command.hpp>
#include <deskstorm/desk/gate.hpp>
#include <deskstorm/desk/handling.hpp>
#include <deskstorm/desk/listeners.hpp>
#include <deskstorm/desk/reply.hpp>
#include <deskstorm/desk/workspace_setup.hpp>
#include <deskstorm/protocol/check.hpp>

namespace deskstorm::desk {

/// The desktop of one agent with its tabs, without a network: documents of client pages come in,
/// documents for client pages go out. Whoever owns it plays backend, switch and browser.
class workspace {
public:
  using mail = std::vector<posted>;

  explicit workspace(workspace_setup setup)
    : setup_(std::move(setup)),
      limits_(setup_.rules.limits, setup_.limiter),
      view_{setup_.rules.user_data.read, setup_.attributes} {}
  workspace(const workspace&) = delete;
  workspace& operator=(const workspace&) = delete;

  const media_states& states() const { return states_; }
  const std::vector<interaction>& interactions() const { return interactions_; }
  desktop& page(tab_id tab) { return at(tab).page; }

  // -- browser

  /// Opens a tab, which becomes the last active one.
  tab_id open_tab(instant now) {
    const tab_id id{++tabs_made_};
    tabs_.emplace_back(id, tab_limiters{limits_, now});
    return id;
  }

  void close_tab(tab_id tab) {
    std::erase_if(tabs_, [=](const open_tab_state& t) { return t.id == tab; });
  }

  /// The agent looks at a tab, which becomes the last active one.
  void focus(tab_id tab) {
    const auto found = std::ranges::find(tabs_, tab, &open_tab_state::id);
    std::rotate(found, found + 1, tabs_.end());
  }

  /// The tab that was active last, of those that are open.
  tab_id last_active() const { return tabs_.empty() ? tab_id{} : tabs_.back().id; }

  /// Puts a page of that address into a tab; the mail is its hello.
  std::pair<frame_id, mail> embed(tab_id tab, std::string_view address) {
    auto& t = at(tab);
    const frame_id frame{static_cast<std::uint32_t>(t.rights.size())};
    t.rights.push_back(setup_.rules.origins.rights_of(address));
    return {frame, {{tab, frame, to_document(hello_message{frame.value})}}};
  }

  // -- client pages

  /// A document comes from a frame. What is no message at all gets no reply.
  mail receive(tab_id tab, frame_id frame, json document, instant now) {
    const auto message = read_client_message(std::move(document));
    mail out;
    auto& t = at(tab);
    if (message && t.rights[frame.value])
      std::visit([&](const auto& m) { take(t, frame, m, now, out); }, *message);
    return out;
  }

  // -- what happens outside of the desktop

  /// The election has made something of a tab.
  mail become(tab_id tab, frame_state state) {
    mail out;
    at(tab).election = state;
    tell(at(tab), {event_type::frame_state, frame_state_data(state), reach::one_tab}, out);
    return out;
  }

  /// The link to the backend is lost or found.
  mail connection(connection_state state) {
    mail out;
    tell_all({event_type::realtime_connection, connection_data(state)}, out);
    return out;
  }

  /// The agent clicks a button of the toast that `tab` shows and a client of `owner` popped up.
  /// Errors: as for desk::click.
  result<mail> click(tab_id tab, tab_id owner, std::string_view toast, std::uint32_t button,
                     instant now) {
    const auto event = desk::click(at(owner).page, tab, toast, button, now);
    if (!event)
      return event.why();
    mail out;
    tell(at(tab), *event, out);
    return out;
  }

  /// A call reaches the agent.
  mail offer(new_call what, instant now) {
    mail out;
    auto begun = desk::offer(identified(std::move(what)), now);
    interactions_.push_back(std::move(begun.call));
    tell_all(interactions_.back().id, begun.events, out);
    return out;
  }

  /// Something that is no call is offered to the agent.
  mail invite(new_media what, instant now) {
    mail out;
    what.id = interaction_id{++interactions_made_};
    if (what.case_id.empty())
      what.case_id = case_text(what.id);
    auto begun = desk::invite(std::move(what), now);
    interactions_.push_back(std::move(begun.call));
    tell_all(interactions_.back().id, begun.events, out);
    return out;
  }

  /// The far end or the agent does something to an interaction. An agent who tries to mark a
  /// blocked one done causes no more than the notice of that. Errors: there is none; its state.
  result<mail> happen(interaction_id which, const command& what, instant now) {
    mail out;
    auto* subject = find(which);
    if (subject == nullptr)
      return unknown_interaction(json(std::to_string(which.value)));
    const auto events = apply(*subject, what, now);
    if (!events && is_mark_done(what) && is_blocked(*subject, now)) {
      tell_all({event_type::markdone_requested, mark_done_requested_data(which)}, out);
      return out;
    }
    if (!events)
      return events.why();
    tell_all(which, *events, out);
    return out;
  }

private:
  static bool is_mark_done(const command& what) {
    return what == command{call_trigger::mark_done} || what == command{media_trigger::complete};
  }

  struct open_tab_state {
    open_tab_state(tab_id number, tab_limiters of_tab) : id(number), limiters(std::move(of_tab)) {}

    tab_id id;
    tab_limiters limiters;
    frame_state election = frame_state::negotiating;
    std::vector<std::optional<request_set>> rights = {}; ///< by frame
    desk::listeners listeners = {};
    desktop page = {};
  };

  open_tab_state& at(tab_id tab) {
    const auto found = std::ranges::find(tabs_, tab, &open_tab_state::id);
    assert(found != tabs_.end());
    return *found;
  }

  interaction* find(interaction_id id) {
    const auto found = std::ranges::find(interactions_, id, &interaction::id);
    return found == interactions_.end() ? nullptr : &*found;
  }

  interaction* find(const json& parameter) {
    const auto id = interaction_named(parameter);
    return id ? find(*id) : nullptr;
  }

  /// Fills in the ids that `what` lacks.
  new_call identified(new_call what) {
    what.id = interaction_id{++interactions_made_};
    if (what.case_id.empty())
      what.case_id = case_text(what.id);
    if (what.call_uuid.empty())
      what.call_uuid = call_text(what.id);
    return what;
  }

  // -- messages

  void take(open_tab_state& t, frame_id frame, const subscribe_message& m, instant, mail& out) {
    const auto id = t.listeners.add(frame, m.channels);
    out.push_back(
      {t.id, frame, to_document(subscribe_reply{m.reference.value_or(json(nullptr)), id.value})});
  }

  void take(open_tab_state& t, frame_id frame, const unsubscribe_message& m, instant, mail&) {
    t.listeners.remove(frame, m.subscription);
  }

  void take(open_tab_state& t, frame_id frame, const request_message& m, instant now, mail& out) {
    mail events;
    if (const auto reply = judge_and_serve({t, frame, m, now}, events))
      out.push_back({t.id, frame, reply_document(m, *reply)});
    out.insert(out.end(), events.begin(), events.end());
  }

  struct asked {
    open_tab_state& t;
    frame_id frame;
    const request_message& message;
    instant now;
  };

  /// Returns the answer, or nothing where the client must not get one.
  std::optional<answer> judge_and_serve(const asked& a, mail& events) {
    const auto known = request_named(a.message.request);
    if (!known)
      return check_request(a.message).why();
    const auto admit = [&] { return a.t.limiters.admit(*known, {a.frame.value, 0}, a.now); };
    switch (judge(a.t.rights[a.frame.value], *known, admit)) {
    case gate_verdict::refuse: return not_allowed(*known);
    case gate_verdict::limit_reached: return limit_reached(*known, setup_.rules.limits.quarantine);
    case gate_verdict::ignore_stranger:
    case gate_verdict::ignore_quarantined: return std::nullopt;
    case gate_verdict::serve: break;
    }
    if (const auto checked = check_request(a.message); !checked)
      return checked.why();
    return serve(a, *known, events);
  }

  answer serve(const asked& a, request_kind kind, mail& events) {
    const json parameters = a.message.parameters && a.message.parameters->is_array()
                              ? *a.message.parameters
                              : json::array();
    return std::visit([&](const auto& by) { return run(by, a, parameters, events); },
                      handler_of(kind));
  }

  // -- handlers

  template <class By>
  requires std::is_same_v<By, tab_reads> || std::is_same_v<By, tab_acts>
    answer run(const By& by, const asked& a, const json& parameters, mail& events) {
    const tab_facts facts{.self = a.t.id,
                          .last_active = last_active(),
                          .election = a.t.election,
                          .person = setup_.person,
                          .states = states_,
                          .interactions = interactions_,
                          .options = setup_.shown_options,
                          .rights = *a.t.rights[a.frame.value],
                          .view = view_};
    std::vector<outgoing> caused;
    tab_call call{parameters, a.frame, a.now, a.t.page, facts, caused};
    auto how = by.run(call);
    for (const auto& event : caused)
      tell(a.t, event, events);
    if (a.t.page.active == a.now
        && a.message.request == name_of(request_kind::system_trigger_activity))
      focus(a.t.id);
    return how;
  }

  answer run(const sets_states& by, const asked&, const json& parameters, mail& events) {
    const auto change = by.run(states_, parameters);
    if (!change)
      return change.why();
    for (const media m : change->changed)
      tell_all({event_type::media_state_changed, media_state_data(m, states_.of(m))}, events);
    if (change->agent_changed)
      tell_all({event_type::agent_state_changed, agent_state_data(states_.whole())}, events);
    return maybe_json{};
  }

  template <class By>
  requires std::is_same_v<By, begins_call> || std::is_same_v<By, begins_email>
    answer run(const By& by, const asked& a, const json& parameters, mail& events) {
    auto begun = by.run(parameters, identified({}), a.now);
    if (!begun)
      return begun.why();
    auto made = *std::move(begun);
    interactions_.push_back(std::move(made.call));
    tell_all(interactions_.back().id, made.events, events);
    return maybe_json{};
  }

  answer run(const changes_interaction& by, const asked& a, const json& parameters, mail& events) {
    auto* subject = find(parameters[0]);
    if (subject == nullptr)
      return unknown_interaction(parameters[0]);
    const auto id = subject->id;
    const auto changed = by.run({*subject, parameters, setup_.rules, a.now});
    if (changed) {
      tell_all(id, *changed, events);
      return maybe_json{};
    }
    if (a.message.request == name_of(request_kind::interaction_markdone)
        && is_blocked(*subject, a.now))
      tell_all({event_type::markdone_requested, mark_done_requested_data(id)}, events);
    return changed.why();
  }

  answer run(const begins_consultation& by, const asked& a, const json& parameters, mail& events) {
    auto* subject = find(parameters[0]);
    if (subject == nullptr)
      return unknown_interaction(parameters[0]);
    auto begun = by.run({*subject, parameters, setup_.rules, a.now}, identified({}));
    if (!begun)
      return begun.why();
    auto made = *std::move(begun);
    interactions_.push_back(std::move(made.call));
    tell_all(made.events, events);
    return maybe_json{};
  }

  answer run(const ends_consultation& by, const asked& a, const json& parameters, mail& events) {
    auto* consultation = find(parameters[0]);
    if (consultation == nullptr)
      return unknown_interaction(parameters[0]);
    auto* primary = find(consultation->parent);
    if (primary == nullptr)
      return failure{"Interaction " + std::to_string(consultation->id.value)
                       + " is no consultation.",
                     "consultInteractionId"};
    const auto told = by.run(*consultation, *primary, a.now);
    if (!told)
      return told.why();
    tell_all(*told, events);
    return maybe_json{};
  }

  answer run(const refused_for_now& by, const asked&, const json&, mail&) {
    return failure{std::string{by.why}};
  }

  // -- events

  void tell(const open_tab_state& t, const outgoing& event, mail& out) {
    const json document = event_document(event);
    t.listeners.each(channel_text(event), [&](frame_id frame) {
      if (event.except != frame)
        out.push_back({t.id, frame, document});
    });
  }

  void tell_all(const outgoing& event, mail& out) {
    for (const auto& t : tabs_)
      tell(t, event, out);
  }

  void tell_all(const interaction& about, event_type type, mail& out) {
    for (const auto& t : tabs_) {
      outgoing event{type, interaction_data(type, about, view_)};
      mark_case(event.data["interaction"], about, t.page);
      tell(t, event, out);
    }
  }

  void tell_all(interaction_id which, const interaction_events& events, mail& out) {
    for (const event_type e : events)
      tell_all(*find(which), e, out);
    forget_removed();
  }

  void tell_all(const told_list& events, mail& out) {
    for (const auto& e : events)
      tell_all(*find(e.about), e.what, out);
    forget_removed();
  }

  void forget_removed() {
    std::erase_if(interactions_, [](const interaction& i) { return i.removed; });
  }

  workspace_setup setup_;
  limiter_plan limits_;
  interaction_view view_;
  media_states states_;
  std::vector<interaction> interactions_;
  std::deque<open_tab_state> tabs_; // the one that was active last stands last
  std::uint32_t tabs_made_ = 0;
  std::uint32_t interactions_made_ = 0;
};

} // namespace deskstorm::desk
