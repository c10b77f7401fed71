#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/loadgen/scenario/course_keys.hpp>

/// The section of a scenario that `race` is made of. Its shape is checked here; the plan keeps it
/// as it is written.
namespace deskstorm::loadgen {

namespace kinds {

/// Two values of one kind, the lower first.
template <class Kind>
struct range {
  using type = std::array<typename Kind::type, 2>;
  Kind kind = {};

  void read(const json& value, const place& at, type& out) const {
    if (!value.is_array() || value.size() != 2)
      return at.refuse("a list of two, the lower first", value);
    const auto before = at.all().problems.size();
    for (std::size_t i = 0; i < 2; ++i)
      kind.read(value[i], at / i, out[i]);
    if (at.all().problems.size() == before && out[1] < out[0])
      at.refuse("the second of the two must not be below the first");
  }

  json schema() const {
    return {{"type", "array"}, {"items", kind.schema()}, {"minItems", 2}, {"maxItems", 2}};
  }
};

/// An object of one kind of values under some names.
template <class Kind, std::size_t N>
struct map {
  using type = std::map<std::string, typename Kind::type>;
  std::array<std::string_view, N> names; ///< none is any
  Kind kind = {};

  void read(const json& value, const place& at, type& out) const {
    if (!value.is_object())
      return at.refuse("an object", value);
    for (const auto& [name, inner] : value.items())
      if (N == 0 || std::ranges::find(names, name) != names.end())
        kind.read(inner, at / name, out[name]);
      else
        (at / name).refuse("unknown key; expected " + one_of(names));
  }

  json schema() const {
    json all{{"type", "object"}};
    if constexpr (N == 0)
      all["additionalProperties"] = kind.schema();
    else
      all["additionalProperties"] = false;
    for (const auto& name : names)
      all["properties"][std::string{name}] = kind.schema();
    return all;
  }
};

/// One of the names of an array of them.
template <std::size_t N>
struct name_of {
  using type = std::string;
  std::array<std::string_view, N> names;
  std::string_view what = "a known name";

  void read(const json& value, const place& at, std::string& out) const {
    if (std::ranges::find(names, text_in(value)) == names.end())
      return refuse_name(at, what, value, names);
    out = text_in(value);
  }

  json schema() const { return {{"enum", names}}; }
};

} // namespace kinds

/// An action of a search with its bounds.
struct action_shape {};

template <>
struct keys_of<action_shape> {
  static constexpr std::tuple rows{
    note{"action", kinds::tab_action{}, "its name", presence::required},
    note{"for", kinds::range<kinds::time<>>{}, "how long it may last"},
    note{"by", kinds::range<kinds::step>{}, "how far it may step a clock"},
  };
};

namespace kinds {

/// The name of an action, or an object with its bounds.
struct action {
  using type = action_shape;
  static constexpr tab_action bare{};

  void read(const json& value, const place& at, action_shape& out) const {
    tabs::action_kind name{};
    if (value.is_object())
      object<action_shape>{}.read(value, at, out);
    else
      bare.read(value, at, name);
  }

  json schema() const { return {{"oneOf", {bare.schema(), object<action_shape>{}.schema()}}}; }
};

/// A number of tabs, or two to draw it between.
struct tab_range {
  using type = std::array<std::uint32_t, 2>;
  static constexpr whole<> one{1, 1000};

  void read(const json& value, const place& at, type& out) const {
    if (value.is_array())
      range<whole<>>{one}.read(value, at, out);
    else
      one.read(value, at, out[0]);
  }

  json schema() const { return {{"oneOf", {one.schema(), range<whole<>>{one}.schema()}}}; }
};

} // namespace kinds

struct sink_shape {};

template <>
struct keys_of<sink_shape> {
  static constexpr std::tuple rows{
    note{"fencing", kinds::flag{}, "it refuses effects of deposed leaders"},
    note{"idempotent", kinds::flag{}, "it takes an effect once"},
  };
};

struct flapping_shape {};

template <>
struct keys_of<flapping_shape> {
  static constexpr std::tuple rows{
    note{"changes", kinds::whole<>{1, 1000}, "changes of leader; 3"},
    note{"window", kinds::time<>{}, "time that they lie in; 60s"},
  };
};

/// What a search for races may vary.
struct race_shape {};

// clang-format off
inline constexpr std::array<std::string_view, 10> race_delays{
  "post-message", "broadcast-channel", "backend", "storage", "timer-late", "lock-grant",
  "transaction", "worker-port", "duty", "unload",
};
inline constexpr std::array<std::string_view, 14> race_properties{
  "single-leader", "overlap-ends", "duty-once", "stale-effect", "epoch-order", "event-order",
  "deposed-knows", "unique-tab", "invented-leader", "leader-exists", "duty-lost", "stuck",
  "flapping", "views-agree",
};
// clang-format on

template <>
struct keys_of<race_shape> {
  static constexpr std::tuple rows{
    note{"horizon", kinds::time<>{}, "length of a schedule"},
    note{"settle", kinds::time<>{}, "its end, in which the search no longer acts"},
    note{"tabs", kinds::tab_range{}, "number of tabs, or bounds of it"},
    note{"delays", kinds::map<kinds::range<kinds::time<>>, race_delays.size()>{race_delays},
         "bounds of the delays that the search chooses"},
    note{"actions", kinds::list<kinds::action>{{}, 100}, "what the search may do"},
    note{"max-actions", kinds::whole<>{0, 1000}, "how much of it in a schedule"},
    note{"duties", kinds::map<kinds::time<>, 0>{}, "mean time between duties, by name"},
    note{"fencing", kinds::flag{}, "short for a sink with fencing"},
    note{"sink", kinds::object<sink_shape>{}, "how effects of duties are taken"},
    note{"browser", kinds::text{100}, "which browser's rules hold"},
    note{"properties",
         kinds::list<kinds::name_of<race_properties.size()>>{
           {race_properties, "the name of a property"}, 100},
         "what must hold"},
    note{"leader-within", kinds::time<>{}, "the longest time without a leader; 10s"},
    note{"flapping", kinds::object<flapping_shape>{}, "how many changes are too many"},
  };
};

} // namespace deskstorm::loadgen
