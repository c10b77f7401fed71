#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "loadgen/cli/harness.hpp"
#include "loadgen/live/live_stage.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::live {
namespace {

const std::string three_pages = R"({"name": "three", "warmup": "0s",
  "agents": {"count": 3, "frames": [{"persona": "crm"}]},
  "personas": {"crm": {"origin": "http://crm.example", "load": {"closed": {"think": "50ms"}},
                       "requests": [{"request": "agent.get"}]}}})";

cli::call_outcome load(const std::string& url) {
  const cli::desk_of_calls desk;
  cli::desk_of_calls::put("three.json", three_pages);
  return desk.call({"load", url, "three.json", "--duration", "2s", "--json", "-"});
}

TEST_CASE("load asks a live desktop and loses no reply", "[live]") {
  const live_stage stage;
  const auto done = load("ws://localhost:" + std::to_string(stage.port()));
  CHECK(done.code == 0);
  const auto requests = json::parse(done.out)["requests"]["agent.get"];
  CHECK(requests["ok"] > 10);
  CHECK(requests["failed"] == 0);
  CHECK(requests["timed_out"] == 0);
}

TEST_CASE("load is refused where nobody listens", "[live]") {
  const auto free = [] {
    boost::asio::io_context io;
    const boost::asio::ip::tcp::acceptor port{io, {boost::asio::ip::address_v4::loopback(), 0}};
    return port.local_endpoint().port();
  }();
  const auto done = load("ws://127.0.0.1:" + std::to_string(free));
  CHECK(done.code == 2);
  CHECK(done.out.empty());
  CHECK_THAT(done.err, Catch::Contains("Connection refused"));
}

TEST_CASE("a centre that ends while tabs are being opened ends no connection twice", "[live]") {
  live_stage stage;
  std::vector<std::thread> browsers;
  for (int n = 0; n < 4; ++n)
    browsers.emplace_back([&stage, n] {
      for (int times = 0; times < 25; ++times) {
        tab_client one{stage.port()};
        one.open("alice" + std::to_string(n));
      }
    });
  for (int times = 0; times < 10; ++times)
    stage.post("reset", json::object());
  for (auto& one : browsers)
    one.join();
  stage.await_centre();
  CHECK(http_exchange(stage.port(), "GET", "/api/state").first == 200);
}

} // namespace
} // namespace deskstorm::loadgen::live
