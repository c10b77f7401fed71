#include <string>
#include <utility>

#include <deskstorm/actors/stream.hpp>
#include <deskstorm/loadgen/replications.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;

plan::floor_plan plan_of_one_persona() {
  plan::floor_plan plan;
  plan.length = 10s;
  plan.seed = 7;
  plan.agents.count = 1;
  plan.personas = {plan::persona{.name = "crm", .origin = "http://crm.example"}};
  return plan;
}

// A run that draws how many requests it sends. Every fourth is slow, so that others overtake it.
run_facts draw_some(const run_order& order, actors::observer& seen, const run_hooks& hooks) {
  actors::stream delay{{}, 1, actors::purpose::fault};
  for (int i = 0; i < (order.replication % 4 == 0 ? 100'000 : 0); ++i)
    delay.next();
  actors::stream draw{{order.plan.seed, order.replication}, 1, actors::purpose::think};
  const auto count = 1 + draw.below(50);
  for (std::uint32_t i = 0; i < count; ++i) {
    seen.request_sent(0, request_kind::agent_get, instant{1s});
    seen.request_ended(0, request_kind::agent_get, actors::request_end::ok, instant{1s},
                       instant{1s} + std::chrono::microseconds{draw.below(100'000)});
  }
  const bool whole = hooks.keep_going(instant{order.plan.length}, count);
  return {.digest = draw.next(),
          .messages = count,
          .simulated = order.plan.length,
          .entities = {.agents = 1},
          .interrupted = !whole};
}

replications_outcome outcome_of(std::uint32_t count, std::uint32_t jobs, bool stopped = false) {
  const auto plan = plan_of_one_persona();
  const std::atomic<bool> stop{stopped};
  return replications{{.plan = plan, .count = count, .jobs = jobs}, draw_some}.run(stop, [] {});
}

TEST_CASE("the outcome of replications does not depend on the number of threads", "[unit]") {
  const auto one = outcome_of(20, 1);
  const auto several = outcome_of(20, GENERATE(2u, 3u, 50u));
  CHECK(merged_facts(several.rows).digest == merged_facts(one.rows).digest);
  CHECK(several.seen.total().latency == one.seen.total().latency);
  CHECK(several.figures_of_rows == one.figures_of_rows);
}

TEST_CASE("counts of replications add up", "[unit]") {
  const auto all = outcome_of(5, 2);
  const auto facts = merged_facts(all.rows);
  CHECK(all.rows.size() == 5);
  CHECK(all.seen.total().sent == facts.messages);
  CHECK(facts.simulated == 10s);
  CHECK(facts.entities.agents == 1);
}

TEST_CASE("a replication is repeated alone by the seed of its row", "[unit]") {
  const auto all = outcome_of(3, 1);
  auto plan = plan_of_one_persona();
  plan.seed = all.rows[2].seed;
  const std::atomic<bool> stop{false};
  const auto alone = replications{{.plan = plan}, draw_some}.run(stop, [] {});
  CHECK(alone.rows[0].facts.digest == all.rows[2].facts.digest);
}

TEST_CASE("the digest of one run is its own, of several that of theirs in order", "[unit]") {
  auto rows = outcome_of(2, 1).rows;
  const auto forth = merged_facts(rows).digest;
  std::swap(rows[0], rows[1]);
  CHECK(merged_facts(rows).digest != forth);
  rows.pop_back();
  CHECK(merged_facts(rows).digest == rows[0].facts.digest);
}

TEST_CASE("replications that are stopped before they begin leave nothing", "[unit]") {
  const auto none = outcome_of(4, 2, true);
  CHECK(none.rows.empty());
  CHECK(none.seen.of_persona(0).sent == 0);
  CHECK(merged_facts(none.rows).interrupted);
}

TEST_CASE("a stopped replication counts only where none is whole", "[unit]") {
  const auto plan = plan_of_one_persona();
  const std::atomic<bool> stop{false};
  const auto only_third_ends = [](const run_order& order, actors::observer& seen,
                                  const run_hooks& hooks) {
    auto facts = draw_some(order, seen, hooks);
    facts.interrupted = order.replication != 2;
    return facts;
  };
  const auto some = replications{{.plan = plan, .count = 4}, only_third_ends}.run(stop, [] {});
  REQUIRE(some.rows.size() == 1);
  CHECK(some.rows[0].facts.messages == some.seen.total().sent);
}

TEST_CASE("what goes wrong in a worker ends the others and comes out of the call", "[unit]") {
  const auto plan = plan_of_one_persona();
  const std::atomic<bool> stop{false};
  const auto second_breaks = [](const run_order& order, actors::observer& seen,
                                const run_hooks& hooks) {
    while (order.replication == 0 && hooks.keep_going({}, 0)) {}
    if (order.replication == 1)
      throw std::bad_alloc{};
    return draw_some(order, seen, hooks);
  };
  replications all{{.plan = plan, .count = 1'000, .jobs = 2}, second_breaks};
  CHECK_THROWS_AS(all.run(stop, [] {}), std::bad_alloc);
}

} // namespace
} // namespace deskstorm::loadgen
