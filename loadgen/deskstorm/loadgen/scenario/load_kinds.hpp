#pragma once

#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include <deskstorm/loadgen/scenario/distribution_kind.hpp>
#include <deskstorm/loadgen/scenario/request_kinds.hpp>
#include <deskstorm/loadgen/scenario/trace_file.hpp>
#include <deskstorm/plan/persona.hpp>

namespace deskstorm::loadgen {

// clang-format off
inline constexpr std::array arrival_processes{
  named<plan::arrivals::process>{plan::arrivals::process::poisson,  "poisson"},
  named<plan::arrivals::process>{plan::arrivals::process::constant, "constant"},
};
// clang-format on

template <>
struct keys_of<plan::no_load> {
  static constexpr std::tuple rows{};
};

template <>
struct keys_of<plan::closed_load> {
  static constexpr std::tuple rows{
    key{"think", &plan::closed_load::think, kinds::distribution{},
        "time between a reply and the next request", presence::required},
  };
};

template <>
struct keys_of<plan::arrivals> {
  static constexpr std::tuple rows{
    key{"rate", &plan::arrivals::per_second, kinds::rate{}, "requests of one client frame",
        presence::required},
    key{"arrivals", &plan::arrivals::kind, kinds::choice{arrival_processes},
        "poisson, or constant gaps"},
  };
};

template <>
struct keys_of<plan::burst_load> {
  using owner = plan::burst_load;
  static constexpr std::tuple rows{
    key{"count", &owner::count, kinds::whole<>{1, 1'000'000}, "requests at once; 1"},
    key{"at", &owner::at, kinds::time<instant>{}, "time of the first burst; 0s"},
    key{"every", &owner::every, kinds::time<>{std::chrono::microseconds{1}},
        "time from one burst to the next; without it there is one burst"},
  };
};

namespace kinds {

/// The arrivals of an open load.
struct open_load {
  using type = plan::open_load;
  void read(const json& value, const place& at, plan::open_load& out) const {
    object<plan::arrivals>{}.read(value, at, out.arrivals);
  }
  json schema() const { return object<plan::arrivals>{}.schema(); }
};

struct trace_load {
  using type = plan::trace_load;
  void read(const json& value, const place& at, plan::trace_load& out) const {
    under{"file", trace_file{}, ""}.read(value, at, out);
    if (value.is_object() && !value.contains("file"))
      at.refuse("the key \"file\" is missing");
  }
  json schema() const {
    json all =
      under{"file", trace_file{}, "CSV with the columns at_ms,agent,frame,request,parameters"}
        .schema();
    all["required"] = {"file"};
    return all;
  }
};

/// An object with one key: how a client frame decides when to send.
struct load {
  using type = plan::load;

  static constexpr std::tuple forms{
    std::pair{std::string_view{"closed"}, object<plan::closed_load>{}},
    std::pair{std::string_view{"open"}, open_load{}},
    std::pair{std::string_view{"trace"}, trace_load{}},
    std::pair{std::string_view{"burst"}, object<plan::burst_load>{}},
    std::pair{std::string_view{"none"}, object<plan::no_load>{}},
  };

  static std::vector<std::string_view> names() {
    return std::apply(
      [](const auto&... form) { return std::vector<std::string_view>{form.first...}; }, forms);
  }

  void read(const json& value, const place& at, plan::load& out) const {
    if (!value.is_object() || value.size() != 1)
      return at.refuse(
        "expected an object with one of " + one_of(names()) + ", found "
        + (value.is_object() ? std::to_string(value.size()) + " keys" : shown(value)));
    const auto& name = value.begin().key();
    bool known = false;
    const auto try_form = [&](const auto& form) {
      if (form.first != name)
        return;
      known = true;
      typename std::decay_t<decltype(form.second)>::type read{};
      form.second.read(value.front(), at / name, read);
      out = std::move(read);
    };
    std::apply([&](const auto&... form) { (try_form(form), ...); }, forms);
    if (!known)
      refuse_name(at, "a load", json(name), names());
  }

  json schema() const {
    json all = json::array();
    const auto add = [&](const auto& form) {
      all.push_back({{"type", "object"},
                     {"properties", {{std::string{form.first}, form.second.schema()}}},
                     {"required", {form.first}},
                     {"additionalProperties", false}});
    };
    std::apply([&](const auto&... form) { (add(form), ...); }, forms);
    return {{"oneOf", all}};
  }
};

/// {"poisson": RATE} or {"constant": RATE}: the arrivals of a queue.
struct queue_arrivals {
  using type = plan::arrivals;

  void read(const json& value, const place& at, plan::arrivals& out) const {
    if (!value.is_object() || value.size() != 1)
      return at.refuse(R"(arrivals such as {"poisson":"1/s"} or {"constant":"30/min"})", value);
    const auto& name = value.begin().key();
    choice{arrival_processes}.read(name, at, out.kind);
    rate{}.read(value.front(), at / name, out.per_second);
  }

  json schema() const {
    json all = json::array();
    for (const auto& row : arrival_processes)
      all.push_back({{"type", "object"},
                     {"properties", {{std::string{row.name}, rate{}.schema()}}},
                     {"required", {row.name}},
                     {"additionalProperties", false}});
    return {{"oneOf", all}};
  }
};

} // namespace kinds

} // namespace deskstorm::loadgen
