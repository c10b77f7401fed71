#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/live/limits.hpp>
#include <deskstorm/loadgen/live/usual_plan.hpp>
#include <deskstorm/loadgen/simulate.hpp>
#include <deskstorm/loadgen/statistics/statistics.hpp>

#include "loadgen/live/tab_client.hpp"

namespace deskstorm::loadgen::live {

/// The origin of a client page.
inline const std::string crm = "http://crm.example";

/// What a test wants of its centre.
struct stage_order {
  std::uint32_t seats = 20;
  std::uint64_t most_pages = 500'000;
  std::function<void(const json&)> news = {};
};

/// A server on a port of its own with a centre behind it, for one test.
class live_stage {
public:
  static constexpr const char* token = "secret";

  explicit live_stage(plan::floor_plan plan = usual_plan(), server_limits limits = {},
                      stage_order order = {});
  live_stage(const live_stage&) = delete;
  live_stage& operator=(const live_stage&) = delete;
  ~live_stage();

  std::uint16_t port() const;
  std::string address() const { return "127.0.0.1:" + std::to_string(port()); }
  std::size_t connections() const;

  std::pair<unsigned, std::string> post(const std::string& what, const json& body) {
    return http_exchange(port(), "POST", "/api/" + what, {{"X-Deskstorm-Token", token}},
                         body.dump());
  }

  /// Waits until the centre is open, or open again.
  void await_centre() const;

  /// Takes the centre away from the server.
  void detach();

  /// Ends the centre and returns what was counted; once.
  statistics finish();

  /// What the service has said of itself; after `finish`.
  run_facts facts() const;

private:
  struct parts;
  std::unique_ptr<parts> parts_;
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
