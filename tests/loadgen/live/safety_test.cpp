#include <array>
#include <chrono>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <deskstorm/protocol/requests.hpp>

#include "loadgen/live/live_stage.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::live {
namespace {

using namespace std::chrono_literals;

bool soon(auto&& what, std::chrono::milliseconds within = 10s) {
  const auto until = std::chrono::steady_clock::now() + within;
  while (std::chrono::steady_clock::now() < until) {
    if (what())
      return true;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

/// Reads until the server closes.
bool is_closed(tab_client& client) {
  return soon([&] {
    client.read(10ms);
    return client.closed();
  });
}

bool serves(open_desk& desk) { return desk.ask(1, crm, "agent.get").has_value(); }

std::string ten_megabytes() {
  std::string text;
  text.resize(10'000'000, 'x');
  return text;
}

} // namespace

TEST_CASE("serve closes who sends what it must not, and serves the others", "[live]") {
  const live_stage stage;
  open_desk good{stage, "alice"};
  const std::string text = GENERATE("{", "[]", R"({"op": "dance"})", "\xFF\xFE",
                                    R"({"op": "message", "frame": 300, "message": {}})",
                                    ten_megabytes(), std::string(100'000, '['));
  open_desk bad{stage, "bob"};
  bad.send_text(text);
  CHECK(is_closed(bad));
  CHECK(serves(good));
}

TEST_CASE("serve bears messages for frames that are not there", "[live]") {
  const live_stage stage;
  open_desk desk{stage, "alice"};
  desk.relay(200, crm, {{"request", "agent.get"}, {"referenceId", "0"}});
  desk.send({{"op", "drop"}, {"frame", 200}});
  desk.send({{"op", "show-frame"}, {"frame", 200}, {"visible", true}});
  desk.send({{"op", "click"}, {"toast", 9}, {"button", 9}});
  desk.send({{"op", "drop"}, {"frame", 0}});
  desk.send({{"op", "drop"}, {"frame", 0}});
  CHECK(serves(desk));
}

TEST_CASE("serve closes who floods it, and serves the others", "[live]") {
  server_limits limits;
  limits.each.per_second = 1;
  limits.each.at_once = 5;
  const live_stage stage{usual_plan(), limits};
  open_desk good{stage, "alice"};
  open_desk bad{stage, "bob"};
  for (int n = 0; n < 60; ++n) // above ten times as much as one frame may
    bad.send({{"op", "focus"}});
  CHECK(is_closed(bad));
  CHECK(serves(good));
}

TEST_CASE("serve takes no more of a frame that floods, and serves its neighbours", "[live]") {
  server_limits limits;
  limits.each.per_second = 0.001;
  limits.each.at_once = 20;
  auto plan = usual_plan();
  plan.options.limits.each[static_cast<std::size_t>(request_kind::voice_dial)] = 1;
  const live_stage stage{plan, limits};
  open_desk desk{stage, "alice", {crm, crm}};
  for (int n = 0; n < 100; ++n)
    desk.relay(1, crm, {{"request", "voice.dial"}, {"parameters", {"5001"}}, {"referenceId", n}});
  const auto is_reply = [](const json& m) {
    return m["op"] == "message" && m["message"].contains("referenceId");
  };
  int errors = 0;
  for (int n = 0; n < 2; ++n) // in any order: only a call that is allowed goes to the backend
    errors += desk.find(is_reply).value()["message"].contains("errorMessage") ? 1 : 0;
  CHECK(errors == 1); // the text of the limit; then silence
  CHECK(desk.ask(2, crm, "agent.get"));
  CHECK(desk.ask(0, "deskstorm:desk", "agent.get"));
  desk.relay(1, crm, {{"request", "agent.get"}, {"referenceId", "more"}});
  CHECK_FALSE(desk.find(is_reply, 300ms));
}

TEST_CASE("serve ends who waits longest where all wait for too much", "[live]") {
  server_limits limits;
  limits.waiting_bytes = 100'000;
  const live_stage stage{usual_plan(), limits};
  open_desk good{stage, "alice"};
  CHECK(serves(good));
  open_desk bad{stage, "bob"};
  REQUIRE(bad.document(1));
  const auto header = std::string("\x81\xFF\0\0\0\0\0\x03\0\0", 10) + "mask"; // of 192 KiB
  bad.send_raw(header + std::string(150'000, 'x'));                           // and no more
  CHECK(soon([&] {
    bad.read(10ms);
    return bad.closed();
  }));
  CHECK(serves(good));
}

TEST_CASE("serve answers nothing long while too much waits to be read", "[live]") {
  server_limits limits;
  limits.waiting_bytes = 4000; // less than the page
  const live_stage stage{usual_plan(), limits};
  CHECK(http_exchange(stage.port(), "GET", "/").first == 503);
  CHECK(http_exchange(stage.port(), "GET", "/api/state").first == 200);
}

TEST_CASE("serve says what is wrong with an HTTP request", "[live]") {
  const live_stage stage;
  const std::string host = "Host: " + stage.address() + "\r\n";
  const auto [request, status] = GENERATE(table<std::string, std::string>({
    {"POST /api/reset HTTP/1.1\r\nContent-Length: 100000\r\n", "413"},
    {"GET / HTTP/1.1\r\nX-Long: " + std::string(20'000, 'x') + "\r\n", "431"},
    {"GET\r\n", "400"},
  }));
  CHECK_THAT(raw_exchange(stage.port(), request + host + "\r\n"),
             Catch::StartsWith("HTTP/1.1 " + status));
}

TEST_CASE("serve answers HEAD without a body", "[live]") {
  const live_stage stage;
  const auto head = raw_exchange(stage.port(), "HEAD / HTTP/1.1\r\nHost: " + stage.address()
                                                 + "\r\nConnection: close\r\n\r\n");
  CHECK_THAT(head, Catch::StartsWith("HTTP/1.1 200") && Catch::EndsWith("\r\n\r\n"));
  CHECK_THAT(head, !Catch::Contains("Content-Length: 0"));
}

TEST_CASE("serve opens no more tabs than its memory is for", "[live]") {
  const live_stage stage{usual_plan(), {}, {.most_pages = 4}};
  open_desk first{stage, "alice", {crm}}; // a tab and two frames
  CHECK(serves(first));
  open_desk second{stage, "bob", {}};
  REQUIRE(second.document(0));
  tab_client third{stage.port()};
  REQUIRE(third.open("carol"));
  CHECK(is_closed(third));
  CHECK_THAT(third.farewell(), Catch::Contains("reset"));
  CHECK(serves(first));
}

TEST_CASE("serve closes who does not read, and serves the others", "[live]") {
  server_limits limits;
  limits.each.waiting_bytes = 1 << 16;
  limits.each.at_once = 1e6;
  const live_stage stage{usual_plan(), limits};
  open_desk good{stage, "alice"};
  CHECK(serves(good));
  open_desk bad{stage, "bob"};
  const auto connections = stage.connections();
  const auto floods = [&] { // replies of 74 names each, until the buffers of the system are full
    for (int n = 0; n < 200; ++n)
      bad.relay(1, crm, {{"request", "system.getAllowedServices"}, {"referenceId", "0"}});
    return stage.connections() < connections;
  };
  CHECK(soon(floods, 60s));
  CHECK(serves(good));
}

TEST_CASE("serve closes who does not end a request in time", "[live]") {
  server_limits limits;
  limits.request_time = 1s;
  const live_stage stage{usual_plan(), limits};
  boost::asio::io_context io;
  boost::asio::ip::tcp::socket half{io};
  half.connect({boost::asio::ip::address_v4::loopback(), stage.port()});
  half.send(boost::asio::buffer("GET / HTTP/1.1\r\nHost: ", 22));
  std::array<char, 1> nothing{};
  boost::system::error_code error;
  half.read_some(boost::asio::buffer(nothing), error);
  CHECK(error == boost::asio::error::eof);
}

TEST_CASE("serve has a limit of connections", "[live]") {
  server_limits limits;
  limits.connections = 2;
  const live_stage stage{usual_plan(), limits};
  CHECK(soon([&] { return stage.connections() == 0; }));
  open_desk one{stage, "alice"};
  open_desk other{stage, "bob"};
  CHECK(soon([&] { return stage.connections() == 2; }));
  tab_client third{stage.port()};
  CHECK_FALSE(third.open("carol"));
  other.vanish();
  CHECK(soon([&] { return tab_client{stage.port()}.open("dave"); }));
}

TEST_CASE("serve takes no tab for a page of another site", "[live]") {
  live_stage stage;
  const auto status = [&](const std::string& origin) {
    return http_exchange(stage.port(), "GET", "/tab?agent=alice",
                         {{"Origin", origin},
                          {"Connection", "Upgrade"},
                          {"Upgrade", "websocket"},
                          {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                          {"Sec-WebSocket-Version", "13"}})
      .first;
  };
  CHECK(status("http://" + stage.address()) == 101);
  CHECK(status("http://evil.example") == 403);
  CHECK(status("null") == 403);
  CHECK(status("http://localhost:" + std::to_string(stage.port())) == 403); // the sample's own
  stage.detach();
  CHECK(status("http://" + stage.address()) == 503);
}

TEST_CASE("serve counts what real pages ask for", "[live]") {
  live_stage stage;
  {
    open_desk desk{stage, "alice"};
    CHECK(serves(desk));
    CHECK(desk.ask(1, crm, "voice.hold", {"99"}));
  }
  const auto seen = stage.finish();
  const auto& asked = seen.personas.back();
  CHECK(asked[static_cast<std::size_t>(request_kind::agent_get)].sent == 1);
  CHECK(asked[static_cast<std::size_t>(request_kind::voice_hold)].ends[1] == 1);
}

} // namespace deskstorm::loadgen::live
