#pragma once

#include <array>
#include <cstddef>
#include <memory>

#include <deskstorm/sim/search/strategies/delay_bounded.hpp>
#include <deskstorm/sim/search/strategies/feedback.hpp>
#include <deskstorm/sim/search/strategies/pct.hpp>
#include <deskstorm/sim/search/strategies/pos.hpp>
#include <deskstorm/sim/search/strategies/random.hpp>
#include <deskstorm/sim/search/strategy.hpp>

namespace deskstorm::sim::strategies {

/// Lets the others take turns, for none is the best everywhere.
class portfolio final : public strategy {
public:
  explicit portfolio(const search_memory& known) : feedback_(known) {}

  void learn(const race_outcome& outcome) override { feedback_.learn_from(choices(), outcome); }

  void hand_over(search_memory& to) const override { feedback_.hand_over(to); }

private:
  void prepare(const schedule_id& which) override {
    now_ = turns_[which.number % turns_.size()];
    now_->begin(which);
  }

  std::int64_t answer(const choice_point& asked) override { return now_->choose(asked); }

  random random_;
  pct pct_;
  pos pos_;
  delay_bounded delay_bounded_;
  feedback feedback_;
  std::array<strategy*, 8> turns_{&random_, &pct_, &feedback_, &pos_,
                                  &random_, &pct_, &feedback_, &delay_bounded_};
  strategy* now_ = nullptr;
};

} // namespace deskstorm::sim::strategies
