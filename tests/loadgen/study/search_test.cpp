#include <cstdint>
#include <optional>
#include <tuple>

#include <deskstorm/loadgen/study/ranges.hpp>
#include <deskstorm/loadgen/study/search.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::study {
namespace {

search_result search(std::int64_t first, std::int64_t last, wanted_end end, auto holds) {
  return bisection{first, last, end, [=](std::int64_t n) { return std::optional{holds(n)}; }}.run();
}

TEST_CASE("bisection finds the last number that holds", "[unit]") {
  const auto limit = GENERATE(range(std::int64_t{1}, std::int64_t{40}));
  CAPTURE(limit);
  const auto largest =
    search(1, 40, wanted_end::largest, [=](std::int64_t n) { return n <= limit; });
  CHECK(largest.answer == limit);
  CHECK(largest.monotone);
  const auto smallest =
    search(1, 40, wanted_end::smallest, [=](std::int64_t n) { return n >= limit; });
  CHECK(smallest.answer == limit);
  CHECK(smallest.tried.size() <= 10);
}

TEST_CASE("a range of which nothing holds has no answer", "[unit]") {
  const auto found = search(1, 1000, wanted_end::largest, [](std::int64_t) { return false; });
  CHECK_FALSE(found.answer);
  CHECK(found.monotone);
}

TEST_CASE("a range in the midst of which numbers hold is not monotone", "[unit]") {
  const auto found =
    search(1, 100, wanted_end::largest, [](std::int64_t n) { return n > 20 && n <= 60; });
  CHECK(found.answer == 60);
  CHECK_FALSE(found.monotone);
}

TEST_CASE("a number that holds beyond one that fails is noticed next to the answer", "[unit]") {
  const auto found =
    search(0, 100, wanted_end::largest, [](std::int64_t n) { return n <= 50 && n != 25; });
  CHECK(found.answer == 50);
  CHECK_FALSE(found.monotone);
}

TEST_CASE("a search that is stopped tells what it tried", "[unit]") {
  int asked = 0;
  const auto found = bisection{
    1, 100, wanted_end::largest, [&](std::int64_t n) {
      return ++asked > 3 ? std::nullopt : std::optional{n < 30};
    }}.run();
  CHECK(found.tried.size() == 3);
  CHECK(found.answer == 1);
}

TEST_CASE("ranges are as fine as they are written", "[unit]") {
  const auto [text, steps, middle] = GENERATE(table<const char*, std::int64_t, const char*>({
    {"1..5000", 4999, "2500"},
    {"0.50..2.50", 200, "1.50"},
    {"0..1.5", 15, "0.7"},
    {"5ms..50ms", 45, "\"27ms\""},
    {"1..9/s", 8, "\"5/s\""},
  }));
  CAPTURE(text);
  const auto range = parse_range("/x", text);
  REQUIRE(range);
  CHECK(range->last - range->first == steps);
  CHECK(range->at((range->first + range->last) / 2).value == middle);
}

TEST_CASE("what is no range is refused with an example", "[unit]") {
  const auto* text = GENERATE("agents=1..2", "/a=", "/a=5..1", "/a=1ms..2s", "/a=1..x", "/a=1");
  const auto found = parse_find(text);
  REQUIRE_FALSE(found);
  CHECK(found.why().text
        == "--find: expected POINTER=FIRST..LAST such as /agents/count=1..5000, found '"
             + std::string{text} + "'");
}

TEST_CASE("a grid has every combination, the last sweep fastest", "[unit]") {
  const auto one = parse_sweep("/a=1,[2,3]");
  const auto other = parse_sweep("/b=7..8");
  REQUIRE((one && other));
  const auto points = grid({*one, *other});
  REQUIRE(points.size() == 4);
  CHECK(to_text(points[1]) == "/a=1 /b=8");
  CHECK(to_json(points[2]) == ordered_json::parse(R"({"/a": [2, 3], "/b": 7})"));
  CHECK(grid({}) == std::vector<point>{{}});
}

} // namespace
} // namespace deskstorm::loadgen::study
