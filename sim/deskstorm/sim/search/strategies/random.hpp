#pragma once

#include <deskstorm/sim/search/strategy.hpp>

namespace deskstorm::sim::strategies {

/// Answers each choice on its own.
class random final : public strategy {
  std::int64_t answer(const choice_point& asked) override { return any_answer(asked, numbers()); }
};

} // namespace deskstorm::sim::strategies
