#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/loadgen/link_names.hpp>
#include <deskstorm/loadgen/live/json_members.hpp>
#include <deskstorm/loadgen/scenario/quantities.hpp>
#include <deskstorm/options/parse.hpp>
#include <deskstorm/outbound/calling_list.hpp>
#include <deskstorm/outbound/campaign_life.hpp>
#include <deskstorm/outbound/record.hpp>
#include <deskstorm/plan/floor_plan.hpp>

/// What POST /api/... asks for, compared with the plan.
namespace deskstorm::loadgen::live {

/// Somebody calls or writes.
struct new_arrivals {
  std::uint32_t queue;     ///< index into floor_plan::queues
  std::uint32_t agent = 0; ///< number from 1; 0: any
  std::uint32_t count = 1;
};

struct step_of_campaign {
  std::uint32_t campaign; ///< index into floor_plan::campaigns
  outbound::campaign_trigger step;
};

struct new_fault {
  plan::link where;
  std::optional<double> drop = {};
  std::optional<duration> outage = {};
};

struct new_record {
  std::uint32_t campaign; ///< index into floor_plan::campaigns
  json content;           ///< "phone" and "fields"
};

/// From now on these options hold.
struct new_options {
  options rules;
};

/// The centre begins anew, with the options that hold now.
struct begin_anew {};

using control_order =
  std::variant<new_arrivals, step_of_campaign, new_record, new_fault, new_options, begin_anew>;

namespace detail {

// clang-format off
inline constexpr std::array step_names{
  named<outbound::campaign_trigger>{outbound::campaign_trigger::load,   "load"},
  named<outbound::campaign_trigger>{outbound::campaign_trigger::start,  "start"},
  named<outbound::campaign_trigger>{outbound::campaign_trigger::stop,   "stop"},
  named<outbound::campaign_trigger>{outbound::campaign_trigger::unload, "unload"},
};
// clang-format on

/// Returns "expected 'key' as one of: ..." with the names of a table.
inline failure expected_name(const char* key, const auto& table) {
  std::string known;
  for (const auto& row : table)
    known += (known.empty() ? "" : ", ") + std::string{row.name};
  return {"expected '" + std::string{key} + "' as one of: " + known, key};
}

/// Returns the number of the row of that name. Errors: there is none; all names are given.
template <class Rows>
result<std::uint32_t> find_row(const Rows& rows, std::string Rows::value_type::*name,
                               const json& arguments, const char* key) {
  const auto wanted = text_at(arguments, key);
  std::string known;
  for (std::uint32_t n = 0; n < rows.size(); ++n) {
    if (rows[n].*name == wanted)
      return n;
    known += (n == 0 ? "" : ", ") + rows[n].*name;
  }
  return failure{"expected '" + std::string{key} + "' as one of: " + known, key};
}

inline result<control_order> read_arrivals(const json& arguments, const plan::floor_plan& plan,
                                           std::uint32_t agents) {
  constexpr std::uint32_t most_at_once = 1000;
  constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
  const auto queue = find_row(plan.queues, &plan::inbound::queue, arguments, "queue");
  if (!queue)
    return queue.why();
  new_arrivals made{*queue};
  const auto number = [&](const char* key, std::uint32_t otherwise) {
    const auto found = arguments.find(key);
    if (found == arguments.end())
      return otherwise;
    return found->is_number_unsigned() && found->get<std::uint64_t>() <= most
             ? found->get<std::uint32_t>()
             : most;
  };
  made.agent = number("agent", 0);
  made.count = number("count", 1);
  if (made.agent > agents)
    return failure{"there is no such agent", "agent"};
  if (made.count == 0 || made.count > most_at_once)
    return failure{"expected 'count' from 1 to 1000", "count"};
  return control_order{made};
}

inline result<control_order> read_step(const json& arguments, const plan::floor_plan& plan) {
  const auto campaign = find_row(plan.campaigns, &plan::campaign::name, arguments, "campaign");
  if (!campaign)
    return campaign.why();
  const auto step = value_in<outbound::campaign_trigger>(step_names, text_at(arguments, "step"));
  if (!step)
    return expected_name("step", step_names);
  return control_order{step_of_campaign{*campaign, *step}};
}

inline result<control_order> read_fault(const json& arguments) {
  const auto where = value_in<plan::link>(link_names, text_at(arguments, "link"));
  if (!where)
    return expected_name("link", link_names);
  new_fault made{*where};
  if (const auto drop = arguments.find("drop"); drop != arguments.end()) {
    if (!drop->is_number() || drop->get<double>() < 0 || drop->get<double>() > 1)
      return failure{"expected 'drop' from 0 to 1", "drop"};
    made.drop = drop->get<double>();
  }
  if (arguments.contains("outage")) {
    made.outage = parse_duration(text_at(arguments, "outage"));
    if (!made.outage)
      return failure{"expected 'outage' as a time such as \"10s\"", "outage"};
  }
  return control_order{made};
}

inline result<control_order> read_record(const json& arguments, const plan::floor_plan& plan) {
  const auto campaign = find_row(plan.campaigns, &plan::campaign::name, arguments, "campaign");
  if (!campaign)
    return campaign.why();
  outbound::record probe;
  if (const auto wanted = outbound::detail::read_phone(text_at(arguments, "phone"), probe))
    return failure{"expected 'phone' as " + std::string{*wanted}, "phone"};
  const auto fields = arguments.value("fields", json::object());
  if (!fields.is_object())
    return failure{"expected 'fields' as an object", "fields"};
  for (const auto& [name, value] : fields.items())
    if (!value.is_string())
      return failure{"expected the field '" + name + "' as a text", "fields"};
  return control_order{new_record{*campaign, {{"phone", probe.phone}, {"fields", fields}}}};
}

inline result<control_order> read_options(const json& arguments, const options& now) {
  const auto settings = read_option_object(arguments);
  if (!settings)
    return settings.why();
  new_options made{now};
  if (const auto wrong = set_options(made.rules, *settings); !wrong.empty())
    return wrong.front();
  return control_order{std::move(made)};
}

} // namespace detail

/// Reads the body of POST /api/<what>, where `now` are the options that hold. Errors: there is no
/// such thing, or what is wrong with it.
inline result<control_order> read_control(const std::string& what, const json& arguments,
                                          const plan::floor_plan& plan, const options& now,
                                          std::uint32_t agents) {
  if (what == "arrivals")
    return detail::read_arrivals(arguments, plan, agents);
  if (what == "campaigns")
    return detail::read_step(arguments, plan);
  if (what == "records")
    return detail::read_record(arguments, plan);
  if (what == "faults")
    return detail::read_fault(arguments);
  if (what == "options")
    return detail::read_options(arguments, now);
  if (what == "reset")
    return control_order{begin_anew{}};
  return failure{"there is no '" + what
                 + "'; there are arrivals, campaigns, records, faults, options, reset"};
}

} // namespace deskstorm::loadgen::live
