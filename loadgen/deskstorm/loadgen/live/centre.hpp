#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <deskstorm/actors/live/port.hpp>
#include <deskstorm/actors/observer.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/loadgen/live/browser_message.hpp>
#include <deskstorm/loadgen/simulate.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::loadgen::live {

/// Who is told the news of a centre, one object each, on many threads.
using news_listener = std::function<void(const json&)>;

/// Which live centre is wanted.
struct centre_order {
  plan::floor_plan plan = {}; ///< its last persona stands for the pages of browsers
  std::uint32_t seats = 100;  ///< how many people may come
  bool auto_answer = false;   ///< leading tabs answer for people too

  /// How many tabs and frames may ever open, about a kilobyte each. What is closed keeps its
  /// memory until the centre ends, because messages to it may be under way; beyond it nobody joins.
  std::uint64_t most_pages = 500'000;
  news_listener news = {}; ///< is told what happens
};

/// An open tab, as its browser's connection knows it.
struct tab_handle {
  actors::receiver* tab = nullptr;
  agent_id agent = {};
  tab_id id = {};
};

/// A contact centre on the wall clock that real browsers may join. All but `run_until` may be
/// called on any thread.
class centre {
public:
  virtual ~centre() = default;

  /// Opens a tab for the agent of that number in the plan, or for the person of that name, who gets
  /// a seat. Returns the agent. Errors: all seats are taken; no name.
  virtual result<agent_id> join(const std::string& who, std::shared_ptr<actors::port> browser) = 0;

  /// The browser of a tab is gone.
  virtual void leave(const tab_handle& which) = 0;

  virtual void post(const tab_handle& to, browser_message what) = 0;

  /// Carries out what POST /api/<what> asks for. Errors: what is wrong with it.
  virtual result<json> control(const std::string& what, const json& arguments) = 0;

  /// Returns agents, queues and campaigns as they stand.
  virtual json state() = 0;

  /// Lets the centre work until the time shows `end`, or until `go_on`, which is asked ten times a
  /// second, says no. Returns whether `end` was reached.
  virtual bool run_until(instant end, const std::function<bool()>& go_on) = 0;
  virtual instant now() const = 0;

  virtual run_facts facts() const = 0;

  /// Nothing, unless the centre is to end and another one to begin, with that plan.
  virtual std::optional<plan::floor_plan> next_plan() const = 0;
};

using centre_opener =
  std::function<std::unique_ptr<centre>(const centre_order&, actors::observer& seen)>;

} // namespace deskstorm::loadgen::live
