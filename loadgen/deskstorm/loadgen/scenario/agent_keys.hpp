#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <deskstorm/desk/agent_state.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/loadgen/scenario/distribution_kind.hpp>
#include <deskstorm/loadgen/scenario/keys.hpp>
#include <deskstorm/loadgen/scenario/kinds.hpp>
#include <deskstorm/loadgen/scenario/persona_keys.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/plan/population.hpp>

/// The objects of a scenario that say who the agents are and what they do by themselves.
namespace deskstorm::loadgen {

namespace kinds {

/// Why an agent is not ready: the label of a reason that the desktop offers.
struct not_ready_reason {
  using type = desk::agent_state;

  static std::vector<std::string_view> names() {
    std::vector<std::string_view> all;
    for (const auto& row : desk::state_operations)
      if (row.state.code == desk::state_code::not_ready_action_code)
        all.push_back(row.display);
    return all;
  }

  void read(const json& value, const place& at, desk::agent_state& out) const {
    const auto row = std::ranges::find_if(desk::state_operations, [&](const auto& r) {
      return r.state.code == desk::state_code::not_ready_action_code && r.display == text_in(value);
    });
    if (row == desk::state_operations.end())
      return refuse_name(at, "a reason", value, names());
    out = row->state;
  }

  json schema() const { return {{"enum", names()}}; }
};

/// How many interactions of each medium: {"voice": 1, "chat": 3}.
struct media_capacity {
  using type = plan::media_capacity;
  static constexpr whole<> one{1, 1000};

  void read(const json& value, const place& at, type& out) const {
    if (!value.is_object())
      return at.refuse(R"(an object such as {"voice":1,"chat":3,"email":5})", value);
    for (const auto& [name, inner] : value.items())
      if (const auto medium = value_in<desk::media>(desk::media_names, name))
        one.read(inner, at / name, out[static_cast<std::size_t>(*medium)]);
      else
        refuse_name(at / name, "a medium", json(name), choice{desk::media_names}.names());
  }

  json schema() const {
    json all{{"type", "object"}, {"properties", json::object()}, {"additionalProperties", false}};
    for (const auto& row : desk::media_names)
      all["properties"][std::string{row.name}] = one.schema();
    return all;
  }
};

} // namespace kinds

template <>
struct keys_of<plan::frames_of> {
  static constexpr std::tuple rows{
    key{"persona", &plan::frames_of::persona, kinds::persona_name{}, "one of the personas",
        presence::required},
    key{"count", &plan::frames_of::count, kinds::whole<>{0, 1000}, "frames in each tab; 1"},
  };
};

template <>
struct keys_of<plan::rest> {
  using owner = plan::rest;
  static constexpr std::tuple rows{
    key{"every", &owner::every, kinds::distribution{}, "time at work before it",
        presence::required},
    key{"for", &owner::lasts, kinds::distribution{}, "how long it lasts", presence::required},
    key{"reason", &owner::state, kinds::not_ready_reason{}, "Break, Lunch or Meeting; none"},
  };

  static void check(const owner& out, const json&, const place& at) {
    if (plan::mean(out.every) == duration::zero())
      (at / "every").refuse("expected a time above 0s");
  }
};

template <>
struct keys_of<plan::tab_churn> {
  using owner = plan::tab_churn;
  static constexpr std::tuple rows{
    key{"open", &owner::open, kinds::distribution{}, "how long a tab stays open",
        presence::required},
    key{"closed", &owner::closed, kinds::distribution{}, "after which it is opened again",
        presence::required},
  };

  static void check(const owner& out, const json&, const place& at) {
    if (plan::mean(out.open) + plan::mean(out.closed) == duration::zero())
      at.refuse("expected a time above 0s for one of the two");
  }
};

/// The most client frames of a scenario.
inline constexpr std::uint64_t most_frames = 20'000'000;

/// The most of one tab: messages number them in a byte.
inline constexpr std::uint64_t most_frames_in_tab = 255;

template <>
struct keys_of<plan::agents> {
  using owner = plan::agents;
  static constexpr std::tuple rows{
    key{"count", &owner::count, kinds::whole<>{0, 10'000'000}, "number of agents",
        presence::required},
    key{"tabs", &owner::tabs, kinds::whole<>{0, 1000}, "tabs that each agent has open at first; 1"},
    key{"frames", &owner::frames, kinds::list<kinds::object<plan::frames_of>>{{}, 100},
        "client frames in each tab"},
    key{"login-ramp", &owner::login_ramp, kinds::time<>{}, "time in which they log in; 0s"},
    key{"shift", &owner::shift, kinds::or_null<kinds::distribution>{},
        "from log-in to log-off; null is to the end"},
    key{"breaks", &owner::breaks, kinds::list<kinds::object<plan::rest>>{{}, 100},
        "when they are not ready"},
    key{"tab-churn", &owner::tab_churn, kinds::or_null<kinds::object<plan::tab_churn>>{},
        "tabs are closed and opened again; null is never"},
    key{"capacity", &owner::capacity, kinds::media_capacity{},
        "interactions of a medium that an agent takes at once; 1"},
    key{"click-toasts-after", &owner::click_toasts_after, kinds::or_null<kinds::distribution>{},
        "when they click the first button of a toast; null is never"},
  };

  static void check(const owner& out, const json&, const place& at) {
    std::uint64_t frames = 1;
    for (const auto& one : out.frames)
      frames += one.count;
    if (frames - 1 > most_frames_in_tab)
      (at / "frames")
        .refuse("expected at most " + std::to_string(most_frames_in_tab)
                + " frames in a tab, found " + std::to_string(frames - 1));
    if (const auto all = std::uint64_t{out.count} * out.tabs * frames; all > most_frames)
      at.refuse("expected at most " + std::to_string(most_frames) + " tabs and frames, found "
                + std::to_string(all));
  }
};

} // namespace deskstorm::loadgen
