#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "w1/model.hpp"

namespace deskstorm::bench::w1 {

/// The workload as one would write it by hand for nothing else: small events in a
/// std::priority_queue, a switch, arrays of values. No actors, no order among equal times.
class yardstick {
public:
  explicit yardstick(std::uint32_t clients) : tabs_((clients + clients_a_tab - 1) / clients_a_tab) {
    clients_.reserve(clients);
    for (std::uint32_t i = 0; i < clients; ++i) {
      clients_.emplace_back(i);
      queue_.push({instant{} + clients_.back().think(), i, step::wake, 0, false});
    }
  }

  void run_until(instant end) {
    for (; queue_.top().due <= end; ++events_) {
      const event e = queue_.top();
      queue_.pop();
      client& c = clients_[e.client];
      switch (e.what) {
      case step::wake: {
        const auto kind = static_cast<std::uint8_t>(c.ask(e.due));
        queue_.push({e.due + hop, e.client, step::request, kind, false});
        break;
      }
      case step::request: {
        tab& t = tabs_[e.client / clients_a_tab];
        const bool admitted = t.serve(e.client % clients_a_tab, e.kind, e.due);
        queue_.push({e.due + hop, e.client, step::reply, 0, admitted});
        break;
      }
      case step::reply:
        c.answer(e.admitted, e.due);
        queue_.push({e.due + c.think(), e.client, step::wake, 0, false});
        break;
      }
    }
  }

  w1::outcome outcome() const {
    w1::outcome all{.events = events_};
    for (std::uint32_t i = 0; i < clients_.size(); ++i)
      all.add(clients_[i], i);
    return all;
  }

private:
  enum class step : std::uint8_t { wake, request, reply };

  struct event {
    instant due;
    std::uint32_t client;
    step what;
    std::uint8_t kind;
    bool admitted;
  };

  struct later {
    bool operator()(const event& a, const event& b) const { return a.due > b.due; }
  };

  std::vector<client> clients_;
  std::vector<tab> tabs_;
  std::priority_queue<event, std::vector<event>, later> queue_;
  std::uint64_t events_ = 0;
};

} // namespace deskstorm::bench::w1
