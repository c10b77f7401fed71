#include <cstddef>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <deskstorm/desk/media_flow.hpp>

#include "core/desk/at_desk.hpp"
#include "support/catch.hpp"

// Source of the flows: protocol, "open media, chat, email"; here as the documents that clients get.
namespace deskstorm::desk {
namespace {

using on = media_trigger;
using steps = std::vector<on>;

/// An agent to whom something that is no call happens.
class media_at_desk : public at_desk {
public:
  media_at_desk() { subscribe("interaction"); }

  /// Begins with the first step and goes on with the others. Keeps the events of the last.
  void live(media which, call_direction direction, const steps& course) {
    auto mail =
      all.begin({.id = {}, .media = which, .party = "customer"}, course.front(), direction, now);
    for (std::size_t n = 1; n < course.size(); ++n) {
      REQUIRE(mail);
      mail = all.happen(all.interactions().back().id, course[n], now);
    }
    REQUIRE(mail);
    seen = *std::move(mail);
  }
};

// clang-format off
TEST_CASE("clients get each event of open media with its interaction", "[golden]"
  "[event:interaction/INVITED][event:interaction/ACCEPTED][event:interaction/COMPLETED]"
  "[event:interaction/REVOKED][event:interaction/IN_WORKBIN]"
  "[event:interaction/IN_WORKBIN_FAILED][event:interaction/IN_QUEUE_FAILED]"
  "[event:interaction/PULL_FAILED][event:interaction/PULL_WORKBIN_FAILED]"
  "[event:interaction/PULLED][event:interaction/TRANSFER_COMPLETED]"
  "[event:interaction/INVITED_CONFERENCE][event:interaction/LEFT_CONFERENCE]"
  "[event:interaction/JOIN_PENDING][event:interaction/JOIN_FAILED]"
  "[event:interaction/NEW_MESSAGE][event:interaction/ENDED][event:interaction/CANCELED]"
  "[event:interaction/CREATED][event:interaction/COMPOSING][event:interaction/SENT]"
  "[event:interaction/INSERT_STANDARD_RESPONSE][event:interaction/CANCELLED]") {
  using row = std::tuple<media, call_direction, steps, types, std::string>;
  constexpr auto in = call_direction::in;
  constexpr auto out = call_direction::out;
  const auto [which, direction, course, told, state] = GENERATE_COPY(table<media, call_direction, steps, types, std::string>({
    row{media::email,    in,  {on::invite},                                     {"ADDED", "INVITED"}, "INVITED"},
    row{media::email,    in,  {on::invite, on::accept},                         {"ACCEPTED"}, "ACCEPTED"},
    row{media::email,    in,  {on::invite, on::accept, on::complete},           {"COMPLETED", "REMOVED"}, "COMPLETED"},
    row{media::workitem, in,  {on::invite, on::revoke},                         {"REVOKED", "REMOVED"}, "REVOKED"},
    row{media::workitem, in,  {on::invite, on::accept, on::store},              {"IN_WORKBIN", "REMOVED"}, "IN_WORKBIN"},
    row{media::workitem, in,  {on::invite, on::accept, on::store_fails},        {"IN_WORKBIN_FAILED"}, "ACCEPTED"},
    row{media::workitem, in,  {on::invite, on::accept, on::queueing_fails},     {"IN_QUEUE_FAILED"}, "ACCEPTED"},
    row{media::email,    in,  {on::pull_fails},                                 {"PULL_FAILED"}, "UNKNOWN"},
    row{media::email,    in,  {on::workbin_pull_fails},                         {"PULL_WORKBIN_FAILED"}, "UNKNOWN"},
    row{media::email,    in,  {on::pull},                                       {"ADDED", "PULLED"}, "PULLED"},
    row{media::email,    in,  {on::pull, on::transfer},                         {"TRANSFER_COMPLETED", "REMOVED"}, "TRANSFER_COMPLETED"},
    row{media::chat,     in,  {on::invite_to_conference},                       {"ADDED", "INVITED_CONFERENCE"}, "INVITED_CONFERENCE"},
    row{media::workitem, in,  {on::invite_to_conference, on::accept, on::leave_conference}, {"LEFT_CONFERENCE", "REMOVED"}, "LEFT_CONFERENCE"},
    row{media::chat,     in,  {on::invite, on::accept, on::join},               {"JOIN_PENDING"}, "JOIN_PENDING"},
    row{media::chat,     in,  {on::invite, on::accept, on::join, on::join_fails}, {"JOIN_FAILED"}, "JOIN_FAILED"},
    row{media::chat,     in,  {on::invite, on::accept, on::join, on::message},  {"NEW_MESSAGE"}, "NEW_MESSAGE"},
    row{media::chat,     in,  {on::invite, on::accept, on::end},                {"ENDED"}, "ENDED"},
    row{media::chat,     in,  {on::invite, on::taken_elsewhere},                {"CANCELED", "REMOVED"}, "CANCELED"},
    row{media::email,    out, {on::create},                                     {"ADDED", "CREATED"}, "CREATED"},
    row{media::email,    out, {on::create, on::compose},                        {"COMPOSING"}, "COMPOSING"},
    row{media::email,    out, {on::create, on::compose, on::insert_response},   {"INSERT_STANDARD_RESPONSE"}, "COMPOSING"},
    row{media::email,    out, {on::create, on::compose, on::send},              {"SENT", "REMOVED"}, "SENT"},
    row{media::email,    out, {on::create, on::cancel},                         {"CANCELLED", "REMOVED"}, "CANCELLED"},
  }));
  // clang-format on
  media_at_desk desk;
  desk.live(which, direction, course);
  CHECK(desk.event_types() == told);
  const auto data = desk.last();
  CHECK(desk.seen.back().document["event"] == "interaction");
  CHECK(data["media"] == name_of(which));
  CHECK(data["interaction"]["media"] == name_of(which));
  CHECK(data["interaction"]["state"] == state);
  CHECK(data["interaction"]["interactionId"] == "1");
  CHECK(data["interaction"]["parties"] == json::parse(R"([{"name":"customer"}])"));
  const bool listed = !desk.all.interactions().empty();
  CHECK(listed == (told.back() != "REMOVED" && state != "UNKNOWN"));
}

TEST_CASE("what does not begin so is refused", "[unit]") {
  at_desk desk;
  const auto begins = [&](media which, on how, call_direction direction) {
    return static_cast<bool>(desk.all.begin({.id = {}, .media = which}, how, direction, desk.now));
  };
  CHECK_FALSE(begins(media::chat, on::pull, call_direction::in));
  CHECK_FALSE(begins(media::email, on::invite, call_direction::out));
  CHECK_FALSE(begins(media::workitem, on::create, call_direction::out));
  CHECK(desk.all.interactions().empty());
}

} // namespace
} // namespace deskstorm::desk
