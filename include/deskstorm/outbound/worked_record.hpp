#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/few.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/outbound/call_result.hpp>
#include <deskstorm/outbound/preview.hpp>
#include <deskstorm/outbound/record.hpp>
#include <deskstorm/outbound/record_update.hpp>
#include <deskstorm/protocol/messages.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::outbound {

/// The events of one transition, in order.
using preview_rows = few<const preview_row*, 3>;

/// The time, for what is said in dates.
struct calendar {
  instant now = {};
  std::chrono::milliseconds epoch = {}; ///< from 1970 in UTC to the start of the run
  std::chrono::seconds offset = {};     ///< of the place of the record from UTC
};

/// A record that an agent works on, first as a preview and then as a call, and what clients say
/// about it. Whoever owns it tells clients the events, and the campaign what becomes of the record.
class worked_record {
public:
  /// `callable`: the records of the chain that may be called, the one at hand among them.
  worked_record(preview_mode mode, std::vector<record_handle> callable)
    : mode_(mode), callable_(std::move(callable)) {}

  preview_mode mode() const { return mode_; }
  preview_state state() const { return state_; }

  /// The record that a client has chosen to call; handle 0: the one at hand.
  record_handle chosen() const { return chosen_; }

  std::optional<instant> callback() const { return callback_; }

  /// The number of the customer that is to be called then.
  record_handle callback_by() const { return callback_by_; }
  bool called() const { return called_; }
  bool answered() const { return answered_; } ///< somebody was talked to

  /// How the call ended: as a client has said, else as it went.
  call_result outcome() const { return said_.value_or(went_); }
  bool is_forbidden() const { return said_ == call_results::do_not_call; }

  /// The switch knows better than that somebody answers, or that nobody does.
  void went(call_result how) { went_ = how; }

  /// Makes a transition. Nothing where the state does not allow it.
  std::optional<preview_rows> move(preview_trigger on) {
    const auto to = follow(preview_edges, state_, on);
    if (!to)
      return std::nullopt;
    preview_rows rows;
    for (const auto& row : rows_of(mode_))
      if (row.from == state_ && row.on == on)
        rows.push_back(&row);
    if (on == preview_trigger::answered)
      went_ = call_results::answer;
    else if (on == preview_trigger::release && !answered_)
      went_ = call_results::no_answer;
    called_ = called_ || on == preview_trigger::call;
    answered_ = answered_ || on == preview_trigger::answered;
    state_ = *to;
    return rows;
  }

  /// Carries out a request that only says something about the record; nothing for any other.
  /// Errors: the values of its parameters; there is nothing to take back.
  std::optional<result<maybe_json>> say(request_kind request, const json& parameters,
                                        const calendar& today) {
    switch (request) {
    case request_kind::outbound_reschedule_record: return reschedule(parameters, today);
    case request_kind::outbound_cancel_reschedule: return cancel_reschedule();
    case request_kind::outbound_set_call_result: return set_result(parameters[1]);
    case request_kind::outbound_get_call_result: return maybe_json{outcome()};
    case request_kind::outbound_set_do_not_call: return forbid();
    case request_kind::outbound_remove_do_not_call: return allow();
    default: return std::nullopt;
    }
  }

  /// Chooses the record that outbound.callPreviewRecord names. Returns why not: the chain has none
  /// of that handle that may be called.
  std::optional<failure> choose(const json& parameters) {
    if (parameters.size() < 2 || parameters[1].is_null())
      return std::nullopt;
    const auto wanted = handle_in(parameters[1]);
    if (!wanted)
      return no_such_record(parameters[1]);
    chosen_ = *wanted;
    return std::nullopt;
  }

  /// Which of the two interactions makes such a transition.
  preview_part subject_of(preview_trigger on) const {
    const bool of_call = on == preview_trigger::answered || on == preview_trigger::release
                         || (on == preview_trigger::mark_done && called_);
    return of_call ? preview_part::call : preview_part::preview;
  }

private:
  std::optional<record_handle> handle_in(const json& parameter) const {
    for (const auto handle : callable_)
      if (parameter == handle.value)
        return handle;
    return std::nullopt;
  }

  static failure no_such_record(const json& parameter) {
    return {"The chain has no record " + parameter.dump() + " that may be called.", "recordHandle"};
  }

  result<maybe_json> reschedule(const json& parameters, const calendar& today) {
    constexpr std::array<std::string_view, 4> types{"CAMPAIGN", "PERSONAL", "Campaign", "Personal"};
    const auto& date = parameters[2].get_ref<const std::string&>();
    const auto& type = parameters[3].get_ref<const std::string&>();
    const auto when = time_of_date(date, today.offset, today.epoch);
    const auto by = handle_in(parameters[1]);
    if (!by)
      return no_such_record(parameters[1]);
    if (!when)
      return failure{"'" + date + "' is no date such as '10/31/2025 9:05'.", "rescheduleDate"};
    if (*when < today.now)
      return failure{"The date '" + date + "' is over.", "rescheduleDate"};
    if (std::ranges::count(types, type) == 0)
      return failure{"The type of a callback is CAMPAIGN or PERSONAL, not '" + type + "'.",
                     "callbackType"};
    callback_ = when;
    callback_by_ = *by;
    return maybe_json{};
  }

  result<maybe_json> cancel_reschedule() {
    if (!std::exchange(callback_, std::nullopt))
      return failure{"The record is not rescheduled.", "interactionId"};
    return maybe_json{};
  }

  result<maybe_json> set_result(const json& parameter) {
    const auto how =
      parameter.is_number_integer() ? call_result_of(parameter.get<std::int64_t>()) : std::nullopt;
    if (!how)
      return failure{"There is no call result " + parameter.dump() + ".", "callResult"};
    said_ = how;
    return maybe_json{};
  }

  result<maybe_json> forbid() {
    if (!is_forbidden())
      before_ = std::exchange(said_, call_results::do_not_call);
    return maybe_json{};
  }

  result<maybe_json> allow() {
    if (!is_forbidden())
      return failure{"Do-not-call is not set.", "interactionId"};
    said_ = before_;
    return maybe_json{};
  }

  preview_mode mode_;
  std::vector<record_handle> callable_;
  preview_state state_ = preview_state::none;
  record_handle chosen_ = {};
  call_result went_ = call_results::unknown;
  std::optional<call_result> said_ = {};
  std::optional<call_result> before_ = {}; ///< do-not-call was set
  std::optional<instant> callback_ = {};
  record_handle callback_by_ = {};
  bool called_ = false;
  bool answered_ = false;
};

} // namespace deskstorm::outbound
