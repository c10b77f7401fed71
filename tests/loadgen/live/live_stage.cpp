#include "loadgen/live/live_stage.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include <deskstorm/loadgen/live/server.hpp>
#include <deskstorm/loadgen/live/service.hpp>
#include <deskstorm/loadgen/replications.hpp>
#include <deskstorm/loadgen/statistics/locked_observer.hpp>
#include <deskstorm/loadgen/statistics/recorder.hpp>

#include "commands/foundation.hpp"

namespace deskstorm::loadgen::live {
namespace {

plan::floor_plan with_browser(plan::floor_plan plan) {
  plan.personas.push_back({.name = "browser", .origin = {}});
  plan.length = std::chrono::hours{24};
  return plan;
}

} // namespace

struct live_stage::parts {
  parts(plan::floor_plan of, server_limits limits, stage_order order)
    : plan(with_browser(std::move(of))), counts(setup_of(plan)), web(limits) {
    if (const auto wrong = web.listen("127.0.0.1", 0))
      throw std::runtime_error{wrong->text};
    const auto port = std::to_string(web.port());
    web.show({{"127.0.0.1:" + port, "localhost:" + port, {}, token}, {}});
    web.start();
    runs = std::thread{[this, order] {
      service serves{
        web, cli::live_centres(), {plan, order.seats, false, order.most_pages, order.news}};
      facts = serves.run(seen, {.keep_going = [this](instant, std::uint64_t) { return !over; }});
    }};
  }
  ~parts() { stop(); }
  parts(const parts&) = delete;
  parts& operator=(const parts&) = delete;

  void stop() {
    over = true;
    if (runs.joinable())
      runs.join();
    web.stop();
  }

  plan::floor_plan plan;
  recorder counts;
  locked_observer seen{counts};
  run_facts facts = {};
  std::atomic<bool> over = false;
  server web;
  std::thread runs;
};

live_stage::live_stage(plan::floor_plan plan, server_limits limits, stage_order order)
  : parts_(std::make_unique<parts>(std::move(plan), limits, order)) {
  await_centre();
}

live_stage::~live_stage() = default;

std::uint16_t live_stage::port() const { return parts_->web.port(); }
std::size_t live_stage::connections() const { return parts_->web.connections(); }

void live_stage::await_centre() const {
  while (http_exchange(port(), "GET", "/api/state").first == 503)
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
}

void live_stage::detach() { parts_->web.detach("for a test"); }

statistics live_stage::finish() {
  parts_->stop();
  return parts_->counts.finish(instant{parts_->facts.simulated});
}

run_facts live_stage::facts() const { return parts_->facts; }

} // namespace deskstorm::loadgen::live
