#include <chrono>

#include <deskstorm/client/client_library.hpp>

#include "support/catch.hpp"

namespace deskstorm::client {
namespace {

using namespace std::chrono_literals;

struct user {
  instant intended = {};
  std::uint16_t choice = 0;
  std::uint8_t attempt = 0;

  friend bool operator==(const user&, const user&) = default;
};

using library = client_library<user>;

// A million frames hold one each.
static_assert(sizeof(library) <= 64);

constexpr instant at(duration since_start) { return instant{since_start}; }

constexpr channel_set agent_only = channel_set{event_channel::agent};
constexpr channel_set agent_and_interaction =
  channel_set{event_channel::agent, event_channel::interaction};

// Source: generated ids are "0", "1", "2", ... in each client page.
TEST_CASE("client_library numbers all that it sends from 0", "[unit]") {
  library page;
  CHECK(page.request({}, at(0s)) == reference_id{0});
  CHECK(page.subscribe(agent_only, {}, at(0s)) == reference_id{1});
  CHECK(page.unsubscribe({7}) == reference_id{2});
  CHECK(page.request({}, at(0s)) == reference_id{3});
}

TEST_CASE("client_library hands back what was kept with the request", "[unit]") {
  library page;
  const user kept{.intended = at(900ms), .choice = 4, .attempt = 1};
  const auto number = page.request(kept, at(1s));
  const auto outcome = page.receive({.reference = number});
  REQUIRE(outcome.fate == reply_fate::completes);
  CHECK(outcome.request->what == kept);
  CHECK(outcome.request->sent == at(1s));
  CHECK(page.pending_count() == 0);
}

TEST_CASE("client_library takes replies in any order", "[unit]") {
  library page;
  for (std::uint16_t choice = 0; choice < 3; ++choice)
    (void)page.request({.choice = choice}, at(1s));
  CHECK(page.receive({.reference = {2}}).request->what.choice == 2);
  CHECK(page.receive({.reference = {0}}).request->what.choice == 0);
  CHECK(page.receive({.reference = {1}}).request->what.choice == 1);
}

// Source: 10,000 ms after sending, a pending entry is removed.
TEST_CASE("client_library gives a request up after 10 s", "[unit]") {
  library page;
  (void)page.request({.choice = 8}, at(5s));
  CHECK(page.next_deadline() == at(15s));
  CHECK_FALSE(page.expire(at(15s - 1ns)));
  const auto gone = page.expire(at(15s));
  REQUIRE(gone);
  CHECK(gone->what.choice == 8);
  CHECK_FALSE(page.expire(at(15s)));
  CHECK(page.next_deadline() == never);
}

TEST_CASE("client_library needs one timer however many requests wait", "[unit]") {
  library page;
  (void)page.request({}, at(1s));
  (void)page.request({}, at(2s));
  (void)page.request({}, at(3s));
  CHECK(page.next_deadline() == at(11s));
  (void)page.receive({.reference = {0}});
  CHECK(page.next_deadline() == at(12s));
  CHECK(page.expire(at(13s)));
  CHECK(page.expire(at(13s)));
  CHECK_FALSE(page.expire(at(13s)));
}

TEST_CASE("client_library drops a late reply", "[unit]") {
  library page;
  const auto number = page.request({}, at(0s));
  REQUIRE(page.expire(at(10s)));
  CHECK(page.receive({.reference = number}).fate == reply_fate::late);
  CHECK(page.receive({.reference = number}).fate == reply_fate::unknown);
}

TEST_CASE("client_library tells a reply that nothing waits for from a late one", "[unit]") {
  library page;
  const auto number = page.request({}, at(0s));
  (void)page.receive({.reference = number});
  CHECK(page.receive({.reference = number}).fate == reply_fate::unknown);
  CHECK(page.receive({.reference = {99}}).fate == reply_fate::unknown);
}

TEST_CASE("client_library forgets the oldest of too many requests given up", "[unit]") {
  library page;
  for (std::size_t i = 0; i <= library::most_given_up; ++i)
    (void)page.request({}, at(0s));
  while (page.expire(at(10s)))
    continue;
  CHECK(page.receive({.reference = {0}}).fate == reply_fate::unknown);
  CHECK(page.receive({.reference = {1}}).fate == reply_fate::late);
}

// Source: the handler is registered only when the success reply arrives.
TEST_CASE("client_library loses events before the reply to its subscribe", "[unit]") {
  library page;
  const auto number = page.subscribe(agent_and_interaction, {}, at(0s));
  CHECK_FALSE(page.handler_of(event_channel::agent));
  (void)page.receive({.reference = number, .subscription = subscription_id{12}});
  CHECK(page.handler_of(event_channel::agent) == subscription_id{12});
  CHECK(page.handler_of(event_channel::interaction) == subscription_id{12});
  CHECK_FALSE(page.handler_of(event_channel::system));
}

TEST_CASE("client_library has no handler after a failed subscribe", "[unit]") {
  library page;
  const auto number = page.subscribe(agent_only, {}, at(0s));
  (void)page.receive({.reference = number, .succeeded = false});
  CHECK_FALSE(page.handler_of(event_channel::agent));
}

TEST_CASE("client_library gives a subscribe up like a request", "[unit]") {
  library page;
  const auto number = page.subscribe(agent_only, {}, at(0s));
  const auto gone = page.expire(at(10s));
  REQUIRE(gone);
  CHECK(gone->channels == agent_only);
  CHECK(page.receive({.reference = number, .subscription = subscription_id{1}}).fate
        == reply_fate::late);
  CHECK_FALSE(page.handler_of(event_channel::agent));
}

// Source: the last one wins, and only the overlapping names move.
TEST_CASE("client_library moves the channels that are subscribed again", "[unit]") {
  library page;
  const auto first = page.subscribe(agent_and_interaction, {}, at(0s));
  const auto second = page.subscribe(agent_only, {}, at(0s));
  (void)page.receive({.reference = first, .subscription = subscription_id{1}});
  (void)page.receive({.reference = second, .subscription = subscription_id{2}});
  CHECK(page.handler_of(event_channel::agent) == subscription_id{2});
  CHECK(page.handler_of(event_channel::interaction) == subscription_id{1});
}

TEST_CASE("client_library ends a subscription without waiting", "[unit]") {
  library page;
  const auto first = page.subscribe(agent_and_interaction, {}, at(0s));
  const auto second = page.subscribe(agent_only, {}, at(0s));
  (void)page.receive({.reference = first, .subscription = subscription_id{1}});
  (void)page.receive({.reference = second, .subscription = subscription_id{2}});

  (void)page.unsubscribe({2});
  CHECK_FALSE(page.handler_of(event_channel::agent));
  CHECK(page.handler_of(event_channel::interaction) == subscription_id{1});
  const auto number = page.unsubscribe({1});
  CHECK_FALSE(page.handler_of(event_channel::interaction));
  CHECK(page.receive({.reference = number}).fate == reply_fate::unknown);
}

TEST_CASE("client_library echoes the frame id from the hello on", "[unit]") {
  library page;
  CHECK_FALSE(page.frame());
  page.hello({0});
  CHECK(page.frame() == frame_id{0});
  page.hello({7});
  CHECK(page.frame() == frame_id{7});
}

TEST_CASE("client_library forgets everything but its numbers when unloaded", "[unit]") {
  library page;
  const auto number = page.subscribe(agent_only, {}, at(0s));
  (void)page.receive({.reference = number, .subscription = subscription_id{1}});
  const auto open = page.request({}, at(0s));
  page.unload();
  CHECK_FALSE(page.handler_of(event_channel::agent));
  CHECK(page.next_deadline() == never);
  CHECK(page.receive({.reference = open}).fate == reply_fate::unknown);
  CHECK(page.request({}, at(1s)) == reference_id{2});
}

} // namespace
} // namespace deskstorm::client
