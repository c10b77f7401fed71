#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <deskstorm/loadgen/contact_centre.hpp>
#include <deskstorm/loadgen/replications.hpp>
#include <deskstorm/loadgen/result.hpp>

#include "commands/foundation.hpp"
#include "loadgen/small_centres.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

replications_outcome outcome_of(const plan::floor_plan& plan, std::uint32_t count,
                                std::uint32_t jobs) {
  const std::atomic<bool> stop{false};
  return replications{{.plan = plan, .count = count, .jobs = jobs}, simulate}.run(stop, [] {});
}

std::uint64_t digest_of(const plan::floor_plan& plan) {
  notebook seen;
  return simulate({plan}, seen, {}).digest;
}

// The result file of a run that took no time at all.
std::string file_of(const plan::floor_plan& plan, std::uint32_t jobs) {
  auto done = outcome_of(plan, 4, jobs);
  return to_json({.scenario = plan.name,
                  .seed = plan.seed,
                  .facts = merged_facts(done.rows),
                  .seen = done.seen,
                  .subjects = subjects_of(plan),
                  .replications = done.rows,
                  .intervals = intervals_of(done.figures_of_rows, 0.95)})
    .dump();
}

TEST_CASE("a seed gives the same digest each of twenty times", "[unit]") {
  const auto plan = busy_centre(3);
  const auto expected = digest_of(plan);
  for (int time = 2; time <= 20; ++time)
    CHECK(digest_of(plan) == expected);
}

TEST_CASE("twenty replications have the same digests on one thread and on two", "[unit]") {
  const auto plan = busy_centre(3);
  const auto one = outcome_of(plan, 20, 1);
  const auto two = outcome_of(plan, 20, 2);
  REQUIRE(one.rows.size() == 20);
  REQUIRE(two.rows.size() == 20);
  for (std::size_t i = 0; i < one.rows.size(); ++i)
    CHECK(one.rows[i].facts.digest == two.rows[i].facts.digest);
}

TEST_CASE("replications and seeds differ in their digests", "[unit]") {
  auto plan = busy_centre(3);
  std::map<std::uint64_t, int> digests;
  for (const auto& row : outcome_of(plan, 20, 1).rows)
    ++digests[row.facts.digest];
  plan.seed = 2;
  ++digests[digest_of(plan)];
  CHECK(digests.size() == 21);
}

TEST_CASE("result files of a seed are equal to the byte but for the wall clock", "[unit]") {
  const auto plan = busy_centre(3);
  const auto expected = file_of(plan, 1);
  CHECK(file_of(plan, 1) == expected);
  CHECK(file_of(plan, 2) == expected);
}

TEST_CASE("a busy centre runs alike in place and by way of inboxes", "[unit]") {
  const auto plan = busy_centre(5);
  notebook seen;
  sim::world inboxes{sim::path::mailbox};
  CHECK(detail::simulate_in(inboxes, {plan}, seen, {}).digest == digest_of(plan));
}

// -- what one more agent changes

// A request as its tab gets it: when, and what is asked.
using drawn = std::tuple<instant, request_kind, std::uint32_t>;

// What the frames of each agent ask, by the agent's number from 1.
std::map<std::uint32_t, std::vector<drawn>> asked_by_agents(const plan::floor_plan& plan) {
  std::map<std::uint32_t, std::vector<drawn>> all;
  sim::world world;
  world.on_delivery([&](const actors::envelope& e) {
    if (e.kind() != actors::messages::ask::kind)
      return;
    const auto what = e.as<actors::messages::ask>();
    const auto agent = dynamic_cast<const actors::tab&>(*e.to).agent().value;
    all[agent].emplace_back(e.due, what.request, what.reference.value);
  });
  notebook seen;
  detail::simulate_in(world, {plan}, seen, {});
  return all;
}

TEST_CASE("one more agent changes nothing of what the others ask", "[unit]") {
  auto plan = busy_centre(4);
  plan.queues.clear();          // callers would be shared out anew
  plan.backend.workers = 1'000; // and nobody waits for a worker
  auto fewer = asked_by_agents(plan);
  plan.agents.count = 5;
  auto more = asked_by_agents(plan);
  REQUIRE(fewer.size() == 4);
  REQUIRE(more.size() == 5);
  more.erase(5);
  CHECK(fewer == more);
}

// -- across compilers

// Digests of a few plans, the same on every compiler and under sanitizers. A change here changes
// what seeds mean to users, or what a scenario is: say so in the changelog, then write down what
// the test prints.
TEST_CASE("digests are those that were written down", "[golden]") {
  const auto [file, agents, length, expected] =
    GENERATE(table<std::string, std::uint32_t, duration, std::string>({
      {"office-hours", 20, 3min, "e70493d9c77df291"},
      {"rate-limit-storm", 10, 5min, "a7258ace7cc031a2"},
      {"million", 1'000, 10s, "bbbce87163f82c7b"},
      {"blended-desk", 10, 30min, "307d00f01d5802ed"},
    }));
  auto read = cli::scenario_files()(DESKSTORM_ROOT "/scenarios/" + file + ".json", {});
  REQUIRE(read.plan);
  auto& plan = *read.plan;
  plan.agents.count = agents;
  plan.length = length;
  CAPTURE(file);
  CHECK(digest_text(digest_of(plan)) == expected);
}

TEST_CASE("the digest of a busy centre is the one that was written down", "[golden]") {
  CHECK(digest_text(digest_of(busy_centre(5))) == "a112111c53a56694");
}

} // namespace
} // namespace deskstorm::loadgen
