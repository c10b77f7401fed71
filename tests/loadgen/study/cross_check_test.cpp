#include <string>

#include <deskstorm/loadgen/study/cross_check.hpp>
#include <deskstorm/loadgen/study/models.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::study {
namespace {

/// The exact value of a figure of the textbook models, by the beginning of the model's name.
double exact_of(const std::string& begin, const std::string& figure, plan::floor_plan& plan) {
  for (const auto& model : validation::models({100, 100}, 1))
    for (const auto& f : model.figures)
      if (model.name.starts_with(begin) && f.name == figure) {
        plan = model.plan;
        return f.exact;
      }
  FAIL("there is no " + begin + ": " + figure);
  return 0;
}

TEST_CASE("a plan that contains a solved model has its exact value beside it", "[unit]") {
  const auto [begin, figure, metric, unit] =
    GENERATE(table<const char*, const char*, const char*, double>({
      {"M/M/4 at 0.8", "mean wait, s", "backend.wait_ms.mean", 1e3},
      {"M/D/1 at 0.8", "mean wait, s", "backend.wait_ms.mean", 1e3},
      {"M/E4/1", "mean wait, s", "backend.wait_ms.mean", 1e3},
      {"Erlang B", "share refused", "requests.total.failed_ratio", 1},
      {"Erlang C", "mean wait, s", "queues.sales.wait_s.mean", 1},
      {"Erlang A", "occupancy", "queues.sales.occupancy", 1},
    }));
  plan::floor_plan plan;
  const auto exact = exact_of(begin, figure, plan);
  const auto known = theory_of(plan);
  REQUIRE_FALSE(known.empty());
  CHECK(known.front().metric == metric);
  CHECK(known.front().exact == Approx(exact * unit));
}

TEST_CASE("where the load changes, theory knows nothing", "[unit]") {
  plan::floor_plan plan;
  exact_of("M/M/4 at 0.8", "mean wait, s", plan);
  plan.stages.push_back({instant{}, 2, true});
  CHECK(theory_of(plan).empty());
}

TEST_CASE("where limits refuse requests, theory of queues knows nothing", "[unit]") {
  plan::floor_plan plan;
  exact_of("M/M/4 at 0.8", "mean wait, s", plan);
  plan.options.limits.all = 4;
  CHECK(theory_of(plan).empty());
}

} // namespace
} // namespace deskstorm::loadgen::study
