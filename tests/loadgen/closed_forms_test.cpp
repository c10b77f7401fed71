#include <cmath>
#include <cstddef>
#include <cstdint>

#include <deskstorm/loadgen/study/models.hpp>
#include <deskstorm/loadgen/study/queueing.hpp>

#include "commands/foundation.hpp"
#include "support/catch.hpp"

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

TEST_CASE("two servers lose what Erlang B says", "[unit]") {
  CHECK(queueing::loss_probability({.arrivals = 1, .service = 1, .servers = 2}) == Approx(0.2));
}

// Source: Kleinrock, section 3.8, by hand: two clients and one server, all rates 1. The weights of
// none, one and two clients at the server are 1, 2 and 2.
TEST_CASE("a closed system of two clients is known by hand", "[unit]") {
  CHECK(queueing::mean_busy_servers({.clients = 2, .think = 1, .service = 1}) == Approx(0.8));
}

TEST_CASE("a limit that nobody reaches accepts all", "[unit]") {
  const auto rates = queueing::limited_arrivals{100, 6, 30}.rates();
  CHECK(rates.accepted == Approx(6));
  CHECK(rates.errors == Approx(0).margin(1e-9));
}

// With so many requests that the limit is used up at once, an error comes whenever a quarantine
// ends: two in a minute where it lasts 30 s. One of 90 s ends in a new window each time, so that
// the limit and an error come every 90 s.
TEST_CASE("a flood gets the limit and an error each quarantine", "[unit]") {
  const auto half_minute = queueing::limited_arrivals{4, 6e5, 29}.rates();
  CHECK(half_minute.errors > 2);
  CHECK(half_minute.errors < 2.1);
  const auto longer = queueing::limited_arrivals{4, 6e5, 90}.rates();
  CHECK(longer.accepted == Approx(8.0 / 3).epsilon(0.01));
  CHECK(longer.errors == Approx(2.0 / 3).epsilon(0.01));
  CHECK(longer.accepted + longer.errors + longer.ignored == Approx(6e5));
}

/// Checks that the exact values of all models lie inside the intervals of simulated ones.
void check_all(std::uint64_t seed, double confidence) {
  const auto all = models(length_for(10'000), seed);
  const auto& m = all[GENERATE_COPY(range(std::size_t{0}, all.size()))];
  const auto seen = measure(m, loadgen::cli::contact_centre());
  for (std::size_t i = 0; i < m.figures.size(); ++i) {
    const auto found = loadgen::student_interval(seen[i], confidence);
    CAPTURE(m.name, m.figures[i].name, found.half_width);
    CHECK(m.figures[i].exact == Approx(found.mean).epsilon(0).margin(found.half_width));
  }
}

TEST_CASE("waits, shares and utilisations are those of queueing theory", "[slow]") {
  check_all(usual_seed, 0.95);
}

// With intervals of 95 % for each figure one or two would miss by chance, see docs/validation.md.
TEST_CASE("theory holds for a seed that nobody chose, where all hold at 95 % together", "[slow]") {
  double figures = 0;
  for (const auto& m : models(length_for(10'000), 1))
    figures += static_cast<double>(m.figures.size());
  check_all(1, 1 - 0.05 / figures);
}

} // namespace
} // namespace deskstorm::validation
