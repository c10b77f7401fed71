#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/few.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/events_json.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/desk/interaction.hpp>
#include <deskstorm/desk/interaction_list.hpp>
#include <deskstorm/desk/interaction_requests.hpp>
#include <deskstorm/desk/outgoing.hpp>
#include <deskstorm/desk/record_in_hand.hpp>
#include <deskstorm/outbound/book_keeping.hpp>
#include <deskstorm/outbound/campaign_json.hpp>
#include <deskstorm/outbound/campaign_life.hpp>
#include <deskstorm/outbound/preview.hpp>
#include <deskstorm/outbound/record_book.hpp>
#include <deskstorm/outbound/record_json.hpp>
#include <deskstorm/outbound/record_update.hpp>
#include <deskstorm/outbound/worked_record.hpp>

namespace deskstorm::desk {

/// An outbound campaign that an agent is part of.
struct desk_campaign {
  std::string name = {};
  outbound::campaign_mode mode = outbound::campaign_mode::pull_preview;
  outbound::calling_list records = {};
  std::string group = "Agents";  ///< the agents of the campaign
  std::string calling_list = {}; ///< its name
  outbound::attempt_rules attempts = {};
};

/// The campaigns of one agent, with all their records: those that agents get to see become previews
/// and calls of the agent's list. Source: the outbound tables of the manual.
class campaign_desk {
public:
  using trigger = outbound::preview_trigger;
  using steps = few<outbound::campaign_trigger, 2>;

  /// `epoch`: since 1970 in UTC when the run starts. Records are shown to `agent`.
  campaign_desk(std::vector<desk_campaign> all, std::string agent, std::chrono::milliseconds epoch)
    : agent_(std::move(agent)), epoch_(epoch) {
    for (auto& plan : all) {
      outbound::record_book book{std::move(plan.records), plan.attempts};
      campaigns_.push_back({std::move(plan), std::move(book)});
    }
  }

  /// The records of a campaign as they stand, or nullptr where there is none of that name.
  const outbound::record_book* book(std::string_view name) const {
    const auto found = std::ranges::find(campaigns_, name, name_of_campaign);
    return found == campaigns_.end() ? nullptr : &found->book;
  }

  // -- what the server does

  /// Loads, starts, stops or unloads a campaign. Returns the steps, of which agents are told.
  /// Errors: there is none of that name; its state does not allow it.
  result<steps> step(std::string_view name, outbound::campaign_trigger wanted, list_change& to) {
    auto* one = find(name);
    if (one == nullptr)
      return no_campaign(name);
    const auto all = outbound::steps_to(wanted, one->state);
    if (all.empty())
      return failure{"The state of the campaign '" + std::string{name} + "' does not allow it.",
                     "campaignName"};
    for (const auto next : all)
      one->state = follow(outbound::campaign_edges, one->state, next).value();
    if (wanted == outbound::campaign_trigger::unload)
      take_back(one, to);
    return all;
  }

  /// The data of the event that agents see of a step of a campaign that there is.
  json data_of(outbound::campaign_trigger step, std::string_view name) {
    std::optional<std::string_view> mode;
    if (step == outbound::campaign_trigger::start)
      mode = name_in(outbound::campaign_mode_texts, find(name)->plan.mode);
    return campaign_data(outbound::event_of(step), name, mode);
  }

  /// Sends the next record to the agent: as a preview, or as a call where the server dials. Errors:
  /// the campaign is not started; the agent must ask for records, or for having them pushed; no
  /// record is due.
  result<bool> push(std::string_view name, list_change& to) {
    auto* one = find(name);
    if (one == nullptr || one->state != outbound::campaign_state::started)
      return not_started(name);
    using enum outbound::campaign_mode;
    if (one->plan.mode == pull_preview
        || (one->plan.mode == direct_push_preview && !pushes_directly_))
      return failure{"The agent has not asked for records of '" + std::string{name} + "'.",
                     "campaignName"};
    return show_next(*one, to);
  }

  /// Nobody can look at records any more: those that are not called go back to their lists.
  void take_back_all(list_change& to) { take_back(nullptr, to); }

  // -- what agent and far end do

  /// True for the previews and calls of records.
  bool works_on(interaction_id which) { return work_on(which) != nullptr; }

  /// Makes a transition of a preview or its call. Errors: the state does not allow it; mark-done is
  /// blocked.
  result<bool> move(interaction_id which, trigger on, list_change& to) {
    auto* work = work_on(which);
    auto* about = to.list.find(which);
    if (work == nullptr || about == nullptr)
      return unknown_interaction(json(std::to_string(which.value)));
    const bool by_call = work->life.subject_of(on) == outbound::preview_part::call;
    if (which != (by_call ? work->call : work->preview))
      return detail::refused(*about);
    if (on == trigger::mark_done && is_blocked(*about, to.now))
      return failure{about->block->warning, "interactionId"};
    return move(*work, on, to) ? result<bool>{true} : detail::refused(*about);
  }

  /// What became of a call by itself, without the tables of previews.
  void note(const interaction& changed, instant now) {
    auto* work = work_on(changed.id);
    if (work == nullptr || changed.id != work->call)
      return;
    const auto quietly = [&](trigger on) {
      if (work->life.move(on))
        keep_book(*work, on, now);
    };
    if (changed.state == interaction_state::talking)
      quietly(trigger::answered);
    if (changed.state == interaction_state::idle)
      quietly(trigger::release);
    if (changed.removed)
      quietly(trigger::mark_done);
    forget_done();
  }

  // -- requests

  /// Carries out one of the requests `outbound.*`. Its parameters have been compared with the table
  /// of requests. Errors: there is no such campaign or record; its state does not allow it.
  answer run(request_kind request, const json& parameters, list_change& to) {
    using enum request_kind;
    switch (request) {
    case outbound_get_campaigns: return maybe_json{campaigns_json()};
    case outbound_get_list_of_call_results: return maybe_json{outbound::call_results_json()};
    case outbound_start_direct_push_preview: return push_directly(true);
    case outbound_stop_direct_push_preview: return push_directly(false);
    case outbound_get_preview_record: return pull(parameters[0], to);
    default: break;
    }
    const auto which = interaction_named(parameters[0]);
    auto* about = which ? to.list.find(*which) : nullptr;
    auto* work = which ? work_on(*which) : nullptr;
    if (about == nullptr)
      return unknown_interaction(parameters[0]);
    if (work == nullptr)
      return of_no_campaign(*which);
    return run_on({*work, *about, request, parameters}, to);
  }

private:
  struct one_campaign {
    desk_campaign plan;
    outbound::record_book book;
    outbound::campaign_state state = outbound::campaign_state::unloaded;
  };

  struct asked {
    record_in_hand& work;
    const interaction& about;
    request_kind request;
    const json& parameters;
  };

  static std::string_view name_of_campaign(const one_campaign& c) { return c.plan.name; }

  one_campaign* find(std::string_view name) {
    const auto found = std::ranges::find(campaigns_, name, name_of_campaign);
    return found == campaigns_.end() ? nullptr : &*found;
  }

  record_in_hand* work_on(interaction_id which) {
    const auto found = std::ranges::find_if(in_hand_, [&](const record_in_hand& w) {
      return which.value != 0 && (w.preview == which || w.call == which);
    });
    return found == in_hand_.end() ? nullptr : &*found;
  }

  outbound::record_book& book_of(const record_in_hand& w) { return campaigns_[w.campaign].book; }

  static failure no_campaign(std::string_view name) {
    return {"There is no campaign '" + std::string{name} + "'.", "campaignName"};
  }

  static failure not_started(std::string_view name) {
    return {"No campaign '" + std::string{name} + "' is started.", "campaignName"};
  }

  // -- requests

  json campaigns_json() const {
    json all = json::array();
    for (const auto& one : campaigns_)
      if (one.state != outbound::campaign_state::unloaded)
        all.push_back(outbound::campaign_json(one.plan.name, one.plan.mode, one.state));
    return all;
  }

  answer push_directly(bool wanted) {
    if (campaigns_.empty())
      return failure{"The agent is part of no campaign."};
    pushes_directly_ = wanted;
    return maybe_json{};
  }

  /// Where no record is due, none comes.
  answer pull(const json& parameter, list_change& to) {
    const auto& name = parameter.get_ref<const std::string&>();
    auto* one = find(name);
    if (one == nullptr || one->state != outbound::campaign_state::started)
      return not_started(name);
    if (one->plan.mode != outbound::campaign_mode::pull_preview)
      return failure{"The campaign '" + name + "' is none whose records agents ask for.",
                     "campaignName"};
    static_cast<void>(show_next(*one, to));
    return maybe_json{};
  }

  answer run_on(const asked& a, list_change& to) {
    using enum request_kind;
    if (a.request == outbound_call_preview_record
        && a.work.life.state() == outbound::preview_state::previewing)
      if (auto why = a.work.life.choose(a.parameters))
        return *std::move(why);
    if (const auto on = outbound::preview_trigger_of(a.request)) {
      const auto moved = move(a.about.id, *on, to);
      return moved ? answer{maybe_json{}} : answer{moved.why()};
    }
    auto& record = book_of(a.work).fields_of(a.work.record);
    const std::chrono::seconds offset{record.window.offset};
    if (auto said = a.work.life.say(a.request, a.parameters, {to.now, epoch_, offset}))
      return *std::move(said);
    if (a.request == outbound_get_record_fields)
      return maybe_json{outbound::record_json(record, around(a.work), true)};
    if (a.request == outbound_get_chained_records)
      return maybe_json{retrieve_chain(a.work, to)};
    auto wrong = outbound::update_record(record, a.parameters[1]);
    return wrong ? answer{*std::move(wrong)} : answer{maybe_json{}};
  }

  // -- records that come

  result<bool> show_next(one_campaign& one, list_change& to) {
    const auto record = one.book.next(to.now);
    if (!record)
      return failure{"No record of '" + one.plan.name + "' is due.", "campaignName"};
    std::vector<outbound::record_handle> callable;
    for (const auto n : one.book.chain_of(*record))
      if (n == *record || one.book.at(n).state == outbound::record_state::ready)
        callable.push_back(one.book.at(n).handle);
    const auto mode = outbound::preview_mode_of(one.plan.mode);
    in_hand_.push_back(
      {static_cast<std::size_t>(&one - campaigns_.data()), *record,
       outbound::worked_record{mode.value_or(outbound::preview_mode::pull), std::move(callable)}});
    auto& work = in_hand_.back();
    if (!mode)
      return connect(work, to);
    work.preview = add(work, outbound::type_of(*mode, outbound::preview_part::preview), to).id;
    return move(work, outbound::arrival_of(*mode), to);
  }

  /// The server has dialed the record, and the call rings at the agent.
  bool connect(record_in_hand& work, list_change& to) {
    work.life.move(trigger::pulled);
    work.life.move(trigger::call);
    book_of(work).dial(work.record);
    auto& call = add(work, call_type::outbound, to);
    work.call = call.id;
    call.direction = call_direction::in;
    const auto events =
      detail::carry_out(call, *detail::row_for(call, call_trigger::offer), to.now);
    for (const event_type e : events)
      to.seen.push_back({e, call});
    return true;
  }

  /// Adds a preview or call to the list. Nobody has seen it yet.
  interaction& add(const record_in_hand& work, call_type type, list_change& to) {
    const auto& record = book_of(work).at(work.record);
    interaction made{.id = to.list.next_id(), .type = type, .direction = call_direction::out};
    made.case_id = case_text(made.id);
    if (!is_preview(type)) {
      made.started = to.now;
      made.call_uuid = call_text(made.id);
      made.dnis = record.phone;
    }
    if (const auto* preview = to.list.find(work.preview)) {
      made.parent = preview->id;
      made.case_id = preview->case_id;
      made.main_of_case = false;
    }
    made.parties.push_back(record.phone);
    made.user_data = outbound::record_user_data(record, around(work, made));
    return to.list.add(std::move(made));
  }

  outbound::record_surroundings around(const record_in_hand& work) const {
    interaction first{.id = work.preview.value != 0 ? work.preview : work.call};
    first.case_id = case_text(first.id);
    return around(work, first);
  }

  outbound::record_surroundings around(const record_in_hand& work, const interaction& seen) const {
    const auto& plan = campaigns_[work.campaign].plan;
    const auto first = work.preview.value != 0 ? work.preview : seen.id;
    return {.campaign = plan.name,
            .group = plan.group,
            .calling_list = plan.calling_list,
            .calling_list_id = static_cast<std::uint32_t>(work.campaign) + 101,
            .group_id = static_cast<std::uint32_t>(work.campaign) + 101,
            .agent = agent_,
            .case_id = seen.case_id,
            .bundle_id = uuid_text(~std::uint64_t{first.value}),
            .attempt_guid = call_text(first)};
  }

  json retrieve_chain(const record_in_hand& work, list_change& to) {
    auto& book = book_of(work);
    std::vector<const outbound::record*> chain;
    for (const auto n : book.chain_of(work.record))
      chain.push_back(&book.at(n));
    auto records = outbound::chain_json(chain, book.at(work.record).handle, around(work));
    if (auto* preview = to.list.find(work.preview)) {
      preview->chained_records = records;
      to.seen.push_back({event_type::records_retrieved, *preview});
    }
    return records;
  }

  // -- transitions

  bool move(record_in_hand& work, trigger on, list_change& to) {
    const auto rows = work.life.move(on);
    if (!rows)
      return false;
    keep_book(work, on, to.now);
    if (on == trigger::call) {
      work.call = add(work, call_type::outbound, to).id;
      if (auto* preview = to.list.find(work.preview)) // which nobody tells of
        preview->offers = capability_list{};
    }
    for (const auto* row : *rows)
      show(work, *row, to);
    if (on == trigger::pulled || on == trigger::accept)
      retrieve_chain(work, to);
    forget_done();
    return true;
  }

  void keep_book(record_in_hand& work, trigger made, instant now) {
    outbound::keep_book(book_of(work), work.record, work.life, made, now);
  }

  void take_back(const one_campaign* of, list_change& to) {
    std::vector<interaction_id> looked_at;
    for (const auto& work : in_hand_)
      if (of == nullptr || of == &campaigns_[work.campaign])
        looked_at.push_back(work.preview);
    for (const auto id : looked_at)
      if (auto* work = work_on(id))
        move(*work, trigger::withdraw, to);
  }

  void forget_done() {
    using enum outbound::preview_state;
    std::erase_if(in_hand_, [](const auto& w) { return w.life.state() == removed; });
  }

  std::string agent_;
  std::chrono::milliseconds epoch_;
  std::vector<one_campaign> campaigns_ = {};
  std::vector<record_in_hand> in_hand_ = {};
  bool pushes_directly_ = false;
};

} // namespace deskstorm::desk
