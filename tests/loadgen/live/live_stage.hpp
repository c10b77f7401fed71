#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/live/server.hpp>
#include <deskstorm/loadgen/live/service.hpp>
#include <deskstorm/loadgen/live/usual_plan.hpp>
#include <deskstorm/loadgen/replications.hpp>
#include <deskstorm/loadgen/statistics/locked_observer.hpp>

#include "commands/foundation.hpp"
#include "loadgen/live/tab_client.hpp"

namespace deskstorm::loadgen::live {

/// A server on a port of its own with a centre behind it, for one test.
class live_stage {
public:
  static constexpr const char* token = "secret";

  explicit live_stage(plan::floor_plan plan = usual_plan(), server_limits limits = {})
    : plan_(with_browser(std::move(plan))), counts_(setup_of(plan_)), server_(limits) {
    if (const auto wrong = server_.listen("127.0.0.1", 0))
      throw std::runtime_error{wrong->text};
    server_.show({{address(), "localhost:" + std::to_string(port()), {}, token}, {}});
    server_.start();
    runs_ = std::thread{[this] {
      service{server_, cli::live_centres(), {plan_, 20, false}}.run(
        seen_, {.keep_going = [this](instant, std::uint64_t) { return !over_; }});
    }};
    await_centre();
  }
  live_stage(const live_stage&) = delete;
  live_stage& operator=(const live_stage&) = delete;
  ~live_stage() { stop(); }

  std::uint16_t port() const { return server_.port(); }
  std::string address() const { return "127.0.0.1:" + std::to_string(port()); }
  std::size_t connections() const { return server_.connections(); }

  std::pair<unsigned, std::string> post(const std::string& what, const json& body) {
    return http_exchange(port(), "POST", "/api/" + what, {{"X-Deskstorm-Token", token}},
                         body.dump());
  }

  /// Waits until the centre is open, or open again.
  void await_centre() const {
    while (http_exchange(port(), "GET", "/api/state").first == 503)
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }

  /// Ends the centre and returns what was counted; once.
  statistics finish() {
    stop();
    return counts_.finish(instant{std::chrono::hours{1}});
  }

private:
  void stop() {
    over_ = true;
    if (runs_.joinable())
      runs_.join();
    server_.stop();
  }

  static plan::floor_plan with_browser(plan::floor_plan plan) {
    plan.personas.push_back({.name = "browser", .origin = {}});
    plan.length = std::chrono::hours{24};
    return plan;
  }

  plan::floor_plan plan_;
  recorder counts_;
  locked_observer seen_{counts_};
  std::atomic<bool> over_ = false;
  server server_;
  std::thread runs_;
};

/// An open tab with pages of these origins as frames 1, 2, ...; frame 0 is the desktop's.
class open_desk : public tab_client {
public:
  open_desk(const live_stage& at, const std::string& agent,
            std::vector<std::string> origins = {"http://crm.example"})
    : tab_client(at.port()) {
    open(agent);
    welcome = read().value_or(json{});
    embed(0, "deskstorm:desk");
    int frame = 1;
    for (const auto& origin : origins)
      embed(frame++, origin);
  }

  json welcome;
};

} // namespace deskstorm::loadgen::live
