#include <chrono>
#include <string>
#include <thread>

#include "loadgen/live/live_stage.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::live {
namespace {

using namespace std::chrono_literals;

const std::string crm = "http://crm.example";

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
  limits.each.per_second = 10;
  limits.each.at_once = 50;
  const live_stage stage{usual_plan(), limits};
  open_desk good{stage, "alice"};
  open_desk bad{stage, "bob"};
  for (int n = 0; n < 60; ++n)
    bad.send({{"op", "focus"}});
  CHECK(is_closed(bad));
  CHECK(serves(good));
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
  const live_stage stage;
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
