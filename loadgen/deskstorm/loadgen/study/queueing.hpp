#pragma once

#include <cassert>
#include <cmath>
#include <cstdint>

/// Exact results of queueing theory, against which simulations are held. Rates are customers a
/// second, times seconds. Source: Kleinrock, "Queueing Systems", volume 1 (1975), sections 3.2, 3.5
/// and 5.6; for Erlang A Garnett, Mandelbaum and Reiman, "Designing a call center with impatient
/// customers" (2002).
namespace deskstorm::queueing {

/// Customers who come at random to servers in one queue, first come first served.
struct system {
  double arrivals = 0;       ///< a second
  double service = 0;        ///< mean, in seconds
  std::uint32_t servers = 1; ///< all equally fast

  double offered() const { return arrivals * service; } ///< in Erlang
  double utilization() const { return offered() / servers; }
};

/// Returns the share of customers who find all servers busy and go away, as nobody can wait:
/// Erlang's B formula. Holds for any distribution of service times.
inline double loss_probability(const system& s) {
  double blocked = 1;
  for (std::uint32_t n = 1; n <= s.servers; ++n)
    blocked = s.offered() * blocked / (n + s.offered() * blocked);
  return blocked;
}

/// Returns the share of customers who find all servers busy and wait: Erlang's C formula, by way of
/// his B formula. Needs a utilisation below 1.
inline double waiting_probability(const system& s) {
  assert(s.utilization() < 1);
  const double blocked = loss_probability(s);
  return blocked / (1 - s.utilization() * (1 - blocked));
}

/// Returns the mean wait of all customers where service times are exponential: M/M/c.
inline double mean_wait(const system& s) {
  return waiting_probability(s) * s.service / (s.servers - s.offered());
}

/// Returns the mean wait at one server for any distribution of service times, of which
/// `variation` is the squared coefficient of variation: 1 for exponential, 0 for constant times.
/// The formula of Pollaczek and Khinchine.
inline double mean_wait_at_one_server(const system& s, double variation) {
  assert(s.servers == 1 && s.utilization() < 1);
  return s.utilization() * s.service * (1 + variation) / (2 * (1 - s.utilization()));
}

/// Clients who think, ask, wait for the answer and think again.
struct closed_system {
  std::uint32_t clients = 1;
  double think = 0;   ///< mean, in seconds, exponential
  double service = 0; ///< mean, in seconds, exponential
  std::uint32_t servers = 1;
};

/// Returns the mean number of busy servers of a closed system: the machine repair model. Source:
/// Kleinrock, "Queueing Systems", volume 1 (1975), section 3.8.
inline double mean_busy_servers(const closed_system& s) {
  double weight = 1; // of that many clients who wait or are served, relative to none
  double all = 1;
  double busy = 0;
  for (std::uint32_t n = 1; n <= s.clients; ++n) {
    const double serving = std::fmin(n, s.servers);
    weight *= (s.clients - n + 1) / s.think * s.service / serving;
    all += weight;
    busy += serving * weight;
  }
  return busy / all;
}

/// Returns the share of customers who leave before they are served, where patience is exponential
/// with the mean `patience`: Erlang's A formula, M/M/c+M. Sums the stationary distribution of the
/// number of customers until nothing is left to add.
inline double abandonment_probability(const system& s, double patience) {
  double weight = 1; // of that many customers, relative to none
  double all = 1;
  double waiting = 0; // mean number, likewise
  for (double n = 1; weight > 1e-18 * all || n <= s.servers + s.offered(); ++n) {
    const double queued = std::fmax(n - s.servers, 0);
    const double leave = (n - queued) / s.service + queued / patience;
    weight *= s.arrivals / leave;
    all += weight;
    waiting += queued * weight;
  }
  return waiting / all / patience / s.arrivals;
}

} // namespace deskstorm::queueing
