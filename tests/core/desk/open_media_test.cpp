#include <string>
#include <tuple>
#include <vector>

#include <deskstorm/desk/command.hpp>
#include <deskstorm/desk/media_interaction.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

using state = interaction_state;
using on = media_trigger;
using namespace std::chrono_literals;

constexpr instant now{10s};

std::string names_of(const auto& events) {
  std::string names;
  for (const auto e : events)
    names += (names.empty() ? "" : " ") + std::string{name_of(e)};
  return names;
}

/// What clients see of a whole life: the events, and the state that each step leads to.
std::string seen_of(interaction i, const std::vector<on>& steps) {
  std::string seen;
  for (const on step : steps) {
    const auto events = apply(i, step, now);
    REQUIRE(events);
    seen += (seen.empty() ? "" : ", ") + names_of(*events) + ": " + std::string{name_of(i.state)};
  }
  seen += i.removed ? ", gone" : "";
  return seen;
}

interaction fresh(media which, call_direction direction = call_direction::in) {
  return {.id = interaction_id{1}, .media = which, .direction = direction};
}

// Protocol: "Open media, chat, email".
// clang-format off
TEST_CASE("open media live as the flows of the protocol say", "[golden]"
  "[event:interaction/INVITED][event:interaction/ACCEPTED][event:interaction/COMPLETED]"
  "[event:interaction/REVOKED][event:interaction/IN_WORKBIN]"
  "[event:interaction/IN_WORKBIN_FAILED][event:interaction/IN_QUEUE_FAILED]"
  "[event:interaction/PULL_FAILED][event:interaction/PULL_WORKBIN_FAILED]"
  "[event:interaction/PULLED][event:interaction/TRANSFER_COMPLETED]"
  "[event:interaction/INVITED_CONFERENCE][event:interaction/LEFT_CONFERENCE]"
  "[event:interaction/JOIN_PENDING][event:interaction/JOIN_FAILED]"
  "[event:interaction/NEW_MESSAGE][event:interaction/ENDED][event:interaction/CANCELED]") {
  // clang-format on
  using row = std::tuple<media, std::vector<on>, std::string>;
  const auto [which, steps, seen] = GENERATE(table<media, std::vector<on>, std::string>({
    row{media::workitem,
        {on::invite, on::accept, on::complete},
        "ADDED INVITED: INVITED, ACCEPTED: ACCEPTED, COMPLETED REMOVED: COMPLETED, gone"},
    row{media::email, {on::invite, on::refuse}, "ADDED INVITED: INVITED, REMOVED: INVITED, gone"},
    row{media::workitem,
        {on::invite, on::revoke},
        "ADDED INVITED: INVITED, REVOKED REMOVED: REVOKED, gone"},
    row{media::email,
        {on::invite, on::accept, on::store_fails, on::queueing_fails, on::store},
        "ADDED INVITED: INVITED, ACCEPTED: ACCEPTED, IN_WORKBIN_FAILED: ACCEPTED, "
        "IN_QUEUE_FAILED: ACCEPTED, IN_WORKBIN REMOVED: IN_WORKBIN, gone"},
    row{media::email,
        {on::pull_fails, on::workbin_pull_fails, on::pull, on::place_in_queue},
        "PULL_FAILED: UNKNOWN, PULL_WORKBIN_FAILED: UNKNOWN, ADDED PULLED: PULLED, "
        "REMOVED: PULLED, gone"},
    row{media::workitem,
        {on::pull, on::transfer},
        "ADDED PULLED: PULLED, TRANSFER_COMPLETED REMOVED: TRANSFER_COMPLETED, gone"},
    row{media::workitem,
        {on::invite_to_conference, on::accept, on::leave_conference},
        "ADDED INVITED_CONFERENCE: INVITED_CONFERENCE, ACCEPTED: ACCEPTED, "
        "LEFT_CONFERENCE REMOVED: LEFT_CONFERENCE, gone"},
    row{media::chat,
        {on::invite, on::accept, on::join, on::message, on::message, on::end, on::complete},
        "ADDED INVITED: INVITED, ACCEPTED: ACCEPTED, JOIN_PENDING: JOIN_PENDING, "
        "NEW_MESSAGE: NEW_MESSAGE, NEW_MESSAGE: NEW_MESSAGE, ENDED: ENDED, "
        "COMPLETED REMOVED: COMPLETED, gone"},
    row{media::chat,
        {on::invite, on::accept, on::join, on::join_fails, on::end},
        "ADDED INVITED: INVITED, ACCEPTED: ACCEPTED, JOIN_PENDING: JOIN_PENDING, "
        "JOIN_FAILED: JOIN_FAILED, ENDED: ENDED"},
    row{media::chat,
        {on::invite, on::taken_elsewhere},
        "ADDED INVITED: INVITED, CANCELED REMOVED: CANCELED, gone"},
  }));
  CHECK(seen_of(fresh(which), steps) == seen);
}

// clang-format off
TEST_CASE("an outbound e-mail lives as the flow of the protocol says", "[golden]"
  "[event:interaction/INSERT_STANDARD_RESPONSE][event:interaction/SENT]"
  "[event:interaction/CANCELLED]") {
  // clang-format on
  using row = std::tuple<std::vector<on>, std::string>;
  const auto [steps, seen] = GENERATE(table<std::vector<on>, std::string>({
    row{{on::create, on::compose, on::insert_response, on::send},
        "ADDED CREATED: CREATED, COMPOSING: COMPOSING, INSERT_STANDARD_RESPONSE: COMPOSING, "
        "SENT REMOVED: SENT, gone"},
    row{{on::create, on::compose, on::cancel},
        "ADDED CREATED: CREATED, COMPOSING: COMPOSING, CANCELLED REMOVED: CANCELLED, gone"},
    row{{on::pull, on::compose, on::store},
        "ADDED PULLED: PULLED, COMPOSING: COMPOSING, IN_WORKBIN REMOVED: IN_WORKBIN, gone"},
  }));
  CHECK(seen_of(fresh(media::email, call_direction::out), steps) == seen);
}

TEST_CASE("email.create makes an e-mail that is being composed", "[unit]") {
  const auto begun = create_email({.id = interaction_id{7}, .party = "a@b.example"}, now);
  CHECK(names_of(begun.events) == "ADDED CREATED COMPOSING");
  CHECK(begun.call.state == state::composing);
  CHECK(begun.call.previous == state::created);
  CHECK(begun.call.parties == std::vector<std::string>{"a@b.example"});
}

TEST_CASE("open media offer what the manual spells", "[unit]") {
  const auto [which, at, offered] = GENERATE(table<media, state, capability_list>({
    {media::chat, state::invited, {capability::accept, capability::reject}},
    {media::chat, state::messages_flow, {}},
    {media::chat, state::ended, {capability::mark_done}},
    {media::email, state::accepted, {capability::mark_done}},
    {media::workitem, state::invited_to_conference, {capability::accept, capability::reject}},
  }));
  auto i = fresh(which);
  i.state = at;
  CHECK(capabilities_of(i) == offered);
}

TEST_CASE("commands of another medium are refused and change nothing", "[unit]") {
  auto chat = invite({.id = interaction_id{1}, .media = media::chat}, now).call;
  auto call = offer({.id = interaction_id{2}, .party = "1"}, now).call;
  const auto chat_before = chat;
  const auto call_before = call;
  for (const command& what :
       {command{call_trigger::answer}, command{recording_trigger::start}, command{on::compose}})
    CHECK_FALSE(apply(chat, what, now));
  for (const command& what : {command{on::accept}, command{recording_trigger::start}})
    CHECK_FALSE(apply(call, what, now));
  CHECK(chat == chat_before);
  CHECK(call == call_before);
}

TEST_CASE("a blocked chat is not marked done before the block ends", "[unit]") {
  auto chat = fresh(media::chat);
  chat.state = state::ended;
  chat.block = mark_done_block{"Say goodbye first.", now + 1s};
  CHECK(apply(chat, on::complete, now).why().text == "Say goodbye first.");
  CHECK(apply(chat, on::complete, now + 1s));
}

TEST_CASE("requests mean what the medium makes of them", "[unit]") {
  const auto marks = request_kind::interaction_markdone;
  CHECK(command_of(fresh(media::chat), marks) == command{on::complete});
  CHECK(command_of(fresh(media::voice), marks) == command{call_trigger::mark_done});
  CHECK(command_of(fresh(media::email), request_kind::interaction_accept) == command{on::accept});
  CHECK_FALSE(command_of(fresh(media::voice), request_kind::interaction_accept));
  CHECK_FALSE(command_of(fresh(media::chat), request_kind::voice_hold));
}

TEST_CASE("open media have no transitions but those of their tables", "[unit]") {
  CHECK(open_media_rows.size() == 24);
  CHECK(chat_rows.size() == 24);
  CHECK(outbound_email_rows.size() == 12);
}

} // namespace
} // namespace deskstorm::desk
