#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include <deskstorm/actors/live/port.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/loadgen/live/centre.hpp>
#include <deskstorm/loadgen/live/usual_plan.hpp>
#include <deskstorm/loadgen/statistics/idle_observer.hpp>

#include "commands/foundation.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::live {
namespace {

using namespace std::chrono_literals;

/// A tab of a browser, which waits for no more than to be open.
class hasty_tab final : public actors::port {
public:
  void opened(actors::receiver& tab, agent_id agent, tab_id id) override {
    note([&] { open_ = tab_handle{&tab, agent, id}; });
  }
  void closed(std::string why) override {
    note([&] { farewell_ = std::move(why); });
  }
  void send(std::string) override {}

  /// Returns what it is once it is open; nothing where the centre has refused it.
  std::optional<tab_handle> await() {
    std::unique_lock alone{mutex_};
    REQUIRE(told_.wait_for(alone, 10s, [&] { return open_ || !farewell_.empty(); }));
    return open_;
  }

  std::string farewell() {
    const std::lock_guard alone{mutex_};
    return farewell_;
  }

private:
  template <class Do>
  void note(Do&& what) {
    const std::lock_guard alone{mutex_};
    what();
    told_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable told_;
  std::optional<tab_handle> open_;
  std::string farewell_;
};

} // namespace

TEST_CASE("an agent who has opened as many tabs as there are numbers opens no more", "[live]") {
  auto plan = usual_plan();
  plan.personas.push_back({.name = "browser", .origin = {}});
  idle_observer nobody;
  const auto centre = cli::live_centres()({.plan = plan, .seats = 2}, nobody);
  std::atomic<bool> over = false;
  std::thread works{[&] { centre->run_until(instant{1h}, [&] { return !over; }); }};
  constexpr std::uint32_t most = std::numeric_limits<actors::messages::tab_ordinal>::max();
  const auto open = [&](const std::string& agent) {
    auto tab = std::make_shared<hasty_tab>();
    REQUIRE(centre->join(agent, tab));
    return tab;
  };
  for (std::uint32_t n = 0; n < most; ++n) {
    const auto tab = open("alice")->await();
    REQUIRE(tab);
    centre->leave(*tab);
  }
  const auto refused = open("alice");
  CHECK_FALSE(refused->await());
  CHECK(refused->farewell() == "this agent has opened as many tabs as there are numbers for");
  CHECK(open("bob")->await());
  over = true;
  works.join();
}

} // namespace deskstorm::loadgen::live
