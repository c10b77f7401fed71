#include <chrono>
#include <future>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <deskstorm/loadgen/live/server.hpp>

#include "loadgen/live/tab_client.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::live {
namespace {

using namespace std::chrono_literals;

/// The numbers of the news that came over a stream of events.
std::vector<int> numbers_in(const std::string& stream) {
  std::vector<int> all;
  std::istringstream in{stream};
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("data: "))
      all.push_back(json::parse(line.substr(6))["n"].get<int>());
  return all;
}

} // namespace

TEST_CASE("who listens to a server misses no news while others are told", "[live]") {
  std::future<std::string> heard;
  {
    server served{{}};
    REQUIRE_FALSE(served.listen("127.0.0.1", 0));
    const auto here = "127.0.0.1:" + std::to_string(served.port());
    served.show({{here, here, {}, "secret"}, {}});
    served.start();
    heard = std::async(std::launch::async, [&here, port = served.port()] {
      return raw_exchange(port, "GET /api/events HTTP/1.1\r\nHost: " + here + "\r\n\r\n");
    });
    for (int n = 0; n < 20'000; ++n) {
      served.publish({{"n", n}});
      if (n % 100 == 0)
        std::this_thread::sleep_for(1ms);
    }
    std::this_thread::sleep_for(100ms);
  }
  const auto numbers = numbers_in(heard.get());
  REQUIRE(numbers.size() > 1000);
  CHECK(numbers.back() - numbers.front() + 1 == static_cast<int>(numbers.size()));
}

} // namespace deskstorm::loadgen::live
