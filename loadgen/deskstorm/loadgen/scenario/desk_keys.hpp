#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/loadgen/scenario/distribution_kind.hpp>
#include <deskstorm/loadgen/scenario/kinds.hpp>
#include <deskstorm/loadgen/scenario/load_kinds.hpp>
#include <deskstorm/loadgen/scenario/persona_keys.hpp>
#include <deskstorm/loadgen/scenario/request_kinds.hpp>
#include <deskstorm/options/parse.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/policy/rate_limiter.hpp>

/// The objects of a scenario that say what the contact centre is.
namespace deskstorm::loadgen {

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
                           + meant_name(name, row_names(requests)));
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

template <>
struct keys_of<plan::inbound> {
  using owner = plan::inbound;
  static constexpr std::tuple rows{
    key{"media", &owner::media, kinds::choice{desk::media_names},
        "voice, email, chat or workitem; voice"},
    key{"queue", &owner::queue, kinds::text{100}, "its name in results", presence::required},
    key{"arrivals", &owner::calls, kinds::queue_arrivals{}, "arrivals of the whole queue",
        presence::required},
    key{"handle-time", &owner::handle_time, kinds::distribution{}, "how long an agent is busy; 0s"},
    key{"wrap-up", &owner::wrap_up, kinds::distribution{}, "work after it; 0s"},
    key{"patience", &owner::patience, kinds::or_null<kinds::distribution>{},
        "how long callers wait; null is for ever"},
    key{"contact-after", &owner::contact_after, kinds::or_null<kinds::distribution>{},
        "how long after the answer the contact is known; null is never"},
    key{"accept-after", &owner::accept_after, kinds::or_null<kinds::distribution>{},
        "the agent accepts after it; null: the leading tab at once"},
    key{"refuse", &owner::refuse, kinds::number{0, 0.99}, "share that the agent refuses; 0"},
    key{"reroute-after", &owner::reroute_after,
        kinds::or_null<kinds::time<>>{{std::chrono::milliseconds{1}}},
        "when another agent gets what nobody accepts; null is never"},
    key{"workbin", &owner::workbin, kinds::number{0, 1}, "share stored in a workbin halfway; 0"},
    key{"workbin-time", &owner::workbin_time, kinds::distribution{}, "how long it stays there; 0s"},
    key{"fails", &owner::fails, kinds::number{0, 1},
        "share of joining, storing, pulling and transferring that fails at first; 0"},
    key{"transfer", &owner::transfer, kinds::number{0, 1}, "share transferred halfway; 0"},
    key{"transfer-to", &owner::transfer_to, kinds::text{100}, "the queue of the same medium"},
    key{"message-every", &owner::message_every, kinds::or_null<kinds::distribution>{},
        "between the messages of a chat; null is one in all"},
  };

  static void check(const owner& out, const json& value, const place& at) {
    check_medium(out, value, at);
    if (out.media != desk::media::voice && out.refuse > 0 && !out.accept_after)
      (at / "refuse").refuse("only an agent refuses; set \"accept-after\"");
    if (out.transfer > 0 && out.transfer_to.empty())
      at.refuse("the key \"transfer-to\" is missing, which says where to");
    if (out.message_every && plan::mean(*out.message_every) == duration::zero())
      (at / "message-every").refuse("expected a time above 0s");
  }

private:
  static void check_medium(const owner& out, const json& value, const place& at) {
    constexpr std::array<std::string_view, 6> of_others{
      "accept-after", "refuse", "reroute-after", "workbin", "workbin-time", "fails"};
    if (out.media == desk::media::voice)
      for (const auto& name : of_others)
        if (value.contains(name))
          (at / name).refuse("calls have none; remove the key");
    if (out.media == desk::media::chat && value.contains("workbin"))
      (at / "workbin").refuse("a chat is not stored; remove the key");
    if (out.media != desk::media::chat && value.contains("message-every"))
      (at / "message-every").refuse("only chats have messages; remove the key");
  }
};

template <>
struct keys_of<plan::outgoing> {
  using owner = plan::outgoing;
  static constexpr std::tuple rows{
    key{"answer-after", &owner::answer_after, kinds::distribution{},
        "when the far end of a dialed call answers; 4s"},
    key{"talk-time", &owner::talk_time, kinds::distribution{},
        "after which it hangs up; exponential, 30s"},
    key{"compose-time", &owner::compose_time, kinds::distribution{},
        "after which a created e-mail is sent; exponential, 3min"},
    key{"standard-response", &owner::standard_response, kinds::number{0, 1},
        "share of e-mails into which one is inserted halfway; 0"},
    key{"discard", &owner::discard, kinds::number{0, 1},
        "share of e-mails that are given up instead of sent; 0"},
  };
};

namespace kinds {

/// The name of a limiter algorithm, read into its number.
struct algorithm {
  using type = std::uint8_t;

  static std::vector<std::string_view> names() { return row_names(limiter_algorithms); }

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
    key{"count-subscriptions", &owner::count_subscriptions, kinds::flag{},
        "subscribe and unsubscribe have the global limit; false"},
    key{"first-check", &owner::first_check, kinds::choice{first_checks},
        "whether the filter of an origin or the limit comes first; filter"},
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
    all["patternProperties"] = {{"^[^/]+/(label|url)$", {{"type", "string"}}}};
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
