#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/plan/population.hpp>

namespace deskstorm::actors {

/// When an agent does what agents do by themselves. Each habit draws from a stream of its own, so
/// that one habit or agent more changes nothing of the others.
class habits {
public:
  using what = messages::habit::what;

  struct coming {
    instant at;
    messages::habit next;
  };

  habits(const run_context& run, agent_id agent) : run_(&run), agent_(agent) {}

  /// Returns when the agent logs in, where the run begins at `now`.
  static instant log_in_time(const run_context& run, agent_id agent, instant now) {
    const duration ramp = run.plan.agents.login_ramp;
    stream draw{run.key, stream_of(static_cast<std::uint64_t>(stream_owner::agent), agent.value),
                purpose::population};
    if (ramp == duration::zero())
      return now;
    return now
           + duration{
             static_cast<duration::rep>(static_cast<double>(ramp.count()) * draw.uniform())};
  }

  /// What follows the log-in.
  std::vector<coming> begin(instant now) {
    const auto& agents = run_->plan.agents;
    const std::size_t churning = agents.tab_churn ? agents.tabs : 0;
    drawing_.clear();
    for (std::size_t n = 0; n < 1 + agents.breaks.size() + churning; ++n)
      drawing_.emplace_back(
        stream_of(static_cast<std::uint64_t>(stream_owner::agent), agent_.value, 1 + n));
    std::vector<coming> all;
    if (agents.shift)
      all.push_back({now + draw(0, *agents.shift), {what::shift_ends, 0}});
    for (std::size_t n = 0; n < agents.breaks.size(); ++n)
      all.push_back(next_break(static_cast<std::uint16_t>(n), now));
    for (std::size_t n = 0; n < churning; ++n)
      all.push_back(tab_closes(static_cast<std::uint16_t>(n), now));
    return all;
  }

  /// What follows a habit; nothing after the shift.
  std::optional<coming> after(const messages::habit& did, instant now) {
    switch (did.does) {
    case what::shift_ends: return std::nullopt;
    case what::break_begins: return break_ends(did.which, now);
    case what::break_ends: return next_break(did.which, now);
    case what::tab_closes: return tab_opens(did.which, now);
    case what::tab_opens: return tab_closes(did.which, now);
    }
    return std::nullopt;
  }

  /// Returns the number of the n-th tab that comes and goes, counted from 0.
  std::uint32_t tab_of(std::uint16_t which) const {
    const auto again = reopened_.find(which);
    return again == reopened_.end() ? which + 1u : again->second;
  }

  void opened_again(std::uint16_t which, std::uint32_t number) { reopened_[which] = number; }

private:
  coming next_break(std::uint16_t which, instant now) {
    return {now + draw(1u + which, run_->plan.agents.breaks[which].every),
            {what::break_begins, which}};
  }

  coming break_ends(std::uint16_t which, instant now) {
    return {now + draw(1u + which, run_->plan.agents.breaks[which].lasts),
            {what::break_ends, which}};
  }

  coming tab_closes(std::uint16_t which, instant now) {
    return {now + draw(tab_stream(which), run_->plan.agents.tab_churn->open),
            {what::tab_closes, which}};
  }

  coming tab_opens(std::uint16_t which, instant now) {
    return {now + draw(tab_stream(which), run_->plan.agents.tab_churn->closed),
            {what::tab_opens, which}};
  }

  std::size_t tab_stream(std::uint16_t which) const {
    return 1 + run_->plan.agents.breaks.size() + which;
  }

  duration draw(std::size_t stream, const plan::distribution& from) {
    auto source = drawing_[stream].draw<purpose::population>(run_->key);
    return plan::sample(from, source);
  }

  const run_context* run_;
  agent_id agent_;
  std::vector<streams_of<purpose::population>> drawing_;
  std::map<std::uint16_t, std::uint32_t> reopened_ = {};
};

} // namespace deskstorm::actors
