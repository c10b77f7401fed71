#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <deskstorm/protocol/requests.hpp>

#include "support/catch.hpp"

using namespace deskstorm;

TEST_CASE("there are 74 requests, each of a name of its own", "[unit]") {
  std::set<std::string_view> names;
  for (const auto& row : requests)
    names.insert(row.name);
  CHECK(names.size() == 74);
}

TEST_CASE("every namespace has as many requests as the client library", "[unit]") {
  std::map<std::string, std::size_t> counts;
  for (const auto& row : requests)
    ++counts[std::string{row.name.substr(0, row.name.find('.'))}];
  CHECK(counts
        == std::map<std::string, std::size_t>{{"agent", 4},
                                              {"auth", 1},
                                              {"configuration", 1},
                                              {"email", 1},
                                              {"interaction", 15},
                                              {"media", 3},
                                              {"messenger", 1},
                                              {"outbound", 17},
                                              {"sipEndpoint", 6},
                                              {"system", 15},
                                              {"voice", 10}});
}

TEST_CASE("every request is found by its name", "[unit]") {
  for (const auto& row : requests) {
    CAPTURE(row.name);
    CHECK(request_named(row.name) == row.kind);
    CHECK(&row_of(row.kind) == &row);
  }
}

TEST_CASE("names that are in older manuals alone are no requests", "[unit]") {
  const auto name =
    GENERATE(as<std::string>{}, "interaction.getByBundleId", "interaction.getByCaseId",
             "interaction.attachUserData", "interaction.updateUserData", "auth.getPureCloudToken",
             "system.getBrowserTabs", "voice.Dial", "voice", "");
  CAPTURE(name);
  CHECK_FALSE(request_named(name));
}

// Source: the filter keywords of the manual's overview page.
TEST_CASE("the manual's filter keywords are requests", "[unit]") {
  const auto name = GENERATE(
    as<std::string>{}, "agent.get", "agent.getState", "agent.getStateList", "agent.setState",
    "email.create", "interaction.deleteUserData", "interaction.getByInteractionId",
    "interaction.getInteractions", "interaction.selectCaseByCaseId", "interaction.setUserData",
    "interaction.singleStepTransfer", "interaction.singleStepConference", "interaction.consult",
    "interaction.completeTransfer", "interaction.completeConference", "media.getMediaList",
    "media.setState", "voice.dial", "voice.dialEx", "voice.pauseCallRecording",
    "voice.resumeCallRecording", "voice.startCallRecording", "voice.stopCallRecording");
  CAPTURE(name);
  CHECK(request_named(name));
}

TEST_CASE("parameters stand in the order of the wire, required ones first", "[unit]") {
  for (const auto& row : requests) {
    CAPTURE(row.name);
    CHECK(std::ranges::is_partitioned(row.parameters, &parameter_row::required));
  }
  const auto& dial = row_of(request_kind::voice_dial).parameters;
  REQUIRE(dial.size() == 2);
  CHECK(dial[0].name == "destination");
  CHECK(dial[1].name == "userData");
  CHECK_FALSE(dial[1].required);
}

TEST_CASE("what changes calls, states or records is forwarded, what reads is not", "[unit]") {
  const auto [kind, changes] = GENERATE(table<request_kind, bool>({
    {request_kind::agent_set_state, true},
    {request_kind::voice_dial, true},
    {request_kind::interaction_set_user_data, true},
    {request_kind::outbound_get_preview_record, true},
    {request_kind::agent_get_state, false},
    {request_kind::interaction_get_interactions, false},
    {request_kind::system_popup_toast, false},
    {request_kind::messenger_broadcast_message, false},
    {request_kind::interaction_block_markdone, false},
  }));
  CAPTURE(name_of(kind));
  CHECK(row_of(kind).changes == changes);
}
