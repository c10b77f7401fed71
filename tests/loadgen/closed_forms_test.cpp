#include <cmath>

#include <deskstorm/loadgen/study/queueing.hpp>

#include "support/catch.hpp"
#include "validation/models.hpp"

namespace deskstorm::validation {
namespace {

TEST_CASE("closed forms are those of the books", "[unit]") {
  using namespace queueing;
  CHECK(waiting_probability({.arrivals = 0.5, .service = 1}) == Approx(0.5)); // one server: rho
  CHECK(waiting_probability({.arrivals = 1, .service = 1, .servers = 2}) == Approx(1.0 / 3));
  CHECK(mean_wait({.arrivals = 1, .service = 1, .servers = 2}) == Approx(1.0 / 3));
  const system one{.arrivals = 0.8, .service = 1};
  CHECK(mean_wait_at_one_server(one, 1) == Approx(mean_wait(one)));
  CHECK(mean_wait_at_one_server(one, 0) == Approx(mean_wait(one) / 2));
}

// With a patience as long as a service M/M/c+M is M/M/infinity: the number of customers is Poisson.
TEST_CASE("erlang A is known where patience is as long as service", "[unit]") {
  const double a = 2;
  const double waiting = a - (2 - 2 * std::exp(-a) - a * std::exp(-a)); // E max(N - 2, 0)
  CHECK(queueing::abandonment_probability({.arrivals = a, .service = 1, .servers = 2}, 1)
        == Approx(waiting / a));
}

// The seed is fixed and was the first that was tried. All intervals together hold at 95 %: with one
// of 95 % for each of the figures one or two would miss by chance, see docs/validation.md.
TEST_CASE("waits, shares and utilisations are those of queueing theory", "[slow]") {
  const auto all = models({.warmup = 5'000, .measured = 10'000}, 1);
  double figures = 0;
  for (const auto& m : all)
    figures += static_cast<double>(m.figures.size());
  const auto& m = all[GENERATE_COPY(range(std::size_t{0}, all.size()))];
  const auto seen = measure(m);
  for (std::size_t i = 0; i < m.figures.size(); ++i) {
    const auto found = loadgen::student_interval(seen[i], 1 - 0.05 / figures);
    CAPTURE(m.name, m.figures[i].name, found.half_width);
    CHECK(m.figures[i].exact == Approx(found.mean).epsilon(0).margin(found.half_width));
  }
}

} // namespace
} // namespace deskstorm::validation
