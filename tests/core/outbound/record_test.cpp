#include <deskstorm/outbound/day_window.hpp>
#include <deskstorm/outbound/record.hpp>
#include <deskstorm/outbound/record_json.hpp>
#include <deskstorm/outbound/record_update.hpp>

#include "support/catch.hpp"

namespace deskstorm::outbound {
namespace {

using namespace std::chrono_literals;
using enum record_state;
using on = record_trigger;
using next = std::optional<record_state>;

TEST_CASE("call results have the numbers of the outbound server", "[object:call-result]") {
  const auto [number, name] = GENERATE(table<call_result, std::string_view>({
    {0, "Ok"},
    {6, "Busy"},
    {7, "No Answer"},
    {9, "Answering Machine"},
    {21, "Abandoned"},
    {28, "Unknown"},
    {33, "Answer"},
    {51, "Do Not Call"},
    {52, "Cancel Record"},
    {53, "Wrong Number"},
  }));
  CHECK(name_of(number) == name);
}

TEST_CASE("there is no call result beyond the last", "[unit]") {
  CHECK(call_result_of(53) == 53);
  CHECK_FALSE(call_result_of(54));
  CHECK_FALSE(call_result_of(-1));
}

TEST_CASE("a record goes through the states of its table", "[unit]") {
  const auto [from, trigger, to] = GENERATE(table<record_state, on, next>({
    {ready, on::retrieve, retrieved},
    {ready, on::dial, {}},
    {retrieved, on::invite, invited},
    {retrieved, on::preview, previewing},
    {retrieved, on::retrieve, {}},
    {invited, on::preview, previewing},
    {invited, on::put_back, ready},
    {invited, on::dial, {}},
    {previewing, on::reject, ready},
    {previewing, on::cancel, closed},
    {previewing, on::dial, dialing},
    {dialing, on::connect, connected},
    {dialing, on::try_again, ready},
    {dialing, on::cancel, {}},
    {dialing, on::dial, {}},
    {connected, on::finish, closed},
    {connected, on::try_again, ready},
    {closed, on::retrieve, {}},
  }));
  CAPTURE(name_of(from), static_cast<int>(trigger));
  CHECK(follow(record_edges, from, trigger) == to);
}

TEST_CASE("a number may be called in its window, where it is", "[unit]") {
  const day_window office{9 * 3600, 17 * 3600, 0};
  const day_window night{22 * 3600, 6 * 3600, 0};
  const day_window west{9 * 3600, 17 * 3600, -2 * 3600};
  const auto [window, now, open] = GENERATE_COPY(table<day_window, duration, duration>({
    {day_window{}, 5h, 5h},
    {office, 8h, 9h},
    {office, 9h, 9h},
    {office, 17h, 17h},
    {office, 17h + 1s, 33h},
    {night, 23h, 23h},
    {night, 5h, 5h},
    {night, 12h, 22h},
    {west, 10h, 11h},
    {west, 18h, 18h},
    {west, 20h, 35h},
  }));
  CHECK(next_open(window, instant{now}, 0h) == instant{open});
}

TEST_CASE("a run need not start at midnight", "[unit]") {
  CHECK(next_open({9 * 3600, 17 * 3600, 0}, instant{}, 8h) == instant{1h});
}

record customer() {
  record r{.handle = {283}, .chain = {3}, .reference = 3, .phone = "+33647005"};
  r.custom["Custom_Integer"] = 0;
  return r;
}

TEST_CASE("values of a record have their types in a chain and are texts in user data", "[unit]") {
  const auto typed = record_json(customer(), {.campaign = "Offer", .group = "Group"}, true);
  const auto texts = record_user_data(customer(), {.campaign = "Offer", .group = "Group"});
  CHECK(typed["GSW_RECORD_HANDLE"] == 283);
  CHECK(texts["GSW_RECORD_HANDLE"] == "283");
  CHECK(texts["Custom_Integer"] == "0");
  CHECK(texts["GSW_PHONE"] == "+33647005");
  CHECK(typed["GSW_CALL_RESULT"] == 28);
  CHECK(typed["GSW_CAMPAIGN_GROUP_NAME"] == "Offer@Group");
}

TEST_CASE("the record at hand is the first of its chain", "[unit]") {
  const auto one = customer();
  auto other = customer();
  other.handle = {284};
  const std::array<const record*, 2> chain{&one, &other};
  const auto all = chain_json(chain, other.handle, {});
  REQUIRE(all.size() == 2);
  CHECK(all[0]["GSW_RECORD_HANDLE"] == 284);
  CHECK(all[0]["GSW_USER_EVENT"] == "PreviewRecord");
  CHECK(all[0].contains("IW_CaseUid"));
  CHECK(all[1]["GSW_USER_EVENT"] == "ChainedRecord");
  CHECK_FALSE(all[1].contains("WWE_OUTBOUND_CAMP_TYPE"));
}

// The keys of the manual's example.
TEST_CASE("a chained record has the keys of the manual's example", "[object:record]") {
  const auto seen = json::parse(R"(["GSW_AGENT_ID","GSW_APPLICATION_ID","GSW_ATTEMPTS",
    "GSW_CALLING_LIST","GSW_CALLING_LIST_DBID","GSW_CALL_ATTEMPT_GUID","GSW_CALL_RESULT",
    "GSW_CAMPAIGN_GROUP_DBID","GSW_CAMPAIGN_GROUP_DESCRIPTION","GSW_CAMPAIGN_GROUP_NAME",
    "GSW_CAMPAIGN_NAME","GSW_CHAIN_ID","GSW_CONTACT_MEDIA_TYPE","GSW_FROM","GSW_PHONE",
    "GSW_PHONE_TYPE","GSW_RECORD_HANDLE","GSW_REFERENCE_ID","GSW_SWITCH_DBID","GSW_TZ_NAME",
    "GSW_TZ_OFFSET","GSW_UNTIL","GSW_USER_EVENT","IW_BundleUid","IW_CaseUid","InteractionSubtype",
    "InteractionType","WWE_OUTBOUND_CAMP_TYPE"])");
  auto r = customer();
  r.custom = json::object();
  const auto first = record_json(r, {}, true);
  CHECK(first.size() == seen.size());
  for (const auto& key : seen)
    CHECK(first.contains(key.get<std::string>()));
}

TEST_CASE("fields that clients may change take texts and numbers", "[unit]") {
  auto r = customer();
  CHECK_FALSE(update_record(r, {{"GSW_FROM", "10:10"}, {"GSW_UNTIL", 7200}, {"Custom_X", 5}}));
  CHECK(r.window.from == 36'600);
  CHECK(r.window.until == 7200);
  CHECK(r.custom["Custom_X"] == 5);
}

TEST_CASE("a change of fields that is refused changes nothing", "[unit]") {
  const auto [values, text] = GENERATE(table<json, std::string>({
    {json{{"GSW_PHONE", "1"}, {"GSW_RECORD_HANDLE", 1}},
     "The field GSW_RECORD_HANDLE cannot be changed."},
    {json{{"GSW_PHONE", "1"}, {"Unheard", 1}}, "The field Unheard cannot be changed."},
    {json{{"GSW_FROM", "25:00"}, {"Custom_X", 1}},
     "The field GSW_FROM must be seconds after midnight, or a time as 9:30."},
  }));
  auto r = customer();
  const auto wrong = update_record(r, values);
  REQUIRE(wrong);
  CHECK(wrong->text == text);
  CHECK(r.phone == customer().phone);
  CHECK(r.custom == customer().custom);
}

TEST_CASE("a date of a reschedule is local to the record", "[unit]") {
  constexpr std::chrono::milliseconds start{1'735'689'600'000}; // 2025 in UTC
  CHECK(time_of_date("1/1/2025 9:05", 0s, start) == instant{9h + 5min});
  CHECK(time_of_date("1/2/2025 0:0", 3600s, start) == instant{23h});
  CHECK_FALSE(time_of_date("2/30/2025 9:05", 0s, start));
  CHECK_FALSE(time_of_date("2025-01-01", 0s, start));
  CHECK_FALSE(time_of_date("1/1/2025 24:00", 0s, start));
}

} // namespace
} // namespace deskstorm::outbound
