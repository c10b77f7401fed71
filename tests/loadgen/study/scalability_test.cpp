#include <utility>
#include <vector>

#include <deskstorm/loadgen/study/scalability.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::study {
namespace {

std::vector<std::pair<double, double>> ladder(const scalability& law) {
  std::vector<std::pair<double, double>> points;
  for (const double n : {1, 2, 4, 8, 16, 32})
    points.emplace_back(n, law.at(n));
  return points;
}

TEST_CASE("the law that made the points is found again", "[unit]") {
  const auto found = fit_scalability(ladder({100, 0.05, 0.001})).value();
  CHECK(found.rate == Approx(100));
  CHECK(found.contention == Approx(0.05));
  CHECK(found.crosstalk == Approx(0.001));
  CHECK(found.peak() == Approx(30.82).epsilon(1e-3)); // the root of 0.95 / 0.001
}

TEST_CASE("clients who do not get in each other's way have no peak", "[unit]") {
  const auto found = fit_scalability(ladder({100, 0, 0})).value();
  CHECK(found.contention == Approx(0).margin(1e-9));
  CHECK(found.peak() > 1e4);
}

TEST_CASE("the knee is where the first client's pace meets the ceiling", "[unit]") {
  const scalability law{100, 0.05, 0.001};
  CHECK(law.ceiling() == Approx(law.at(law.peak())));
  CHECK(law.knee() == Approx(9.04).epsilon(1e-3)); // 903.8 of 100
  CHECK(knee_text(law, 32) == "knee at n = 9.038; peak at n = 30.82");
  CHECK(knee_text(law, 20) == "knee at n = 9.038; peak at n = 30.82, beyond what was tried");
  const scalability bounded{100, 0.05, 0}; // nears 2000
  CHECK(knee_text(bounded, 8) == "knee at n = 20, beyond what was tried; no peak");
  CHECK(knee_text({100, 0, 0}, 8) == "no knee: every client adds as much as the first");
  CHECK(law_text(law) == "requests/s = 100 n / (1 + 0.05 (n-1) + 0.001 n (n-1))");
}

TEST_CASE("three points decide nothing", "[unit]") {
  auto points = ladder({100, 0.05, 0.001});
  points.resize(3);
  CHECK_FALSE(fit_scalability(points));
  points.assign(5, {4, 100});
  CHECK_FALSE(fit_scalability(points));
}

} // namespace
} // namespace deskstorm::loadgen::study
