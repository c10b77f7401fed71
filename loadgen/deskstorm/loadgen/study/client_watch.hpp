#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include <deskstorm/loadgen/statistics/idle_observer.hpp>
#include <deskstorm/loadgen/statistics/period.hpp>

namespace deskstorm::loadgen::study {

/// What the clients of one persona met, in one run or on average over several.
struct client_figures {
  double clients = 0;          ///< frames that sent anything
  double sent = 0;             ///< requests, and so for the next five
  double accepted = 0;         ///< answered other than by the rate limit
  double goodput = 0;          ///< answered with success
  double errors = 0;           ///< answered with the error of the rate limit
  double ignored = 0;          ///< in quarantine
  double timed_out = 0;        ///< given up by the client
  double hurt_clients = 0;     ///< share of clients who met the limit at all
  double longest_outage_s = 0; ///< of any client: from a refused request to the next success
  double mean_outage_s = 0;    ///< of all outages
  double burst = 0;            ///< most accepted of one client within 60 s
  double fairness = 0;         ///< Jain's index of the successes of each: 1 where all have the same
  double attempts = 0;         ///< requests sent for each that succeeds: what retries make of it

  void add(const client_figures& other, double weight) {
    for (const auto member :
         {&client_figures::clients, &client_figures::sent, &client_figures::accepted,
          &client_figures::goodput, &client_figures::errors, &client_figures::ignored,
          &client_figures::timed_out, &client_figures::hurt_clients,
          &client_figures::longest_outage_s, &client_figures::mean_outage_s, &client_figures::burst,
          &client_figures::fairness, &client_figures::attempts})
      this->*member += other.*member * weight;
  }
};

/// Watches what rate limits do to each client in the measured time of one run.
class client_watch final : public idle_observer {
public:
  client_watch(period measured, std::uint32_t personas)
    : measured_(measured), figures_(personas), outages_(personas) {}

  void request_sent(std::uint32_t persona, request_kind, instant intended) override {
    if (!measured_.contains(intended))
      return;
    ++figures_[persona].sent;
    const auto second = static_cast<std::size_t>((intended - measured_.from) / one_second);
    if (seconds_.size() <= second)
      seconds_.resize(second + 1);
    ++seconds_[second];
  }

  void client_ended(actors::entity_number frame, std::uint32_t persona, request_kind,
                    actors::request_end how, instant intended, instant now) override {
    using actors::request_end;
    if (!measured_.contains(intended))
      return;
    if (clients_.size() <= frame)
      clients_.resize(frame + 1);
    auto& c = clients_[frame];
    auto& f = figures_[persona];
    f.clients += c.known ? 0 : 1;
    c.known = true;
    c.persona = persona;
    if (how == request_end::rate_limited || how == request_end::timed_out) {
      f.hurt_clients += c.hurt ? 0 : 1;
      c.hurt = true;
      c.outage_since = std::min(c.outage_since, intended);
      ++(how == request_end::timed_out ? f.timed_out : f.errors);
      return;
    }
    end_outage(c, now);
    ++f.accepted;
    if (how == request_end::ok) {
      ++f.goodput;
      ++c.successes;
    }
    count_burst(c, now);
  }

  void request_lost(std::uint32_t persona, request_kind, actors::request_loss why,
                    instant intended) override {
    if (measured_.contains(intended) && why == actors::request_loss::ignored)
      ++figures_[persona].ignored;
  }

  /// Returns the figures of each persona in a run that ended at `end`. Called once.
  std::vector<client_figures> finish(instant end) {
    for (auto& c : clients_)
      end_outage(c, std::min(end, measured_.until));
    std::vector<double> squares(figures_.size());
    for (const auto& c : clients_)
      if (c.known)
        squares[c.persona] += c.successes * c.successes;
    for (std::size_t p = 0; p < figures_.size(); ++p) {
      auto& f = figures_[p];
      if (squares[p] > 0)
        f.fairness = f.goodput * f.goodput / f.clients / squares[p];
      if (f.clients > 0)
        f.hurt_clients /= f.clients;
      f.attempts = f.sent / std::max(f.goodput, 1.0);
      if (outages_[p] > 0)
        f.mean_outage_s /= outages_[p];
    }
    return figures_;
  }

  /// The most requests of all clients in one second, against the mean: how clients herd.
  double herd_factor() const {
    double most = 0;
    double all = 0;
    for (const auto count : seconds_) {
      most = std::max<double>(most, count);
      all += count;
    }
    return all > 0 ? most * static_cast<double>(seconds_.size()) / all : 0;
  }

private:
  static constexpr duration one_second = std::chrono::seconds{1};
  static constexpr duration minute = std::chrono::minutes{1};

  struct client {
    bool known = false;
    bool hurt = false;
    std::uint32_t persona = 0;
    double successes = 0;
    instant outage_since = never;
    std::deque<instant> accepted = {}; // within the last minute
  };

  void end_outage(client& c, instant now) {
    if (c.outage_since == never)
      return;
    const double lasted = in_seconds(now - c.outage_since);
    auto& f = figures_[c.persona];
    f.longest_outage_s = std::max(f.longest_outage_s, lasted);
    f.mean_outage_s += lasted; // divided by their number at the end
    ++outages_[c.persona];
    c.outage_since = never;
  }

  void count_burst(client& c, instant now) {
    c.accepted.push_back(now);
    while (now - c.accepted.front() >= minute)
      c.accepted.pop_front();
    auto& most = figures_[c.persona].burst;
    most = std::max(most, static_cast<double>(c.accepted.size()));
  }

  period measured_;
  std::vector<client> clients_; // by number of the frame
  std::vector<client_figures> figures_;
  std::vector<double> outages_; // by persona
  std::vector<std::uint32_t> seconds_;
};

} // namespace deskstorm::loadgen::study
