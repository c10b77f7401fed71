#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/loadgen/view/limit_windows.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::view {
namespace {

using namespace std::chrono_literals;

plan::floor_plan of_limiter(window_start window, std::string_view algorithm = "fixed-window") {
  plan::floor_plan p;
  p.length = 3min;
  p.limiter.window = window;
  p.limiter.algorithm = static_cast<std::uint8_t>(find_named(limiter_algorithms, algorithm)
                                                  - limiter_algorithms.data());
  return p;
}

TEST_CASE("the minutes of a limit have edges where they are common to all", "[view]") {
  const auto window = GENERATE(window_start::service_start, window_start::wall_clock);
  const auto algorithm = GENERATE(as<std::string>{}, "fixed-window", "sliding-counter");
  CHECK(limit_windows_of(of_limiter(window, algorithm)).edges == std::vector<duration>{1min, 2min});
}

TEST_CASE("tabs that open one after the other have minutes of their own", "[view]") {
  auto p = of_limiter(window_start::service_start);
  p.agents.login_ramp = 1s;
  p.limiter.scope = GENERATE(limiter_scope::tab, limiter_scope::frame, limiter_scope::origin);
  CHECK(limit_windows_of(p).edges.empty());
  CHECK(limit_windows_of(p).note == "Each tab has minutes of its own, from when it opens.");
  p.limiter.window = window_start::wall_clock;
  CHECK(limit_windows_of(p).edges.size() == 2);
}

TEST_CASE("the minutes of agents begin with the run", "[view]") {
  auto p = of_limiter(window_start::service_start);
  p.agents.login_ramp = 1s;
  p.limiter.scope = limiter_scope::agent;
  CHECK(limit_windows_of(p).edges.size() == 2);
  CHECK(limit_windows_of(p).note == "Dotted: the edges of the minutes.");
}

TEST_CASE("minutes that begin with a request are nobody else's", "[view]") {
  auto p = of_limiter(window_start::first_request);
  p.limiter.scope = limiter_scope::origin;
  CHECK(limit_windows_of(p).edges.empty());
  CHECK(limit_windows_of(p).note == "Each origin begins its minutes with a request of its own.");
}

TEST_CASE("an algorithm that slides has no edges", "[view]") {
  const auto algorithm = GENERATE(as<std::string>{}, "sliding-log", "token-bucket", "gcra");
  const auto found = limit_windows_of(of_limiter(window_start::wall_clock, algorithm));
  CHECK(found.edges.empty());
  CHECK(found.note == "The " + algorithm + " has no fixed minutes.");
}

TEST_CASE("the edges of a long run are too many to draw", "[view]") {
  auto p = of_limiter(window_start::wall_clock);
  p.length = 40min;
  CHECK(limit_windows_of(p).edges.size() == 39);
  p.length += 1ns;
  CHECK(limit_windows_of(p).edges.empty());
  CHECK(limit_windows_of(p).note == "The edges of the minutes are too many to draw.");
}

} // namespace
} // namespace deskstorm::loadgen::view
