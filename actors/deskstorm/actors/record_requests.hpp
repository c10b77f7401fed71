#pragma once

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/outgoing.hpp>
#include <deskstorm/outbound/record.hpp>
#include <deskstorm/outbound/record_json.hpp>
#include <deskstorm/outbound/record_update.hpp>
#include <deskstorm/outbound/worked_record.hpp>
#include <deskstorm/protocol/messages.hpp>
#include <deskstorm/protocol/requests.hpp>

namespace deskstorm::actors {

/// The chain of a record that is worked on.
// NOLINTNEXTLINE(bugprone-exception-escape): JSON is moved without exceptions
struct offered_chain {
  std::vector<outbound::record_handle> may_be_called = {};
  std::chrono::seconds offset = {}; ///< of the place of the record from UTC
  json shown = {};                  ///< as clients see it, where somebody uses that
};

namespace detail {

inline desk::answer write_fields(const json& values, json& shown) {
  outbound::record changed;
  if (auto wrong = outbound::update_record(changed, values))
    return *std::move(wrong);
  const auto written = outbound::record_json(changed, {}, true);
  for (const auto& [field, value] : values.items())
    if (!shown.empty())
      shown[0][field] = written[field];
  return maybe_json{};
}

} // namespace detail

/// Carries out a request that is about the record alone, not about preview or call; nothing for any
/// other. `shown` is its chain as clients see it, the record at hand first. Errors: the values of
/// the parameters; there is nothing to take back.
inline std::optional<desk::answer> ask_record(request_kind request, const json& parameters,
                                              const outbound::calendar& today,
                                              outbound::worked_record& work, json& shown) {
  switch (request) {
  case request_kind::outbound_get_chained_records: return maybe_json{shown};
  case request_kind::outbound_get_record_fields:
    return maybe_json{shown.empty() ? json::object() : shown[0]};
  case request_kind::outbound_update_record_fields:
    return detail::write_fields(parameters[1], shown);
  default: return work.say(request, parameters, today);
  }
}

} // namespace deskstorm::actors
