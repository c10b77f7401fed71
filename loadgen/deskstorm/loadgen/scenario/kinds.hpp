#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/base/nearest.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/loadgen/scenario/place.hpp>
#include <deskstorm/loadgen/scenario/quantities.hpp>

/// The kinds of values in a scenario. A kind has
///   type                 what it is read into
///   read(value, at, out) checks a value and reads it; what is wrong is noted `at` its place, and
///                        `out` stays as it is
///   schema()             the same as a JSON Schema
namespace deskstorm::loadgen::kinds {

struct text {
  using type = std::string;
  std::size_t longest = 1000;

  void read(const json& value, const place& at, std::string& out) const {
    if (!value.is_string() || value.get_ref<const std::string&>().empty())
      return at.refuse("a text", value);
    if (value.get_ref<const std::string&>().size() > longest)
      return at.refuse("expected a text of at most " + std::to_string(longest) + " bytes, found "
                       + std::to_string(value.get_ref<const std::string&>().size()));
    out = value.get<std::string>();
  }

  json schema() const { return {{"type", "string"}, {"minLength", 1}, {"maxLength", longest}}; }
};

struct flag {
  using type = bool;

  void read(const json& value, const place& at, bool& out) const {
    if (!value.is_boolean())
      return at.refuse("true or false", value);
    out = value.get<bool>();
  }

  json schema() const { return {{"type", "boolean"}}; }
};

/// A whole number between two others, both allowed.
template <class Number = std::uint32_t>
struct whole {
  using type = Number;
  std::uint64_t least = 0;
  std::uint64_t most = std::numeric_limits<Number>::max();

  void read(const json& value, const place& at, Number& out) const {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() < least
        || value.get<std::uint64_t>() > most)
      return at.refuse(
        "a whole number from " + std::to_string(least) + " to " + std::to_string(most), value);
    out = static_cast<Number>(value.get<std::uint64_t>());
  }

  json schema() const {
    json all{{"type", "integer"}, {"minimum", least}};
    // Validators that count in signed numbers take the largest of all for a negative one.
    if (most <= std::numeric_limits<std::uint32_t>::max())
      all["maximum"] = most;
    return all;
  }
};

/// Returns a bound as a message shows it: without a fraction where it has none.
inline std::string bound_text(double bound) {
  const auto whole = static_cast<std::int64_t>(bound);
  return static_cast<double>(whole) == bound ? std::to_string(whole) : json(bound).dump();
}

/// A number between two others, both allowed.
struct number {
  using type = double;
  double least = 0;
  double most = 1e9;

  void read(const json& value, const place& at, double& out) const {
    if (!value.is_number() || !(value.get<double>() >= least && value.get<double>() <= most))
      return at.refuse("a number from " + bound_text(least) + " to " + bound_text(most), value);
    out = value.get<double>();
  }

  json schema() const { return {{"type", "number"}, {"minimum", least}, {"maximum", most}}; }
};

/// A duration, or a time since the start of the run.
template <class Time = duration>
struct time {
  using type = Time;
  duration least = {};
  duration most = longest_time;

  void read(const json& value, const place& at, Time& out) const {
    const auto found =
      value.is_string() ? parse_duration(value.get_ref<const std::string&>()) : std::nullopt;
    if (!found)
      return at.refuse(R"(a duration such as "250us", "1.5s", "10m" or "8h")", value);
    if (*found < least || *found > most)
      return at.refuse("a duration from " + duration_text(least) + " to " + duration_text(most),
                       value);
    out = Time{*found};
  }

  json schema() const { return {{"$ref", "#/definitions/duration"}}; }
};

/// A duration that may be negative: the step of a clock.
struct step {
  using type = duration;

  void read(const json& value, const place& at, duration& out) const {
    auto text = text_in(value);
    const bool back = text.starts_with('-');
    text.remove_prefix(back ? 1 : 0);
    const auto size = parse_duration(text);
    if (!size)
      return at.refuse(R"(a duration such as "-60s" or "10s")", value);
    out = back ? -*size : *size;
  }

  json schema() const { return {{"type", "string"}}; }
};

/// A number of events in a unit of time, read as those a second.
struct rate {
  using type = double;

  void read(const json& value, const place& at, double& out) const {
    const auto found =
      value.is_string() ? parse_rate(value.get_ref<const std::string&>()) : std::nullopt;
    if (!found)
      return at.refuse(R"(a rate such as "5/s", "30/min" or "200/h")", value);
    out = *found;
  }

  json schema() const { return {{"$ref", "#/definitions/rate"}}; }
};

/// Returns the texts as a message lists them: "a", "b" or "c".
template <class Names>
std::string one_of(const Names& names) {
  std::string all;
  for (std::size_t i = 0; i < names.size(); ++i)
    all += (i == 0                  ? "\""
            : i + 1 == names.size() ? " or \""
                                    : ", \"")
           + std::string{names[i]} + '"';
  return all;
}

/// Returns ` (did you mean "x"?)` where a known name is near.
template <class Names>
std::string meant_name(std::string_view found, const Names& names) {
  const auto meant = nearest(found, names);
  return meant.empty() ? std::string{} : " (did you mean \"" + meant + "\"?)";
}

/// Returns what is said of a `what` that is none of `names`.
template <class Names>
std::string unknown(std::string_view what, std::string_view found, const Names& names) {
  const auto meant = nearest(found, names);
  return "unknown " + std::string{what} + "; "
         + (meant.empty() ? "expected " + one_of(names) : "did you mean \"" + meant + "\"?");
}

/// Notes that the text `found` is none of `names`: lists them where they are few, and suggests the
/// nearest.
template <class Names>
void refuse_name(const place& at, std::string_view what, const json& found, const Names& names) {
  constexpr std::size_t few = 12;
  at.refuse("expected "
            + (names.size() <= few && !names.empty() ? one_of(names) : std::string{what})
            + ", found " + shown(found) + meant_name(text_in(found), names));
}

/// One of the names of an enumeration.
template <class Enum>
struct choice {
  using type = Enum;
  std::span<const named<Enum>> table;

  std::vector<std::string_view> names() const { return row_names(table); }

  void read(const json& value, const place& at, Enum& out) const {
    const auto found =
      value.is_string() ? value_in<Enum>(table, value.get_ref<const std::string&>()) : std::nullopt;
    if (!found)
      return refuse_name(at, "a known name", value, names());
    out = *found;
  }

  json schema() const { return {{"enum", names()}}; }
};

template <class Enum, std::size_t N>
choice(const std::array<named<Enum>, N>&) -> choice<Enum>;

/// A list of one kind.
template <class Kind>
struct list {
  using type = std::vector<typename Kind::type>;
  Kind kind = {};
  std::size_t most = 100'000;

  void read(const json& value, const place& at, type& out) const {
    if (!value.is_array())
      return at.refuse("a list", value);
    if (value.size() > most)
      return at.refuse("expected a list of at most " + std::to_string(most) + ", found "
                       + std::to_string(value.size()));
    type read(value.size());
    for (std::size_t i = 0; i < value.size(); ++i)
      kind.read(value[i], at / i, read[i]);
    out = std::move(read);
  }

  json schema() const { return {{"type", "array"}, {"items", kind.schema()}, {"maxItems", most}}; }
};

/// A value or null, which is nothing.
template <class Kind>
struct or_null {
  using type = std::optional<typename Kind::type>;
  Kind kind = {};

  void read(const json& value, const place& at, type& out) const {
    if (value.is_null())
      return out.reset();
    typename Kind::type read{};
    kind.read(value, at, read);
    out = std::move(read);
  }

  json schema() const { return {{"anyOf", {kind.schema(), {{"type", "null"}}}}}; }
};

/// A value that is checked as its kind is, and kept as it was written.
template <class Kind>
struct kept {
  using type = json;
  Kind kind = {};

  void read(const json& value, const place& at, json& out) const {
    typename Kind::type scratch{};
    kind.read(value, at, scratch);
    out = value;
  }

  json schema() const { return kind.schema(); }
};

} // namespace deskstorm::loadgen::kinds
