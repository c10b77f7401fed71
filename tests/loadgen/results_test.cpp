#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/loadgen/replications.hpp>
#include <deskstorm/loadgen/result.hpp>

#include "commands/foundation.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

const std::string results_file = DESKSTORM_ROOT "/tests/loadgen/results.txt";

// What a line of the file says before the colon: a scenario of the repository and its changes, as
// in "office-hours 3m /agents/count=10".
struct run_asked_for {
  std::string scenario;
  overrides changes;
};

run_asked_for asked_of(const std::string& words) {
  std::istringstream in{words};
  run_asked_for made;
  in >> made.scenario;
  for (std::string word; in >> word;)
    if (word.front() == '/')
      made.changes.set.push_back(word);
    else
      made.changes.duration = word;
  return made;
}

std::string counts_of(const statistics& seen) {
  using actors::request_end;
  const auto total = seen.total();
  const auto ms = [&](double share) {
    return std::chrono::duration<double, std::milli>{total.latency.percentile(share)}.count();
  };
  auto text = fmt::format(
    "sent {} ok {} failed {} limited {} timed-out {} ignored {} p50 {:.4g} p99 "
    "{:.4g} ms elections {}",
    total.sent, total.ended(request_end::ok), total.ended(request_end::failed),
    total.ended(request_end::rate_limited), total.ended(request_end::timed_out),
    total.lost(actors::request_loss::ignored), ms(0.5), ms(0.99), seen.election.elections);
  std::uint64_t answered = 0;
  for (const auto& queue : seen.queues)
    answered += queue.answered;
  for (const auto& campaign : seen.campaigns)
    answered += campaign.answered;
  return text + fmt::format(" answered {}", answered);
}

std::string result_of(const std::string& words) {
  const auto [scenario, changes] = asked_of(words);
  const auto read =
    cli::scenario_files()(DESKSTORM_ROOT "/scenarios/" + scenario + ".json", changes);
  if (!read.plan)
    return "cannot be read: " + to_text(read.problems.front());
  recorder counts{setup_of(*read.plan)};
  const auto facts = cli::contact_centre()({*read.plan}, counts, {});
  return fmt::format("digest {} messages {} {}", digest_text(facts.digest), facts.messages,
                     counts_of(counts.finish(instant{facts.simulated})));
}

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream in{path};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}

// A change of behaviour shows in the difference of results.txt. With DESKSTORM_REWRITE in the
// environment the file gets what is found: commit only what you understand.
TEST_CASE("scenarios of the repository give the results that are committed", "[slow]") {
  const auto committed = lines_of(results_file);
  std::vector<std::string> found;
  for (const auto& line : committed) {
    const auto words = line.substr(0, line.find(':'));
    found.push_back(words + ": " + result_of(words));
  }
  if (std::getenv("DESKSTORM_REWRITE") != nullptr) {
    std::ofstream out{results_file};
    for (const auto& line : found)
      out << line << '\n';
    return;
  }
  CHECK(found.size() > 10);
  CHECK(found == committed);
}

} // namespace
} // namespace deskstorm::loadgen
