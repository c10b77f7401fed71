#pragma once

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/desk/command.hpp>
#include <deskstorm/desk/gate.hpp>
#include <deskstorm/desk/interaction_list.hpp>
#include <deskstorm/desk/open_tabs.hpp>
#include <deskstorm/desk/record_in_hand.hpp>
#include <deskstorm/desk/reply.hpp>
#include <deskstorm/desk/session.hpp>
#include <deskstorm/desk/workspace_setup.hpp>
#include <deskstorm/protocol/check.hpp>

namespace deskstorm::desk {

/// The desktop of one agent with its tabs, without a network: documents of client pages come in,
/// documents for client pages go out. Whoever owns it plays backend, switch and browser.
class workspace {
public:
  using mail = session::mail;

  explicit workspace(workspace_setup setup)
    : all_(std::move(setup)), limits_(all_.setup.rules.limits, all_.setup.limiter) {}
  workspace(const workspace&) = delete;
  workspace& operator=(const workspace&) = delete;

  const media_states& states() const { return all_.states; }
  const std::vector<interaction>& interactions() const { return all_.list.all(); }
  desktop& page(tab_id tab) { return all_.tabs.at(tab).page; }
  const campaign_desk& campaigns() const { return all_.campaigns; }

  // -- browser

  /// Opens a tab, which becomes the last active one.
  tab_id open_tab(instant now) { return all_.tabs.open(limits_, now); }

  /// After the last one nobody looks at records, which go back to their lists.
  void close_tab(tab_id tab, instant now) {
    all_.tabs.close(tab);
    if (!all_.tabs.empty())
      return;
    list_change change{all_.list, now};
    all_.campaigns.take_back_all(change);
    all_.list.forget_removed();
  }

  /// The agent looks at a tab, which becomes the last active one.
  void focus(tab_id tab) { all_.tabs.focus(tab); }

  /// The tab that was active last, of those that are open.
  tab_id last_active() const { return all_.tabs.last_active(); }

  /// Puts a page of that address into a tab; the mail is its hello.
  std::pair<frame_id, mail> embed(tab_id tab, std::string_view address) {
    auto& t = all_.tabs.at(tab);
    const frame_id frame{static_cast<std::uint32_t>(t.rights.size())};
    t.rights.push_back(all_.setup.rules.origins.rights_of(address));
    return {frame, {{tab, frame, to_document(hello_message{frame.value})}}};
  }

  // -- client pages

  /// A document comes from a frame. What is no message at all gets no reply.
  mail receive(tab_id tab, frame_id frame, json document, instant now) {
    const auto message = read_client_message(std::move(document));
    mail out;
    auto& t = all_.tabs.at(tab);
    if (message && t.rights[frame.value])
      std::visit([&](const auto& m) { take(t, frame, m, now, out); }, *message);
    return out;
  }

  // -- what happens outside of the desktop

  /// The election has made something of a tab. One that leads does what waited for that.
  mail become(tab_id tab, frame_state state) {
    mail out;
    all_.tabs.at(tab).election = state;
    open_tabs::tell(all_.tabs.at(tab),
                    {event_type::frame_state, frame_state_data(state), reach::one_tab}, out);
    all_.write_case_ids(out);
    return out;
  }

  /// The link to the backend is lost or found.
  mail connection(connection_state state) {
    mail out;
    all_.tell_all({event_type::realtime_connection, connection_data(state)}, out);
    return out;
  }

  /// The agent clicks a button of the toast that `tab` shows and a client of `owner` popped up.
  /// Errors: as for desk::click.
  result<mail> click(tab_id tab, tab_id owner, std::string_view toast, std::uint32_t button,
                     instant now) {
    const auto event = desk::click(all_.tabs.at(owner).page, tab, toast, button, now);
    if (!event)
      return event.why();
    mail out;
    open_tabs::tell(all_.tabs.at(tab), *event, out);
    return out;
  }

  /// A call reaches the agent.
  mail offer(new_call what, instant now) {
    mail out;
    auto begun = desk::offer(all_.list.identified(std::move(what)), now);
    all_.tell_all(all_.list.add(std::move(begun.call)).id, begun.events, out);
    return out;
  }

  /// Something that is no call is offered to the agent.
  mail invite(new_media what, instant now) {
    return *begin(std::move(what), media_trigger::invite, call_direction::in, now);
  }

  /// Something that is no call begins: it is offered, pulled out of a workbin, or a draft of the
  /// agent's. A pull that fails is told, and brings nothing. Errors: as for desk::begin.
  result<mail> begin(new_media what, media_trigger how, call_direction direction, instant now) {
    what.id = all_.list.next_id();
    if (what.case_id.empty())
      what.case_id = case_text(what.id);
    auto begun = desk::begin(std::move(what), how, direction, now);
    if (!begun)
      return begun.why();
    mail out;
    auto made = *std::move(begun);
    if (made.call.state != interaction_state::none)
      all_.list.add(made.call);
    for (const event_type e : made.events)
      all_.tell_all(made.call, e, out);
    return out;
  }

  /// The far end or the agent does something to an interaction. An agent who tries to mark a
  /// blocked one done causes no more than the notice of that. Errors: there is none; its state.
  result<mail> happen(interaction_id which, const command& what, instant now) {
    mail out;
    auto* subject = all_.list.find(which);
    if (subject == nullptr)
      return unknown_interaction(json(std::to_string(which.value)));
    if (const auto on = preview_trigger_of(what); on && all_.campaigns.works_on(which)) {
      const auto moved = all_.move_record(which, *on, now, out);
      return moved || !out.empty() ? result<mail>{std::move(out)} : moved.why();
    }
    const auto events = apply(*subject, what, now);
    if (!events && is_mark_done(what) && is_blocked(*subject, now)) {
      all_.tell_all({event_type::markdone_requested, mark_done_requested_data(which)}, out);
      return out;
    }
    if (!events)
      return events.why();
    all_.campaigns.note(*subject, now);
    all_.tell_all(which, *events, out);
    return out;
  }

  /// A case gets another id, or joins that case. Why, the manual does not say: because its contact
  /// has become known, for instance. The leading tab writes the id into the attached data. Errors:
  /// as for desk::change_case.
  result<mail> change_case(std::string_view previous, std::string_view next) {
    mail out;
    const auto change = all_.change_case(previous, next, out);
    return change ? result<mail>{std::move(out)} : change.why();
  }

  /// Tells an event for which the manual names no cause in the interaction: CONTACT_CHANGED, ERROR
  /// or UNKNOWN. Errors: another event; there is no such interaction.
  result<mail> report(interaction_id which, event_type what) {
    if (what != event_type::contact_changed && what != event_type::error
        && what != event_type::unknown)
      return failure{std::string{name_of(what)} + " has a cause of its own.", "eventType"};
    const auto* subject = all_.list.find(which);
    if (subject == nullptr)
      return unknown_interaction(json(std::to_string(which.value)));
    mail out;
    all_.tell_all(*subject, what, out);
    return out;
  }

  // -- what the server of the campaigns does

  /// Loads, starts, stops or unloads a campaign. Errors: there is none of that name; its state does
  /// not allow it.
  result<mail> step(std::string_view campaign, outbound::campaign_trigger what, instant now) {
    mail out;
    const auto steps = all_.change_list(
      now, out, [&](list_change& to) { return all_.campaigns.step(campaign, what, to); });
    if (!steps)
      return steps.why();
    mail told;
    for (const auto one : *steps)
      all_.tell_all({outbound::event_of(one), all_.campaigns.data_of(one, campaign)}, told);
    told.insert(told.end(), out.begin(), out.end());
    return told;
  }

  /// Sends the next record of a campaign to the agent. Errors: as for campaign_desk::push.
  result<mail> push_record(std::string_view campaign, instant now) {
    mail out;
    const auto pushed = all_.change_list(
      now, out, [&](list_change& to) { return all_.campaigns.push(campaign, to); });
    return pushed ? result<mail>{std::move(out)} : pushed.why();
  }

private:
  static bool is_mark_done(const command& what) {
    return what == command{call_trigger::mark_done} || what == command{media_trigger::complete};
  }

  // -- messages

  void take(desk::open_tab& t, frame_id frame, const subscribe_message& m, instant now, mail& out) {
    if (!admit(t, frame, m, now, out))
      return;
    const auto id = t.listeners.add(frame, m.channels);
    out.push_back(
      {t.id, frame, to_document(subscribe_reply{m.reference.value_or(json(nullptr)), id.value})});
  }

  void take(desk::open_tab& t, frame_id frame, const unsubscribe_message& m, instant now,
            mail& out) {
    if (admit(t, frame, m, now, out))
      t.listeners.remove(frame, m.subscription);
  }

  /// Says whether a subscribe or unsubscribe is carried out, and if not, answers it.
  template <class Message>
  bool admit(desk::open_tab& t, frame_id frame, const Message& m, instant now, mail& out) {
    const auto verdict = judge_subscription(t.rights[frame.value], [&] {
      return t.limiters.admit(counted_kind::subscription(), {frame.value, 0}, now);
    });
    if (verdict == gate_verdict::limit_reached)
      out.push_back({t.id, frame, limited_subscription(m, all_.setup.rules.limits.quarantine)});
    return verdict == gate_verdict::serve;
  }

  void take(desk::open_tab& t, frame_id frame, const request_message& m, instant now, mail& out) {
    mail events;
    const auto tab = t.id; // serving may move tabs
    if (const auto reply = judge_and_serve(t, frame, m, now, events))
      out.push_back({tab, frame, reply_document(m, *reply)});
    out.insert(out.end(), events.begin(), events.end());
  }

  /// Returns the answer, or nothing where the client must not get one.
  std::optional<answer> judge_and_serve(desk::open_tab& t, frame_id frame, const request_message& m,
                                        instant now, mail& events) {
    const auto known = request_named(m.request);
    if (!known)
      return check_request(m).why();
    const auto admit = [&] { return t.limiters.admit(*known, {frame.value, 0}, now); };
    switch (judge(t.rights[frame.value], *known, all_.setup.limiter.first_check, admit)) {
    case gate_verdict::refuse: return not_allowed(*known);
    case gate_verdict::limit_reached:
      return limit_reached(*known, all_.setup.rules.limits.quarantine);
    case gate_verdict::ignore_stranger:
    case gate_verdict::ignore_quarantined: return std::nullopt;
    case gate_verdict::serve: break;
    }
    if (const auto checked = check_request(m); !checked)
      return checked.why();
    const bool given = m.parameters && m.parameters->is_array();
    return all_.serve({t, frame, *known, given ? *m.parameters : json::array(), now}, events);
  }

  session all_;
  limiter_plan limits_;
};

} // namespace deskstorm::desk
