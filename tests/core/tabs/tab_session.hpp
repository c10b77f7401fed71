#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/tabs/elections.hpp>

namespace deskstorm::tabs::tests {

/// The tabs of one agent and the broadcast channel between them, on a clock of its own.
class tab_session {
public:
  /// How long a message takes; nothing is a lost one. Called once a message and receiver.
  using channel = std::function<std::optional<duration>(tab_id from, tab_id to)>;

  struct change {
    instant at;
    tab_id tab;
    frame_state state;
    friend bool operator==(const change&, const change&) = default;
  };

  explicit tab_session(election_rules rules) : rules_(std::move(rules)) {}

  void set_channel(channel how) { channel_ = std::move(how); }

  tab_id open(instant at) {
    run_until(at);
    const tab_id id{static_cast<std::uint32_t>(tabs_.size() + 1)};
    tabs_.push_back({election{rules_, id}});
    give(id, election_input::opened{});
    return id;
  }

  void close(tab_id tab, instant at) {
    run_until(at);
    give(tab, election_input::closing{});
    at_(tab).alive = false;
  }

  /// Ends the tab without a word.
  void crash(tab_id tab, instant at) {
    run_until(at);
    at_(tab).alive = false;
  }

  void run_until(instant until) {
    while (!queue_.empty() && queue_.begin()->first.first <= until) {
      const auto [when, what] = *queue_.begin();
      queue_.erase(queue_.begin());
      now_ = when.first;
      if (at_(what.first).alive)
        give(what.first, what.second);
    }
    now_ = until;
  }

  frame_state state(tab_id tab) const { return tabs_[tab.value - 1].core.state(); }
  tab_id leader(tab_id tab) const { return tabs_[tab.value - 1].core.leader(); }

  /// The living tabs that believe to lead.
  std::vector<tab_id> leaders() const {
    std::vector<tab_id> found;
    for (const tab_id id : living())
      if (state(id) == frame_state::leading)
        found.push_back(id);
    return found;
  }

  std::vector<tab_id> living() const {
    std::vector<tab_id> found;
    for (std::uint32_t i = 0; i < tabs_.size(); ++i)
      if (tabs_[i].alive)
        found.push_back(tab_id{i + 1});
    return found;
  }

  /// Every `become`, in order.
  const std::vector<change>& changes() const { return changes_; }
  std::size_t messages() const { return messages_; }
  std::size_t timers() const { return timers_; }

private:
  struct page {
    election core;
    bool alive = true;
  };

  page& at_(tab_id id) { return tabs_[id.value - 1]; }

  void give(tab_id id, const election_input::any& input) {
    for (const auto& effect : at_(id).core.after(rules_, input, now_))
      std::visit(overloaded{
                   [&](const election_effect::broadcast& b) {
                     for (const tab_id other : living())
                       if (other != id)
                         post(id, other, b.what);
                   },
                   [&](const election_effect::send& s) { post(id, s.to, s.what); },
                   [&](const election_effect::arm_timer& t) {
                     ++timers_;
                     queue(t.due, id, election_input::timer_fired{t.token});
                   },
                   [&](const election_effect::become& b) {
                     changes_.push_back({now_, id, b.state});
                   },
                   [](const auto&) {}, // of a browser, which is not here
                 },
                 effect);
  }

  void post(tab_id from, tab_id to, const election_message& what) {
    ++messages_;
    if (const auto delay = channel_(from, to))
      queue(now_ + *delay, to, election_input::heard{what});
  }

  void queue(instant due, tab_id to, election_input::any input) {
    queue_.emplace(std::pair{due, order_++}, std::pair{to, std::move(input)});
  }

  election_rules rules_;
  channel channel_ = [](tab_id, tab_id) { return std::chrono::milliseconds{1}; };
  instant now_{};
  std::uint64_t order_ = 0;
  std::vector<page> tabs_;
  std::map<std::pair<instant, std::uint64_t>, std::pair<tab_id, election_input::any>> queue_;
  std::vector<change> changes_;
  std::size_t messages_ = 0;
  std::size_t timers_ = 0;
};

} // namespace deskstorm::tabs::tests
