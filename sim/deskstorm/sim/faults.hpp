#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <iterator>
#include <vector>

#include <deskstorm/sim/fault.hpp>
#include <deskstorm/sim/faults/backend_outage.hpp>
#include <deskstorm/sim/faults/delay.hpp>
#include <deskstorm/sim/faults/drop.hpp>
#include <deskstorm/sim/faults/duplicate.hpp>

namespace deskstorm::sim {

/// Every fault there is. A fault is a pure function of its rule and its stream: what it does to one
/// message depends on no other message and on no other rule.
inline constexpr std::array fault_table{faults::drop, faults::delay, faults::duplicate,
                                        faults::backend_outage};

constexpr const fault& row_of(plan::fault_kind kind) {
  const auto row = std::ranges::find(fault_table, kind, &fault::kind);
  assert(row != fault_table.end());
  return *row;
}

/// The fault rules of a plan that concern one link.
class link_faults final : public actors::link_rules {
public:
  link_faults(const std::vector<plan::fault>& of_plan, plan::link where) {
    std::ranges::copy_if(of_plan, std::back_inserter(rules_), [=](const plan::fault& f) {
      return f.where == where && f.what != plan::fault_kind::mishap;
    });
  }

  bool empty() const { return rules_.empty(); }

  /// Asks each rule whose time it is; a message can meet several. Takes one number of `draw`, so
  /// that neither the rules nor their number shift what later messages meet.
  actors::verdict judge(const actors::facts&, instant now, actors::stream& draw) const override {
    actors::verdict fate;
    const std::uint64_t of_message = draw.next();
    for (std::uint32_t i = 0; i < rules_.size(); ++i) {
      const plan::fault& rule = rules_[i];
      actors::stream own{{of_message, 0}, i, actors::purpose::fault};
      if (rule.from <= now && now < rule.until && own.uniform() < rule.probability)
        row_of(rule.what).strike(fate, rule, now, own);
    }
    return fate;
  }

private:
  std::vector<plan::fault> rules_;
};

} // namespace deskstorm::sim
