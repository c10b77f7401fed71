#include <string>
#include <vector>

#include <deskstorm/base/few.hpp>

#include "support/catch.hpp"

namespace deskstorm {
namespace {

TEST_CASE("few keeps values in the order in which they came", "[unit]") {
  few<std::string, 3> names;
  CHECK(names.empty());
  names.push_back("a");
  names.push_back("b");
  CHECK(std::vector<std::string>(names.begin(), names.end()) == std::vector<std::string>{"a", "b"});
  CHECK(names[1] == "b");
}

TEST_CASE("few is equal where size and values are", "[unit]") {
  CHECK(few<int, 3>{1, 2} == few<int, 3>{1, 2});
  CHECK_FALSE(few<int, 3>{1, 2} == few<int, 3>{1, 2, 0});
}

// Tables of life cycles hold their events in it.
static_assert(few<int, 2>{4, 5}.size() == 2);

} // namespace
} // namespace deskstorm
