#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <deskstorm/loadgen/scenario/kinds.hpp>

namespace deskstorm::loadgen {

enum class presence : bool { optional, required };

/// One key of an object of a scenario: the row that its reader, the JSON Schema and the reference
/// are made of. `member` is where its value goes.
template <class Owner, class Member, class Kind>
struct key {
  std::string_view name;
  Member Owner::*member;
  Kind kind;
  std::string_view about;
  presence needed = presence::optional;

  void read(const json& value, const place& at, Owner& out) const {
    kind.read(value, at, out.*member);
  }
};

template <class Owner, class Member, class Kind, class... Rest>
key(const char*, Member Owner::*, Kind, Rest...) -> key<Owner, Member, Kind>;

/// A key whose value is checked and not kept here.
template <class Kind>
struct note {
  std::string_view name;
  Kind kind;
  std::string_view about;
  presence needed = presence::optional;

  template <class Owner>
  void read(const json& value, const place& at, Owner&) const {
    typename Kind::type scratch{};
    kind.read(value, at, scratch);
  }
};

template <class Kind, class... Rest>
note(const char*, Kind, Rest...) -> note<Kind>;

/// The keys of the objects that become a `T`. A specialisation has
///   about              what such an object says, for the schema
///   rows               a tuple of key and note
///   check(value, at)   optional: what concerns several keys
template <class T>
struct keys_of;

namespace kinds {

/// An object with the keys of `T`.
template <class T>
struct object {
  using type = T;

  void read(const json& value, const place& at, T& out) const {
    if (!value.is_object())
      return at.refuse("an object", value);
    for (const auto& [name, inner] : value.items())
      if (!read_key(name, inner, at, out))
        refuse_unknown(at, name);
    const auto demand = [&](const auto& row) {
      if (row.needed == presence::required && !value.contains(row.name))
        at.refuse("the key \"" + std::string{row.name} + "\" is missing");
    };
    std::apply([&](const auto&... row) { (demand(row), ...); }, keys_of<T>::rows);
    if constexpr (requires { keys_of<T>::check(out, value, at); })
      keys_of<T>::check(out, value, at);
  }

  json schema() const {
    json properties = json::object();
    json required = json::array();
    const auto add = [&](const auto& row) {
      json property = row.kind.schema();
      // Beside $ref, draft 7 ignores all keys: a description has to stand outside.
      if (property.contains("$ref"))
        property = json{{"allOf", {property}}}; // with = {{...}} clang++ 14 leaks in templates
      property["description"] = row.about;
      properties[std::string{row.name}] = std::move(property);
      if (row.needed == presence::required)
        required.push_back(row.name);
    };
    std::apply([&](const auto&... row) { (add(row), ...); }, keys_of<T>::rows);
    json all{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
    if (!required.empty())
      all["required"] = required;
    return all;
  }

private:
  static std::vector<std::string_view> names() {
    return std::apply([](const auto&... row) { return std::vector<std::string_view>{row.name...}; },
                      keys_of<T>::rows);
  }

  static bool read_key(std::string_view name, const json& value, const place& at, T& out) {
    const auto try_row = [&](const auto& row) {
      if (row.name != name)
        return false;
      row.read(value, at / name, out);
      return true;
    };
    return std::apply([&](const auto&... row) { return (try_row(row) || ...); }, keys_of<T>::rows);
  }

  static void refuse_unknown(const place& at, std::string_view name) {
    (at / name).refuse(unknown("key", name, names()));
  }
};

/// An object of which the one key holds what is wanted.
template <class Kind>
struct under {
  using type = typename Kind::type;
  std::string_view name;
  Kind kind;
  std::string_view about;

  void read(const json& value, const place& at, type& out) const {
    if (!value.is_object())
      return at.refuse("an object", value);
    for (const auto& [found, inner] : value.items())
      if (found == name)
        kind.read(inner, at / name, out);
      else
        (at / found).refuse("unknown key; expected \"" + std::string{name} + '"');
  }

  json schema() const {
    json inner = kind.schema();
    inner["description"] = about;
    return {{"type", "object"},
            {"properties", {{std::string{name}, inner}}},
            {"additionalProperties", false}};
  }
};

template <class Kind>
under(const char*, Kind, const char*) -> under<Kind>;

} // namespace kinds

} // namespace deskstorm::loadgen
