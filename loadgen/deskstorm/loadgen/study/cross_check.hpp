#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>
#include <deskstorm/loadgen/study/queueing.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::loadgen::study {

/// A figure that queueing theory has for a plan, to be printed beside the simulated one.
struct theory_figure {
  std::string model;
  std::string metric;
  double exact = 0;
};

/// Returns the squared coefficient of variation, where it is known: 0 for constant times, 1 for
/// exponential ones.
inline std::optional<double> variation_of(const plan::distribution& d) {
  using namespace plan::distributions;
  return std::visit(overloaded{
                      [](const constant&) -> std::optional<double> { return 0; },
                      [](const exponential&) -> std::optional<double> { return 1; },
                      [](const erlang& e) -> std::optional<double> { return 1.0 / e.k; },
                      [](const uniform& u) -> std::optional<double> {
                        const double width = in_seconds(u.high - u.low);
                        const double mean = in_seconds(u.expected());
                        return mean > 0 ? width * width / (12 * mean * mean) : 0;
                      },
                      [](const auto&) -> std::optional<double> { return std::nullopt; },
                    },
                    d);
}

namespace detail {

inline bool limits_nothing(const request_limits& limits) {
  return limits.all == 0
         && std::ranges::all_of(limits.each, [](const auto& l) { return l.value_or(0) == 0; });
}

/// Returns how many requests a second all frames of a plan send to the backend, where they come at
/// random and all of them go there, with one distribution of service times.
inline std::optional<double> random_jobs(const plan::floor_plan& p) {
  double rate = 0;
  for (const auto& frames : p.agents.frames) {
    const auto& persona = p.personas[frames.persona];
    if (std::holds_alternative<plan::no_load>(persona.load) && persona.reactions.empty())
      continue;
    const auto* open = std::get_if<plan::open_load>(&persona.load);
    if (open == nullptr || open->arrivals.kind != plan::arrivals::process::poisson
        || !persona.reactions.empty() || persona.retry.attempts > 0)
      return std::nullopt;
    for (const auto& r : persona.requests)
      if (!p.backend.serves[static_cast<std::size_t>(r.request)]
          || p.backend.service.special.contains(r.request) || r.request == request_kind::voice_dial
          || r.interaction == plan::interaction_source::live)
        return std::nullopt;
    rate += open->arrivals.per_second * frames.count;
  }
  return rate * p.agents.count * p.agents.tabs;
}

/// M/M/c, M/G/1, or Erlang B where nobody can wait, whatever the service times.
inline std::optional<theory_figure> backend_theory(const plan::floor_plan& p) {
  const auto jobs = random_jobs(p);
  const auto variation = variation_of(p.backend.service.usual);
  if (!jobs || *jobs <= 0 || !limits_nothing(p.options.limits))
    return std::nullopt;
  const queueing::system s{*jobs, in_seconds(plan::mean(p.backend.service.usual)),
                           p.backend.workers};
  if (s.service <= 0)
    return std::nullopt;
  if (p.backend.queue_capacity == 0u)
    return theory_figure{fmt::format("Erlang B, {} workers", s.servers),
                         "requests.total.failed_ratio", queueing::loss_probability(s)};
  const bool exponential = variation == 1.0;
  if (p.backend.queue_capacity || !variation || s.utilization() >= 1
      || (!exponential && s.servers != 1))
    return std::nullopt;
  return theory_figure{
    exponential ? fmt::format("M/M/{}", s.servers) : "M/G/1", "backend.wait_ms.mean",
    1e3
      * (exponential ? queueing::mean_wait(s) : queueing::mean_wait_at_one_server(s, *variation))};
}

/// What theory knows of the callers: Erlang C for those who wait for ever, Erlang A for those whose
/// patience is exponential. Wrap-up counts as handling; then the sum is only nearly exponential.
inline std::vector<theory_figure> caller_theory(const plan::floor_plan& p) {
  const bool agents_do_more =
    !p.campaigns.empty() || std::ranges::any_of(p.personas, [](const auto& persona) {
      return std::ranges::any_of(
        persona.requests, [](const auto& r) { return r.request == request_kind::voice_dial; });
    });
  if (p.queues.size() != 1 || agents_do_more || p.agents.count == 0)
    return {};
  const auto& q = p.queues.front();
  if (q.calls.kind != plan::arrivals::process::poisson || variation_of(q.handle_time) != 1.0)
    return {};
  const queueing::system s{q.calls.per_second,
                           in_seconds(plan::mean(q.handle_time) + plan::mean(q.wrap_up)),
                           p.agents.count};
  const auto metric = [&](const char* of) { return fmt::format("queues.{}.{}", q.queue, of); };
  const auto agents = s.servers == 1 ? std::string{"1 agent"} : fmt::format("{} agents", s.servers);
  if (!q.patience) {
    if (s.utilization() >= 1 || s.arrivals <= 0)
      return {};
    return {{"Erlang C, " + agents, metric("wait_s.mean"), queueing::mean_wait(s)},
            {"Erlang C, " + agents, metric("occupancy"), s.utilization()}};
  }
  if (variation_of(*q.patience) != 1.0 || s.arrivals <= 0)
    return {};
  const double leave = queueing::abandonment_probability(s, in_seconds(plan::mean(*q.patience)));
  return {{"Erlang A, " + agents, metric("occupancy"), s.utilization() * (1 - leave)}};
}

} // namespace detail

/// Returns what queueing theory knows of a plan: nothing where the load changes, where faults
/// strike, or where no closed form fits.
inline std::vector<theory_figure> theory_of(const plan::floor_plan& p) {
  if (!p.stages.empty() || !p.faults.empty() || !p.script.empty())
    return {};
  auto made = detail::caller_theory(p);
  if (auto backend = detail::backend_theory(p))
    made.push_back(*std::move(backend));
  return made;
}

} // namespace deskstorm::loadgen::study
