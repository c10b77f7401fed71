#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/loadgen/scenario/load_kinds.hpp>
#include <deskstorm/plan/persona.hpp>
#include <deskstorm/protocol/events.hpp>

namespace deskstorm::loadgen {

/// What a retry can follow.
enum class retry_cause : std::uint8_t { rate_limit, timeout, failure };

// clang-format off
inline constexpr std::array retry_causes{
  named<retry_cause>{retry_cause::rate_limit, "rate-limit"},
  named<retry_cause>{retry_cause::timeout,    "timeout"},
  named<retry_cause>{retry_cause::failure,    "failure"},
};
// clang-format on

namespace kinds {

/// The channel of an event, also "messenger:<name>".
struct channel {
  using type = event_channel;

  void read(const json& value, const place& at, event_channel& out) const {
    const auto found =
      value.is_string() ? channel_named(value.get_ref<const std::string&>()) : std::nullopt;
    if (!found)
      return refuse_name(at, "the name of a channel", value, choice{event_channels}.names());
    out = *found;
  }

  json schema() const {
    return {{"anyOf",
             {choice{event_channels}.schema(), {{"type", "string"}, {"pattern", "^messenger:"}}}}};
  }
};

} // namespace kinds

template <>
struct keys_of<plan::retry_policy> {
  using owner = plan::retry_policy;
  static constexpr std::tuple rows{
    note{"on", kinds::list<kinds::choice<retry_cause>>{{retry_causes}},
         "what is tried again: rate-limit, timeout, failure", presence::required},
    key{"attempts", &owner::attempts, kinds::whole<>{0, 1000}, "tries beyond the first; 0"},
    key{"backoff", &owner::backoff, kinds::distribution{}, "wait before each of them; 0s"},
  };

  static void check(owner& out, const json& value, const place&) {
    const auto listed = [&](std::string_view name) {
      const auto on = value.find("on");
      return on != value.end() && on->is_array() && std::ranges::find(*on, json(name)) != on->end();
    };
    out.on_rate_limit = listed("rate-limit");
    out.on_timeout = listed("timeout");
    out.on_failure = listed("failure");
  }
};

template <>
struct keys_of<plan::reaction> {
  using owner = plan::reaction;
  static constexpr std::tuple rows{
    key{"event", &owner::channel, kinds::channel{}, "channel of the event", presence::required},
    note{"eventType", kinds::text{}, "kind of the event; without it, all of the channel"},
    key{"do", &owner::requests, kinds::list<kinds::object<plan::request_choice>>{{}, 100},
        "requests made then, in order", presence::required},
  };

  static void check(owner& out, const json& value, const place& at) {
    const auto type = value.find("eventType");
    const auto event = value.find("event");
    if (event == value.end() || !event->is_string()
        || !channel_named(event->get_ref<const std::string&>()))
      return;
    if (type == value.end())
      return check_requests(out, at);
    if (!type->is_string())
      return;
    out.type = event_named(out.channel, type->get_ref<const std::string&>());
    if (out.type)
      return check_requests(out, at);
    std::vector<std::string_view> known;
    for (const auto& row : events)
      if (row.channel == out.channel)
        known.push_back(row.name);
    kinds::refuse_name(at / "eventType",
                       "an event type of \"" + std::string{name_of(out.channel)} + '"', *type,
                       known);
  }

private:
  static void check_requests(const owner& out, const place& at) {
    for (std::size_t i = 0; i < out.requests.size(); ++i)
      detail::check_paths(at.all().arguments[out.requests[i].arguments],
                          at / "do" / i / "parameters", out.channel, out.type);
  }
};

template <>
struct keys_of<plan::persona> {
  using owner = plan::persona;
  static constexpr std::tuple rows{
    key{"origin", &owner::origin, kinds::text{}, "where its page comes from; http://localhost"},
    key{"subscribe", &owner::subscribe, kinds::list<kinds::channel>{{}, 100},
        "channels of events it subscribes to"},
    key{"load", &owner::load, kinds::load{}, "when a frame sends; none"},
    key{"requests", &owner::requests, kinds::list<kinds::object<plan::request_choice>>{{}, 10'000},
        "what it sends, chosen by weight"},
    key{"on", &owner::reactions, kinds::list<kinds::object<plan::reaction>>{{}, 1000},
        "what it does when an event comes"},
    key{"retry", &owner::retry, kinds::object<plan::retry_policy>{},
        "when it tries a request again; never"},
    key{"legitimate", &owner::legitimate, kinds::flag{}, "limits must not hurt it"},
    key{"abusive", &owner::abusive, kinds::flag{}, "limits should contain it"},
  };

  static void check(owner& out, const json& value, const place& at) {
    if (out.origin.empty())
      out.origin = "http://localhost";
    if (const auto channels = value.find("subscribe"); channels != value.end())
      for (const auto& channel : *channels)
        if (const auto name = text_in(channel); name.starts_with(messenger_prefix))
          out.messengers.emplace_back(name.substr(messenger_prefix.size()));
    const auto requests = value.find("requests");
    const bool needs = !std::holds_alternative<plan::no_load>(out.load)
                       && !std::holds_alternative<plan::trace_load>(out.load);
    const bool given = requests != value.end() && (!requests->is_array() || !requests->empty());
    if (needs && !given)
      at.refuse("a persona with this load needs \"requests\"");
    double weights = out.requests.empty() ? 1 : 0;
    for (const auto& request : out.requests)
      weights += request.weight;
    if (!(weights > 0))
      (at / "requests").refuse("expected at least one weight above 0");
    for (std::size_t i = 0; i < out.requests.size(); ++i)
      refuse_event(at.all().arguments[out.requests[i].arguments],
                   at / "requests" / i / "parameters");
  }

private:
  /// Outside of `on` there is no event to take values of.
  static void refuse_event(const json& value, const place& at) {
    if (text_in(value).starts_with(plan::event_prefix))
      at.refuse("\"$event.…\" has a value only in \"on\"");
    std::size_t element = 0;
    if (value.is_structured())
      for (const auto& [name, inner] : value.items())
        refuse_event(inner, value.is_array() ? at / element++ : at / name);
  }
};

namespace kinds {

/// An object of personas by name; the plan has them in the order of their names.
struct personas {
  using type = std::vector<plan::persona>;

  void read(const json& value, const place& at, type& out) const {
    if (!value.is_object())
      return at.refuse("an object", value);
    for (const auto& [name, inner] : value.items()) {
      plan::persona one;
      one.name = name;
      object<plan::persona>{}.read(inner, at / name, one);
      out.push_back(std::move(one));
    }
  }

  json schema() const {
    return {{"type", "object"}, {"additionalProperties", object<plan::persona>{}.schema()}};
  }
};

/// The name of one of the personas, read into its number.
struct persona_name {
  using type = std::uint32_t;

  void read(const json& value, const place& at, std::uint32_t& out) const {
    const auto& names = at.all().personas;
    const auto found = std::ranges::find(names, text_in(value));
    if (found == names.end())
      return refuse_name(at, "the name of a persona (there are none)", value, names);
    out = static_cast<std::uint32_t>(found - names.begin());
  }

  json schema() const { return {{"type", "string"}}; }
};

} // namespace kinds

} // namespace deskstorm::loadgen
