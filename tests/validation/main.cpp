#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/contact_centre.hpp>
#include <deskstorm/loadgen/study/models.hpp>

namespace {

using namespace deskstorm;

/// Prints a row a figure. Returns how many exact values lie outside their intervals.
int print(const validation::model& m, const std::vector<std::vector<double>>& seen) {
  int outside = 0;
  for (std::size_t i = 0; i < m.figures.size(); ++i) {
    const auto& f = m.figures[i];
    const auto i95 = loadgen::student_interval(seen[i], 0.95);
    const bool inside = std::abs(f.exact - i95.mean) <= i95.half_width;
    outside += inside ? 0 : 1;
    std::printf("| %-28s | %-17s | %10.6f | %10.6f | %9.6f | %6.2f %% | %s |\n", m.name.c_str(),
                f.name.c_str(), f.exact, i95.mean, i95.half_width, 100 * i95.half_width / f.exact,
                inside ? "yes" : "NO");
  }
  return outside;
}

} // namespace

/// Prints the table of docs/validation.md. Arguments: customers in a replication at a utilisation
/// of 0.95, and the seed.
int main(int argc, char** argv) {
  const double customers = argc > 1 ? std::atof(argv[1]) : 500'000;
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  const auto all = validation::models({.warmup = 20'000, .measured = customers}, seed);
  std::printf("%u replications of each, seed %llu, %.0f customers measured in each at 0.95\n\n",
              validation::replications, static_cast<unsigned long long>(seed), customers);
  std::puts("| model | figure | exact | mean | half width | of exact | inside |");
  std::puts("|---|---|---|---|---|---|---|");
  int outside = 0;
  int figures = 0;
  for (std::size_t next = 0; next < all.size(); next += 2) {
    auto other = std::async(std::launch::async, [&, next] {
      return next + 1 < all.size() ? validation::measure(all[next + 1], loadgen::simulate)
                                   : std::vector<std::vector<double>>{};
    });
    outside += print(all[next], validation::measure(all[next], loadgen::simulate));
    if (next + 1 < all.size())
      outside += print(all[next + 1], other.get());
    std::fflush(stdout);
  }
  for (const auto& m : all)
    figures += static_cast<int>(m.figures.size());
  std::printf("\n%d of %d exact values lie outside the 95 %% interval; %.1f are to be expected.\n",
              outside, figures, 0.05 * figures);
}
