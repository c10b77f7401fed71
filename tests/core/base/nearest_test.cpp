#include <array>
#include <string>
#include <string_view>

#include <deskstorm/base/nearest.hpp>

#include "support/catch.hpp"

using namespace deskstorm;

TEST_CASE("edit_distance counts insertions, removals and replacements", "[unit]") {
  const auto [a, b, edits] =
    GENERATE(table<std::string, std::string, std::size_t>({{"", "", 0},
                                                           {"", "abc", 3},
                                                           {"abc", "", 3},
                                                           {"same", "same", 0},
                                                           {"kitten", "sitting", 3},
                                                           {"dail", "dial", 2}}));
  CAPTURE(a, b);
  CHECK(edit_distance(a, b) == edits);
  CHECK(edit_distance(b, a) == edits);
}

TEST_CASE("nearest finds a known word only if it is near", "[unit]") {
  constexpr std::array<std::string_view, 3> known{"duration", "seed", "warmup"};
  CHECK(nearest("durration", known) == "duration");
  CHECK(nearest("sed", known) == "seed");
  CHECK(nearest("zzzzzzzz", known).empty());
  CHECK(nearest(std::string(100000, 'x'), known).empty());
}

TEST_CASE("nearest takes the first of words that are equally near", "[unit]") {
  constexpr std::array<std::string_view, 2> known{"cat", "car"};
  CHECK(nearest("cap", known) == "cat");
}

TEST_CASE("did_you_mean is empty where no word is near", "[unit]") {
  constexpr std::array<std::string_view, 1> known{"seed"};
  CHECK(did_you_mean("sead", known) == " (did you mean 'seed'?)");
  CHECK(did_you_mean("something else", known).empty());
}
