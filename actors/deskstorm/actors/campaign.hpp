#pragma once

#include <cassert>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <deskstorm/actors/campaign_call.hpp>
#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/line.hpp>
#include <deskstorm/actors/live/live_messages.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/outbound_messages.hpp>
#include <deskstorm/actors/preview.hpp>
#include <deskstorm/actors/record_requests.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/outbound/pacing.hpp>
#include <deskstorm/outbound/record_book.hpp>
#include <deskstorm/outbound/record_json.hpp>
#include <deskstorm/outbound/record_update.hpp>

namespace deskstorm::actors {

/// An outbound campaign: keeps the records, hands them to agents or dials them, as its mode says,
/// and notes what becomes of them.
class campaign
  : public entity<campaign, messages::record_moved, messages::outbound_availability,
                  messages::line_answered, messages::record_due, messages::record_wanted,
                  messages::record_changed, messages::campaign_step, messages::record_added> {
public:
  campaign(caf::actor_config& config, transport& carrier, run_context& run, std::uint32_t which)
    : entity(config, carrier),
      run_(&run),
      which_(which),
      book_(plan().records, plan().attempts),
      pace_(plan::pacing_rules(plan())) {
    run.seen.records_listed(which_, plan().records.size());
  }

  const outbound::record_book& book() const { return book_; }

  /// An agent who is part of it.
  void enlist(receiver& agent) { agents_.push_back(&agent); }

  void on(const messages::campaign_step& wanted, const context& about) {
    for (const auto step : outbound::steps_to(wanted.step, state_)) {
      state_ = follow(outbound::campaign_edges, state_, step).value();
      run_->seen.campaign_stepped(which_, step, about.now);
      for (auto* agent : agents_)
        post(*agent, about.now, messages::campaign_news{which_, step});
      if (step == outbound::campaign_trigger::unload)
        take_back(about.now);
    }
    assert(!book_.fault());
    serve(about.now);
  }

  void on(const messages::outbound_availability& news, const context& about) {
    forget(about.from);
    if (!news.available
        || (mode() == outbound::campaign_mode::direct_push_preview && !news.direct_push))
      return;
    ticket_of_.emplace(about.from, next_ticket_);
    free_.emplace(next_ticket_++, about.from);
    serve(about.now);
  }

  /// A client asks for a record: it gets one where there is one.
  void on(const messages::record_wanted&, const context& about) {
    if (state_ != outbound::campaign_state::started
        || mode() != outbound::campaign_mode::pull_preview)
      return;
    if (const auto record = book_.next(about.now))
      show(*record, about.from, true, about.now);
  }

  void on(const messages::record_due&, const context& about) {
    awaited_ = never;
    serve(about.now);
  }

  void on(const messages::line_answered&, const context& about) {
    waiting_.push_back(about.from);
    serve(about.now);
  }

  void on(const messages::record_moved& what, const context& about) {
    using on = outbound::record_trigger;
    const auto record = what.record;
    switch (what.what) {
    case on::invite: change(record, [&] { return book_.invite(record); }); return;
    case on::preview: change(record, [&] { return book_.preview(record); }); return;
    case on::dial: return dial(what, about);
    case on::connect: return connect(what, about);
    case on::finish: end_call(what, about); break;
    case on::put_back: change(record, [&] { return book_.put_back(record, about.now); }); break;
    case on::reject:
      change(record, [&] { return book_.reject(record, about.now, callback(what), what.chosen); });
      break;
    case on::cancel:
      change(record, [&] { return book_.cancel(record, why_canceled(what)); });
      run_->seen.record_result(which_, why_canceled(what), about.now);
      break;
    default: assert(false);
    }
    if (is_over(what.what))
      under_way_.erase(about.from);
    serve(about.now);
  }

  void on(const messages::record_changed& what, const context&) {
    if (const auto parameters = run_->arguments(what.arguments))
      outbound::update_record(book_.fields_of(what.record), (*parameters)[1]);
  }

  /// Somebody outside adds a record to the list: a phone number, and fields of its own.
  void on(const messages::record_added& what, const context& about) {
    const auto given = run_->live->take(what.record).content;
    if (!given.is_object()) // forgotten
      return;
    outbound::record made;
    made.phone = given.value("phone", std::string{});
    made.custom = given.value("fields", json::object());
    book_.add(std::move(made), about.now);
    run_->seen.records_listed(which_, 1);
    serve(about.now);
  }

private:
  const plan::campaign& plan() const { return run_->plan.campaigns[which_]; }
  outbound::campaign_mode mode() const { return plan().mode; }

  static bool is_over(outbound::record_trigger what) {
    using on = outbound::record_trigger;
    return what == on::finish || what == on::put_back || what == on::reject || what == on::cancel;
  }

  static std::optional<instant> callback(const messages::record_moved& what) {
    if (what.callback_s == messages::record_moved::no_callback)
      return std::nullopt;
    return instant{std::chrono::seconds{what.callback_s}};
  }

  static outbound::call_result why_canceled(const messages::record_moved& what) {
    return what.result == outbound::call_results::do_not_call
             ? what.result
             : outbound::call_results::cancel_record;
  }

  // -- who gets the next record ----------------------------------------------------------------

  /// Does all that can be done now, and comes back when the next record is due.
  void serve(instant now) {
    if (outbound::preview_mode_of(mode()))
      serve_previews(now);
    else
      serve_lines(now);
    await_record(now);
  }

  void serve_previews(instant now) {
    const bool by_themselves = mode() != outbound::campaign_mode::pull_preview
                               || plan().worked_by == plan::preview_worker::agent;
    while (state_ == outbound::campaign_state::started && by_themselves && !free_.empty()) {
      const auto record = book_.next(now);
      if (!record)
        return;
      show(*record, take_agent(), false, now);
    }
  }

  void show(outbound::record_book::number record, entity_number agent, bool wanted, instant now) {
    auto& to = carrier().at(agent);
    auto& shown = spawn<preview>(carrier(), *run_, campaign_work{which_, record, ++ordinal_}, *this,
                                 to, chain_of(record));
    under_way_.emplace(shown.number(), &shown);
    post(to, now, messages::record_offered{shown.id(), shown.number(), wanted, true});
  }

  offered_chain chain_of(outbound::record_book::number record) const {
    offered_chain chain{.offset = std::chrono::seconds{book_.at(record).window.offset}};
    for (const auto other : book_.chain_of(record))
      if (other == record || book_.at(other).state == outbound::record_state::ready)
        chain.may_be_called.push_back(book_.at(other).handle);
    if (run_->tells_any())
      chain.shown = records_of(record);
    return chain;
  }

  /// Returns the chain of a record as clients see it.
  json records_of(outbound::record_book::number record) const {
    outbound::record_surroundings around{.campaign = plan().name, .group = "Agents"};
    around.calling_list = plan().name;
    around.calling_list_id = around.group_id = which_ + 101;
    std::vector<const outbound::record*> all;
    for (const auto other : book_.chain_of(record))
      all.push_back(&book_.at(other));
    return outbound::chain_json(all, book_.at(record).handle, around);
  }

  /// Who has answered goes before new calls.
  void serve_lines(instant now) {
    while (!waiting_.empty() && !free_.empty()) {
      post(carrier().at(waiting_.front()), now, messages::line_assigned{take_agent()});
      waiting_.pop_front();
    }
    while (state_ == outbound::campaign_state::started && lines_ < wanted_lines()) {
      const auto record = book_.next(now);
      if (!record)
        return;
      ++lines_;
      auto& dialed = spawn<line>(carrier(), *run_, campaign_work{which_, *record, ++ordinal_},
                                 *this, chain_of(*record));
      change(*record, [&] { return book_.dial(*record); });
      run_->seen.record_dialed(which_, now);
      dialed.dial(now);
    }
  }

  /// How many numbers should ring, or have answered and wait for an agent.
  std::uint32_t wanted_lines() const {
    const auto free = static_cast<std::uint32_t>(free_.size());
    if (mode() == outbound::campaign_mode::progressive)
      return free;
    return pace_.lines(free, static_cast<std::uint32_t>(busy_.size()), answered_, abandoned_);
  }

  void await_record(instant now) {
    if (state_ != outbound::campaign_state::started || free_.empty())
      return;
    const instant due = book_.next_due();
    if (due <= now || due >= awaited_)
      return;
    awaited_ = due;
    post(*this, due, messages::record_due{});
  }

  entity_number take_agent() {
    const auto longest_free = free_.begin();
    const auto agent = longest_free->second;
    forget(agent);
    return agent;
  }

  void forget(entity_number agent) {
    const auto known = ticket_of_.find(agent);
    if (known == ticket_of_.end())
      return;
    free_.erase(known->second);
    ticket_of_.erase(known);
  }

  // -- what becomes of records -----------------------------------------------------------------

  /// Lets `make` change a record, which may change its chain, and tells what became of them.
  template <class Make>
  void change(outbound::record_book::number record, Make&& make) {
    const auto chain = book_.chain_of(record);
    std::vector<outbound::disposition> before;
    before.reserve(chain.size());
    for (const auto other : chain)
      before.push_back(outbound::disposition_of(book_.at(other)));
    [[maybe_unused]] const bool legal = make();
    assert(legal);
    for (std::size_t i = 0; i < chain.size(); ++i)
      if (const auto after = outbound::disposition_of(book_.at(chain[i])); after != before[i])
        run_->seen.record_became(which_, before[i], after);
  }

  /// The agent calls a record of the chain: from now on the preview stands for that one.
  void dial(const messages::record_moved& what, const context& about) {
    auto record = what.record;
    change(record, [&] {
      if (what.chosen != outbound::record_handle{})
        record = book_.choose(record, what.chosen).value_or(record);
      return book_.dial(record);
    });
    chosen_.insert_or_assign(about.from, record);
    run_->seen.record_dialed(which_, about.now);
  }

  outbound::record_book::number record_of(const messages::record_moved& what,
                                          const context& about) const {
    const auto chosen = chosen_.find(about.from);
    return chosen == chosen_.end() ? what.record : chosen->second;
  }

  void connect(const messages::record_moved& what, const context& about) {
    const auto record = record_of(what, about);
    change(record, [&] { return book_.connect(record); });
    ++answered_;
    if (outbound::preview_mode_of(mode()))
      return;
    --lines_;
    busy_.insert(about.from);
  }

  void end_call(const messages::record_moved& what, const context& about) {
    const auto record = record_of(what, about);
    change(record, [&] {
      return book_.end_call(record, {what.result, what.reached, callback(what), what.chosen},
                            about.now);
    });
    chosen_.erase(about.from);
    run_->seen.record_result(which_, what.result, about.now);
    if (outbound::preview_mode_of(mode()))
      return;
    busy_.erase(about.from);
    if (what.reached)
      return;
    --lines_;
    std::erase(waiting_, about.from);
    if (what.result == outbound::call_results::abandoned) {
      ++answered_;
      ++abandoned_;
    }
  }

  /// Records that agents look at go back to the list; those that are called are called.
  void take_back(instant now) {
    for (const auto& [number, one] : under_way_)
      post(*one, now, messages::record_withdrawn{});
  }

  run_context* run_;
  std::uint32_t which_;
  outbound::record_book book_;
  outbound::pacing pace_;
  outbound::campaign_state state_ = outbound::campaign_state::unloaded;
  std::vector<receiver*> agents_ = {};
  std::map<std::uint64_t, entity_number> free_ = {}; ///< by ticket: the first is free longest
  std::map<entity_number, std::uint64_t> ticket_of_ = {};
  std::uint64_t next_ticket_ = 0;
  std::map<entity_number, preview*> under_way_ = {};
  std::map<entity_number, outbound::record_book::number> chosen_ = {}; ///< by previews that call
  std::deque<entity_number> waiting_ = {}; ///< lines that somebody has answered
  std::set<entity_number> busy_ = {};      ///< lines with an agent
  std::uint32_t lines_ = 0;                ///< that ring or wait
  std::uint64_t answered_ = 0;             ///< by customers, the abandoned ones included
  std::uint64_t abandoned_ = 0;
  std::uint32_t ordinal_ = 0;
  instant awaited_ = never;
};

} // namespace deskstorm::actors
