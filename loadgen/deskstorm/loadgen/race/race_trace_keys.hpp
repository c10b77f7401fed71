#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <tuple>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/race/race_trace.hpp>
#include <deskstorm/loadgen/scenario/agent_keys.hpp>
#include <deskstorm/loadgen/scenario/course_keys.hpp>
#include <deskstorm/loadgen/scenario/keys.hpp>
#include <deskstorm/loadgen/scenario/kinds.hpp>
#include <deskstorm/loadgen/scenario/later_keys.hpp>
#include <deskstorm/loadgen/scenario/place.hpp>
#include <deskstorm/loadgen/scenario/problem.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/sim/race/chooser.hpp>
#include <deskstorm/sim/search/choice.hpp>
#include <deskstorm/tabs/property.hpp>

/// The keys of the file that holds a trace.
namespace deskstorm::loadgen {

/// The scenario of a trace, which has what races read and nothing else.
struct traced_scenario : plan::floor_plan {};

template <>
struct keys_of<traced_scenario> {
  using owner = plan::floor_plan;
  static constexpr std::tuple rows{
    key{"name", &owner::name, kinds::text{200}, "its name", presence::required},
    key{"seed", &owner::seed, kinds::whole<std::uint64_t>{}, "its seed", presence::required},
    key{"agents", &owner::agents, kinds::object<plan::agents>{}, "the tabs", presence::required},
    key{"election", &owner::election, kinds::election{}, "the protocol", presence::required},
    key{"script", &owner::script, kinds::list<kinds::object<plan::script_step>>{},
        "what happens at fixed times"},
    key{"race", &owner::race, kinds::kept<kinds::object<race_shape>>{}, "what may vary",
        presence::required},
  };
};

/// What a trace says of its violation.
struct traced_violation {
  tabs::property what{};
  std::string signature = {};
};

namespace kinds {

/// A whole number that may be negative.
struct signed_whole {
  using type = std::int64_t;

  void read(const json& value, const place& at, std::int64_t& out) const {
    const auto* above = value.get_ptr<const json::number_unsigned_t*>();
    if (!value.is_number_integer()
        || (above != nullptr
            && *above > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())))
      return at.refuse("a whole number of 64 bits", value);
    out = value.get<std::int64_t>();
  }
};

/// A choice and its answer, as `columns` names their parts.
struct traced_choice {
  using type = sim::choice;
  static constexpr std::size_t columns = 7;

  void read(const json& value, const place& at, sim::choice& out) const {
    if (!value.is_array() || value.size() != columns)
      return at.refuse("a list of 7", value);
    choice{sim::choice_kinds}.read(value[0], at / 0, out.name.kind);
    whole<std::uint8_t>{}.read(value[1], at / 1, out.name.tab);
    whole<std::uint8_t>{}.read(value[2], at / 2, out.name.peer);
    whole<>{}.read(value[3], at / 3, out.name.ordinal);
    signed_whole{}.read(value[4], at / 4, out.low);
    signed_whole{}.read(value[5], at / 5, out.high);
    signed_whole{}.read(value[6], at / 6, out.chosen);
  }
};

struct traced_property {
  using type = tabs::property;

  void read(const json& value, const place& at, tabs::property& out) const {
    const auto* row = find_named(tabs::properties, text_in(value));
    if (row == nullptr)
      return at.refuse("the name of a property", value);
    out = row->value;
  }
};

struct digest_text {
  using type = std::uint64_t;

  void read(const json& value, const place& at, std::uint64_t& out) const {
    constexpr std::size_t digits = 16;
    const auto text = text_in(value);
    const auto* const end = text.data() + text.size();
    std::uint64_t digest = 0;
    if (text.size() != digits || std::from_chars(text.data(), end, digest, 16).ptr != end)
      return at.refuse("16 hex digits", value);
    out = digest;
  }
};

} // namespace kinds

template <>
struct keys_of<traced_violation> {
  using owner = traced_violation;
  static constexpr std::tuple rows{
    key{"property", &owner::what, kinds::traced_property{}, "what it violates", presence::required},
    key{"signature", &owner::signature, kinds::text{}, "what is the same of many",
        presence::required},
    note{"at_ms", kinds::number{0, 1e18}, "when"},
    note{"tab", kinds::whole<>{}, "who"},
    note{"peer", kinds::whole<>{}, "beside whom"},
  };
};

/// All that stands in the file of a trace.
struct traced_file {
  std::string made_by = {};
  traced_scenario scenario = {};
  std::uint64_t seed = 1;
  std::string strategy = {};
  std::uint64_t schedule = 0;
  traced_violation violation = {};
  std::uint64_t asked = 0;
  std::uint64_t digest = 0;
  sim::choice_list choices = {};
};

template <>
struct keys_of<traced_file> {
  using owner = traced_file;
  static constexpr std::uint64_t format = race_trace::format;
  static constexpr std::tuple rows{
    note{"deskstorm-trace", kinds::whole<>{format, format}, "its format", presence::required},
    key{"deskstorm", &owner::made_by, kinds::text{}, "what wrote it", presence::required},
    key{"scenario", &owner::scenario, kinds::object<traced_scenario>{}, "what was searched",
        presence::required},
    key{"seed", &owner::seed, kinds::whole<std::uint64_t>{}, "of the search", presence::required},
    key{"strategy", &owner::strategy, kinds::text{}, "of the search", presence::required},
    key{"schedule", &owner::schedule, kinds::whole<std::uint64_t>{}, "it was shrunk from",
        presence::required},
    key{"violation", &owner::violation, kinds::object<traced_violation>{}, "what it shows",
        presence::required},
    key{"asked", &owner::asked, kinds::whole<std::uint64_t>{}, "how many choices there are",
        presence::required},
    key{"digest", &owner::digest, kinds::digest_text{}, "of all that happened", presence::required},
    note{"columns", kinds::list<kinds::text>{}, "of the choices"},
    key{"choices", &owner::choices, kinds::list<kinds::traced_choice>{{}, 1'000'000},
        "those that are not plain", presence::required},
  };
};

} // namespace deskstorm::loadgen
