#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// How a call of a campaign ended. Source: the manual of the outbound server, which numbers them.
namespace deskstorm::outbound {

using call_result = std::uint8_t;

// clang-format off
inline constexpr auto call_result_names = std::to_array<std::string_view>({
  "Ok", "Transferred", "Conferenced", "General Error", "System Error", "Remote Release", "Busy",
  "No Answer", "SIT Detected", "Answering Machine", "All Trunks Busy", "SIT Invalid Number",
  "SIT Vacant Code", "SIT Intercept", "SIT Unknown", "SIT No Circuit", "SIT Reorder", "Fax",
  "Queue Full", "Cleared", "Overflowed", "Abandoned", "Redirected", "Forwarded", "Consult",
  "Picked Up", "Dropped", "Dropped on No Answer", "Unknown", "Covered", "Converse-On", "Bridged",
  "Silence", "Answer", "NU Tone", "No Dial Tone", "No Progress", "No Ring-back Tone",
  "No Established Detected", "Pager", "Wrong Party", "Dial Error", "Call Drop Error",
  "Switch Error", "No Port Available", "Transfer Error", "Stale", "Agent Callback Error",
  "Group Callback Error", "Deafened", "Held", "Do Not Call", "Cancel Record", "Wrong Number",
});
// clang-format on

inline constexpr std::size_t call_result_count = call_result_names.size();

/// The results that deskstorm itself sets.
namespace call_results {

inline constexpr call_result busy = 6;
inline constexpr call_result no_answer = 7;
inline constexpr call_result answering_machine = 9;
inline constexpr call_result abandoned = 21;
inline constexpr call_result unknown = 28; ///< of a record that was never called
inline constexpr call_result answer = 33;
inline constexpr call_result do_not_call = 51;
inline constexpr call_result cancel_record = 52;

} // namespace call_results

static_assert(call_result_count == 54);
static_assert(call_result_names[call_results::abandoned] == "Abandoned"
              && call_result_names[call_results::unknown] == "Unknown"
              && call_result_names[call_results::answer] == "Answer"
              && call_result_names[call_results::cancel_record] == "Cancel Record");

/// Returns the result of that number, or nothing where there is none.
constexpr std::optional<call_result> call_result_of(std::int64_t number) {
  if (number < 0 || number >= static_cast<std::int64_t>(call_result_count))
    return std::nullopt;
  return static_cast<call_result>(number);
}

/// Returns its name; it must be one of the table.
constexpr std::string_view name_of(call_result which) { return call_result_names[which]; }

} // namespace deskstorm::outbound
