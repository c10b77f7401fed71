#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/loadgen/scenario/distribution_kind.hpp>
#include <deskstorm/loadgen/scenario/load_kinds.hpp>
#include <deskstorm/loadgen/scenario/persona_keys.hpp>
#include <deskstorm/loadgen/scenario/request_kinds.hpp>
#include <deskstorm/options/parse.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/policy/rate_limiter.hpp>

/// The objects of a scenario that say what the contact centre is.
namespace deskstorm::loadgen {

template <>
struct keys_of<plan::frames_of> {
  static constexpr std::tuple rows{
    key{"persona", &plan::frames_of::persona, kinds::persona_name{}, "one of the personas",
        presence::required},
    key{"count", &plan::frames_of::count, kinds::whole<>{0, 1000}, "frames in each tab; 1"},
  };
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

template <>
struct keys_of<plan::network> {
  using owner = plan::network;
  static constexpr std::tuple rows{
    key{"post-message", &owner::post_message, kinds::distribution{},
        "one-way latency between frame and tab; 0s"},
    key{"broadcast-channel", &owner::broadcast_channel, kinds::distribution{},
        "one-way latency between the tabs of an agent; 0s"},
    key{"backend", &owner::backend, kinds::distribution{},
        "one-way latency between tab and backend; 0s"},
  };
};

namespace kinds {

/// A distribution for each request: {"default": ..., "voice.dial": ...}.
struct service_times {
  using type = plan::service_times;

  void read(const json& value, const place& at, plan::service_times& out) const {
    if (!value.is_object())
      return at.refuse(R"(an object such as {"default":"1ms"})", value);
    for (const auto& [name, inner] : value.items())
      if (const auto kind = request_named(name))
        distribution{}.read(inner, at / name, out.special[*kind]);
      else if (name == "default")
        distribution{}.read(inner, at / name, out.usual);
      else
        (at / name).refuse("expected \"default\" or the name of a request"
                           + meant_name(name, loadgen::detail::request_names()));
  }

  json schema() const {
    json all = {{"default", distribution{}.schema()}};
    for (const auto& row : requests)
      all[std::string{row.name}] = distribution{}.schema();
    return {{"type", "object"}, {"properties", all}, {"additionalProperties", false}};
  }
};

/// Which requests the tab forwards: "changes", "all", "none" or a list of patterns.
struct serves {
  using type = std::array<bool, request_count>;
  static constexpr std::array<std::string_view, 3> names{"changes", "all", "none"};

  void read(const json& value, const place& at, type& out) const {
    if (value.is_array())
      return read_patterns(value, at, out);
    if (std::ranges::find(names, text_in(value)) == names.end())
      return at.refuse(R"("changes", "all", "none" or a list such as ["voice.*","agent.get"])",
                       value);
    if (value == "changes")
      out = plan::changing_requests;
    else
      out.fill(value == "all");
  }

  json schema() const {
    return {{"oneOf", {{{"enum", names}}, {{"type", "array"}, {"items", {{"type", "string"}}}}}}};
  }

  static bool matches(std::string_view pattern, std::string_view name) {
    return pattern.ends_with('*') ? name.starts_with(pattern.substr(0, pattern.size() - 1))
                                  : name == pattern;
  }

private:
  static std::vector<std::string> known() {
    std::vector<std::string> all;
    for (const auto& row : requests) {
      all.emplace_back(row.name);
      all.push_back(std::string{row.name.substr(0, row.name.find('.'))} + ".*");
    }
    return all;
  }

  static void read_patterns(const json& value, const place& at, type& out) {
    out = {};
    for (std::size_t i = 0; i < value.size(); ++i) {
      bool some = false;
      for (const auto& row : requests)
        if (value[i].is_string() && matches(value[i].get_ref<const std::string&>(), row.name))
          some = out[static_cast<std::size_t>(row.kind)] = true;
      if (!some)
        refuse_name(at / i, "the name of a request, or a pattern such as \"voice.*\"", value[i],
                    known());
    }
  }
};

} // namespace kinds

template <>
struct keys_of<plan::backend> {
  using owner = plan::backend;
  static constexpr std::tuple rows{
    key{"workers", &owner::workers, kinds::whole<>{1, 1'000'000}, "requests served at once; 8"},
    key{"serves", &owner::serves, kinds::serves{},
        "which requests tabs forward: changes, all, none or patterns; changes"},
    key{"service-time", &owner::service, kinds::service_times{},
        "time a worker takes, by request; 0s"},
    key{"queue-capacity", &owner::queue_capacity, kinds::or_null<kinds::whole<>>{},
        "requests that may wait; null is no limit"},
  };
};

// clang-format off
inline constexpr std::array media_names{
  named<std::string_view>{"voice", "voice"},
  named<std::string_view>{"email", "email"},
  named<std::string_view>{"chat",  "chat"},
};
// clang-format on

template <>
struct keys_of<plan::inbound> {
  using owner = plan::inbound;
  static constexpr std::tuple rows{
    note{"media", kinds::choice{media_names}, "voice, email or chat; voice"},
    key{"queue", &owner::queue, kinds::text{100}, "its name in results", presence::required},
    key{"arrivals", &owner::calls, kinds::queue_arrivals{}, "arrivals of the whole queue",
        presence::required},
    key{"handle-time", &owner::handle_time, kinds::distribution{}, "how long an agent is busy; 0s"},
    key{"wrap-up", &owner::wrap_up, kinds::distribution{}, "work after it; 0s"},
    key{"patience", &owner::patience, kinds::or_null<kinds::distribution>{},
        "how long callers wait; null is for ever"},
  };

  static void check(owner& out, const json& value, const place&) {
    if (const auto media = value.find("media"); media != value.end() && media->is_string())
      out.media = media->get<std::string>();
  }
};

namespace kinds {

/// The name of a limiter algorithm, read into its number.
struct algorithm {
  using type = std::uint8_t;

  static std::vector<std::string_view> names() {
    std::vector<std::string_view> all;
    for (const auto& row : limiter_algorithms)
      all.push_back(row.name);
    return all;
  }

  void read(const json& value, const place& at, std::uint8_t& out) const {
    const auto all = names();
    const auto found = std::ranges::find(all, text_in(value));
    if (found == all.end())
      return refuse_name(at, "an algorithm", value, all);
    out = static_cast<std::uint8_t>(found - all.begin());
  }

  json schema() const { return {{"enum", names()}}; }
};

} // namespace kinds

template <>
struct keys_of<limiter_rules> {
  using owner = limiter_rules;
  static constexpr std::tuple rows{
    key{"window", &owner::window, kinds::choice{window_starts},
        "where minutes begin; service-start"},
    key{"quarantine-start", &owner::quarantine_start, kinds::choice{quarantine_starts},
        "which request starts a quarantine; error"},
    key{"window-lifts-quarantine", &owner::window_lifts_quarantine, kinds::flag{},
        "the next minute ends a quarantine; false"},
    key{"count-after-quarantine", &owner::count_after_quarantine,
        kinds::choice{counts_after_quarantine}, "the count once a quarantine has ended; kept"},
    key{"count-refused", &owner::count_refused, kinds::flag{},
        "refused and ignored requests count; false"},
    key{"error-reply", &owner::error_reply, kinds::choice{error_replies},
        "how often a client is told; each-quarantine"},
    key{"global", &owner::global, kinds::choice{global_limits},
        "what the limit without a name limits; total"},
    key{"global-quarantine", &owner::global_quarantine, kinds::choice{global_quarantines},
        "what is ignored once the total is used up; everything"},
    key{"specific", &owner::specific, kinds::choice{specific_limits},
        "a request's own limit holds besides the global one, or instead; both"},
    key{"scope", &owner::scope, kinds::choice{limiter_scopes}, "who shares one count; tab"},
    key{"algorithm", &owner::algorithm, kinds::algorithm{},
        "how requests are counted; fixed-window"},
  };
};

namespace kinds {

/// The options of an administrator, checked when all of the scenario is known.
struct options {
  using type = json;

  void read(const json& value, const place& at, json& out) const {
    if (!value.is_object())
      return at.refuse("an object of options", value);
    out = value;
  }

  json schema() const {
    json all{{"type", "object"}, {"properties", json::object()}, {"additionalProperties", false}};
    for (const auto& key : option_keys())
      all["properties"][key] = {{"type", "string"}};
    return all;
  }
};

} // namespace kinds

namespace detail {

inline void set_options_file(const json& name, const place& at, options& out) {
  const auto file = read_named_file(name, at);
  if (!file)
    return;
  const auto lines = read_option_lines(file->text);
  if (!lines) {
    at.all().problems.push_back({file->label, lines.why().where, lines.why().text});
    return;
  }
  for (const auto& wrong : set_options(out, *lines))
    at.all().problems.push_back({file->label, wrong.where, wrong.text});
}

/// Takes the name of the option off a message whose place says it.
inline std::string without_name(const std::string& text, const std::string& name) {
  return text.starts_with(name + ": ") ? text.substr(name.size() + 2) : text;
}

/// Sets one option at a time, so that every wrong one is reported.
inline void set_options_object(const json& object, const place& at, options& out) {
  for (const auto& [name, value] : object.items())
    if (!value.is_string())
      (at / name).refuse("a text", value);
    else if (const auto wrong = set_option(out, {name, value.get<std::string>(), {}}))
      (at / name).refuse(without_name(wrong->text, name));
}

} // namespace detail

} // namespace deskstorm::loadgen
