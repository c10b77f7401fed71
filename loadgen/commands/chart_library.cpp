#include <array>
#include <iterator>

#include "foundation.hpp"

#if __has_include(<chart_library.hpp>)
#include <chart_library.hpp>
#else
constexpr std::array<char, 1> chart_library_text{}; // compiled without CMake: no charts
#endif

namespace deskstorm::loadgen::cli {

std::string_view chart_library() {
  return {std::data(chart_library_text), std::size(chart_library_text) - 1};
}

} // namespace deskstorm::loadgen::cli
