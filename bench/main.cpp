#include <benchmark/benchmark.h>

#include <deskstorm/sim/huge_pages.hpp>

int main(int argc, char** argv) {
  deskstorm::sim::restart_with_huge_pages(argv); // as the program does
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  return EXIT_SUCCESS;
}
