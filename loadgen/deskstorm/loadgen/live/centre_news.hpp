#pragma once

#include <functional>
#include <string>
#include <utility>

#include <deskstorm/actors/observer.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/statistics/idle_observer.hpp>
#include <deskstorm/protocol/codec.hpp>

namespace deskstorm::loadgen::live {

/// Says what happens to tabs. May be told by many threads.
class tab_news final : public idle_observer {
public:
  using listener = std::function<void(std::string)>;

  /// `tell` gets each piece of news as a JSON text.
  explicit tab_news(listener tell) : tell_(std::move(tell)) {}

  void tab_state(actors::tab_ref tab, frame_state state, instant) override {
    say({{"event", "tab"},
         {"agent", tab.agent.value},
         {"tab", tab.tab.value},
         {"state", name_of(state)}});
  }
  void tab_closed(actors::tab_ref tab, instant) override {
    say(
      {{"event", "tab"}, {"agent", tab.agent.value}, {"tab", tab.tab.value}, {"state", "CLOSED"}});
  }

private:
  void say(const json& what) { tell_(deskstorm::to_text(what)); }

  listener tell_;
};

} // namespace deskstorm::loadgen::live
