#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>

#include <deskstorm/loadgen/scenario/distribution_kind.hpp>
#include <deskstorm/loadgen/scenario/later_keys.hpp>
#include <deskstorm/loadgen/scenario/lines.hpp>
#include <deskstorm/outbound/calling_list.hpp>
#include <deskstorm/plan/campaign.hpp>

/// The outbound campaigns of a scenario.
namespace deskstorm::loadgen {

// clang-format off
inline constexpr std::array preview_workers{
  named<plan::preview_worker>{plan::preview_worker::agent, "agent"},
  named<plan::preview_worker>{plan::preview_worker::pages, "pages"},
};
// clang-format on

namespace kinds {

/// The name of a CSV file of records.
struct calling_list {
  using type = outbound::calling_list;

  void read(const json& name, const place& at, type& out) const {
    const auto file = read_named_file(name, at);
    if (!file)
      return;
    auto list = outbound::read_calling_list(file->text);
    for (auto& wrong : list.problems)
      at.all().problems.push_back(
        {file->label,
         "line " + std::to_string(wrong.line) + ", column " + std::to_string(wrong.column),
         std::move(wrong.text)});
    out = std::move(list.records);
  }

  json schema() const { return {{"type", "string"}, {"minLength", 1}}; }
};

/// The first and the last agent, counted from 1.
struct agent_range {
  using type = std::pair<std::uint32_t, std::uint32_t>;
  static constexpr range<whole<>> both{{1, 10'000'000}};

  void read(const json& value, const place& at, type& out) const {
    std::array<std::uint32_t, 2> read{out.first, out.second};
    both.read(value, at, read);
    out = {read[0], read[1]};
  }

  json schema() const { return both.schema(); }
};

} // namespace kinds

template <>
struct keys_of<plan::campaign> {
  using owner = plan::campaign;
  static constexpr kinds::number share{0, 1};
  static constexpr std::tuple rows{
    key{"name", &owner::name, kinds::text{200}, "its name in results", presence::required},
    key{"mode", &owner::mode, kinds::choice{outbound::campaign_mode_names},
        "how records reach agents", presence::required},
    key{"calling-list", &owner::records, kinds::calling_list{}, "CSV file of the records",
        presence::required},
    note{"copies", kinds::whole<>{1, 1000}, "how often the list is repeated; 1"},
    note{"agents", kinds::agent_range{}, "first and last agent that it is for; all"},
    key{"load", &owner::load, kinds::time<instant>{}, "when it is loaded; 0s"},
    key{"start", &owner::start, kinds::time<instant>{}, "when it starts; 0s"},
    key{"stop", &owner::stop, kinds::time<instant>{}, "when it stops; at the end"},
    key{"unload", &owner::unload, kinds::time<instant>{}, "when it is unloaded; at the end"},
    key{"worked-by", &owner::worked_by, kinds::choice{preview_workers},
        "who calls, rejects and cancels previews: agent or pages; agent"},
    note{"attempts", kinds::whole<>{1, 1000}, "calls of one record at most; 3"},
    note{"retry-after", kinds::time<>{}, "time until a record is called again; 30m"},
    note{"time-of-day", kinds::time<>{{}, std::chrono::hours{24}},
         "time in UTC when the run starts, for the windows of records; 0s"},
    key{"accept-time", &owner::accept_time, kinds::distribution{},
        "until an agent accepts a pushed record; 2s"},
    key{"preview-time", &owner::preview_time, kinds::distribution{},
        "how long an agent looks at a record; exponential, 20s"},
    key{"reject-probability", &owner::reject_probability, share,
        "of a record that an agent looks at; 0"},
    key{"cancel-probability", &owner::cancel_probability, share,
        "of a record that an agent looks at; 0"},
    key{"ring-time", &owner::ring_time, kinds::distribution{},
        "until a call is answered or given up; 15s"},
    key{"answer-probability", &owner::answer_probability, share, "of a call; 0.3"},
    key{"busy-probability", &owner::busy_probability, share, "of a call; 0"},
    key{"machine-probability", &owner::machine_probability, share,
        "that an answering machine takes a call; 0"},
    key{"talk-time", &owner::talk_time, kinds::distribution{}, "of a call; exponential, 2m"},
    key{"wrap-up", &owner::wrap_up, kinds::distribution{}, "work after a call; 10s"},
    key{"do-not-call-probability", &owner::do_not_call_probability, share,
        "of a call that is answered; 0"},
    key{"abandoned-target", &owner::abandoned_target, share,
        "share of answered calls that a predictive campaign may lose; 0.03"},
    key{"abandon-after", &owner::abandon_after, kinds::time<>{},
        "how long who answers waits for an agent; 2s"},
    key{"lines-per-agent", &owner::most_lines_an_agent, kinds::number{1, 100},
        "that a predictive campaign dials at most; 4"},
  };

  static void check(owner& out, const json& value, const place& at) {
    read_into(value, at, "attempts", kinds::whole<>{1, 1000}, out.attempts.attempts);
    read_into(value, at, "retry-after", kinds::time<>{}, out.attempts.retry_after);
    read_into(value, at, "time-of-day", kinds::time<>{}, out.attempts.midnight);
    read_agents(value, at, out);
    repeat(value, at, out);
    const auto in_order = [&](const char* name, instant before, instant time) {
      if (time < before)
        (at / name).refuse("expected no time before that of the step before");
    };
    in_order("start", out.load, out.start);
    in_order("stop", out.start, out.stop);
    in_order("unload", out.start, out.unload);
    if (out.reject_probability + out.cancel_probability > 1)
      at.refuse("reject-probability and cancel-probability add up to more than 1");
    if (out.answer_probability + out.busy_probability + out.machine_probability > 1)
      at.refuse("answer-, busy- and machine-probability add up to more than 1");
  }

private:
  /// Reads a key that its row has checked already.
  template <class Kind, class Value>
  static void read_into(const json& value, const place& at, const char* name, const Kind& kind,
                        Value& out) {
    if (const auto found = value.find(name); found != value.end() && (at / name).sound())
      kind.read(*found, at / name, out);
  }

  static void read_agents(const json& value, const place& at, owner& out) {
    std::pair<std::uint32_t, std::uint32_t> both{out.first_agent, out.last_agent};
    read_into(value, at, "agents", kinds::agent_range{}, both);
    std::tie(out.first_agent, out.last_agent) = both;
  }

  static void repeat(const json& value, const place& at, owner& out) {
    std::uint32_t copies = 1;
    read_into(value, at, "copies", kinds::whole<>{1, 1000}, copies);
    if (out.records.size() * copies > outbound::most_records)
      return (at / "copies")
        .refuse("expected at most " + std::to_string(outbound::most_records) + " records in all");
    if (copies > 1)
      out.records = outbound::repeated(out.records, copies);
  }
};

} // namespace deskstorm::loadgen
