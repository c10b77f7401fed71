#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "loadgen/small_centres.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen {
namespace {

using outbound::campaign_mode;
using outbound::disposition;
using plan::distributions::constant;

/// Chains of one to three records.
outbound::calling_list list_of(std::uint32_t records) {
  outbound::calling_list list;
  for (std::uint32_t n = 1; n <= records; ++n) {
    outbound::record r;
    r.handle = {n};
    r.chain = {n * 2 / 3 + 1};
    r.phone = std::to_string(n);
    list.push_back(std::move(r));
  }
  return list;
}

plan::campaign campaign_of(campaign_mode mode, std::uint32_t records) {
  plan::campaign c{.name = "Offer", .mode = mode, .records = list_of(records)};
  c.preview_time = constant{10s};
  c.ring_time = constant{5s};
  c.talk_time = constant{60s};
  c.answer_probability = 1;
  return c;
}

plan::floor_plan centre_of(duration length, std::uint32_t agents, plan::campaign c) {
  auto plan = one_client(length);
  plan.agents.count = agents;
  plan.personas[0].subscribe = {event_channel::interaction, event_channel::outbound};
  plan.campaigns = {std::move(c)};
  return plan;
}

std::vector<campaign_mode> all_modes() {
  return {campaign_mode::pull_preview, campaign_mode::push_preview,
          campaign_mode::direct_push_preview, campaign_mode::progressive,
          campaign_mode::predictive};
}

int left(const notebook& seen) {
  return static_cast<int>(seen.listed) + seen.became.at(disposition::left);
}

int dialed(const notebook& seen) { return static_cast<int>(seen.dialed.size()); }

int results(const notebook& seen) {
  int all = 0;
  for (const auto& [code, count] : seen.results)
    all += code == outbound::call_results::cancel_record ? 0 : count;
  return all;
}

TEST_CASE("agents work through a calling list in every mode", "[unit]") {
  const auto mode = GENERATE(from_range(all_modes()));
  CAPTURE(static_cast<int>(mode));
  const auto seen = notes_of(centre_of(1h, 2, campaign_of(mode, 9)));
  // Chains of 1, 1, 2, 1, 2, 1 and 1 records: one call each reaches somebody.
  CHECK(seen.results == std::map<outbound::call_result, int>{{outbound::call_results::answer, 7}});
  CHECK(seen.became.at(disposition::called) == 7);
  CHECK(dialed(seen) == 7);
}

TEST_CASE("agents see the campaign's life",
          "[event:outbound/CampaignLoaded][event:outbound/CampaignStarted]"
          "[event:outbound/CampaignStopped][event:outbound/CampaignUnloaded]") {
  auto c = campaign_of(campaign_mode::push_preview, 1);
  c.load = instant{5s}; // pages have subscribed by then
  c.start = instant{10s};
  c.unload = instant{60s};
  const auto seen = notes_of(centre_of(2min, 3, c));
  for (const auto event : {event_type::campaign_loaded, event_type::campaign_started,
                           event_type::campaign_stopped, event_type::campaign_unloaded})
    CHECK(seen.events.at(event) == 3);
}

TEST_CASE("clients see the events of a record that is called", "[unit]") {
  const auto seen = notes_of(centre_of(5min, 1, campaign_of(campaign_mode::push_preview, 1)));
  const auto [event, times] = GENERATE(table<event_type, int>({
    {event_type::added, 2},
    {event_type::invited, 1},
    {event_type::previewing, 1},
    {event_type::records_retrieved, 1},
    {event_type::dialing, 1},
    {event_type::established, 1},
    {event_type::released, 1},
    {event_type::markdone_apply, 1},
    {event_type::removed, 2},
  }));
  CAPTURE(name_of(event));
  CHECK(seen.events.at(event) == times);
}

TEST_CASE("a campaign calls nobody before it starts and after it stops", "[unit]") {
  const auto mode = GENERATE(from_range(all_modes()));
  auto c = campaign_of(mode, 200);
  c.start = instant{10min};
  c.stop = instant{20min};
  const auto seen = notes_of(centre_of(1h, 2, c));
  REQUIRE_FALSE(seen.dialed.empty());
  CHECK(seen.dialed.front() >= instant{10min});
  CHECK(seen.dialed.back() <= instant{20min + 15s}); // a preview that was open is called
}

TEST_CASE("numbers that do not answer are called again, so many times", "[unit]") {
  auto c = campaign_of(campaign_mode::progressive, 1);
  c.answer_probability = 0;
  c.attempts = {.attempts = 4, .retry_after = 10min};
  const auto seen = notes_of(centre_of(2h, 1, c));
  CHECK(seen.dialed
        == std::vector{instant{}, instant{10min + 5s}, instant{20min + 10s}, instant{30min + 15s}});
}

TEST_CASE("a client that asks for records gets them", "[unit]") {
  auto c = campaign_of(campaign_mode::pull_preview, 5);
  c.worked_by = plan::preview_worker::pages;
  auto plan = centre_of(1min, 1, c);
  plan.arguments.push_back(json::parse(R"(["Offer"])"));
  plan.arguments.push_back(json::parse(R"(["$event.interaction.interactionId"])"));
  plan.personas[0].load = at_once(1);
  plan.personas[0].requests = {
    {.request = request_kind::outbound_get_preview_record, .arguments = 1}};
  const auto call = GENERATE(true, false);
  plan.personas[0].reactions = {{event_channel::interaction,
                                 event_type::previewing,
                                 {{.request = call ? request_kind::outbound_call_preview_record
                                                   : request_kind::outbound_cancel_preview_record,
                                   .arguments = 2,
                                   .interaction = plan::interaction_source::event}}}};
  const auto seen = notes_of(plan);
  CHECK(seen.count(actors::request_end::ok) == 2);
  CHECK(dialed(seen) == (call ? 1 : 0));
  CHECK(seen.results.size() == (call ? 0 : 1));
}

TEST_CASE("nothing is pushed directly before a client asks for it", "[unit]") {
  auto c = campaign_of(campaign_mode::direct_push_preview, 5);
  c.worked_by = plan::preview_worker::pages;
  const bool asks = GENERATE(true, false);
  auto plan = centre_of(1min, 1, c);
  plan.personas[0].load = at_once(asks ? 1 : 0);
  plan.personas[0].requests = {{.request = request_kind::outbound_start_direct_push_preview}};
  CHECK(notes_of(plan).events.contains(event_type::invited) == asks);
}

TEST_CASE("rejected and canceled previews are not called", "[unit]") {
  auto c = campaign_of(campaign_mode::push_preview, 30);
  c.reject_probability = 0.5;
  c.cancel_probability = 0.5;
  auto seen = notes_of(centre_of(20min, 1, c));
  CHECK(seen.dialed.empty());
  CHECK(seen.became[disposition::canceled] > 0);
  CHECK(seen.became[disposition::rejected] + seen.became[disposition::canceled] + left(seen) == 30);
}

TEST_CASE("records go back to the list when the last tab closes", "[unit]") {
  auto c = campaign_of(campaign_mode::pull_preview, 1);
  auto plan = centre_of(10min, 2, c);
  plan.script = {{instant{5s}, tabs::action_kind::close_tab, 1, {}}};
  const auto seen = notes_of(plan);
  CHECK(seen.dialed == std::vector{instant{15s}}); // by the other agent, who looks 10 s at it
}

TEST_CASE("predictive dialing calls more numbers than agents, within the target", "[unit]") {
  auto c = campaign_of(campaign_mode::predictive, 10'000);
  c.answer_probability = 0.3;
  c.abandoned_target = GENERATE(0.01, 0.05);
  auto seen = notes_of(centre_of(2h, 40, c));
  const double share = static_cast<double>(seen.answered_by_nobody)
                       / (seen.answered_by_agents + seen.answered_by_nobody);
  CAPTURE(share, seen.answered_by_agents);
  CHECK(share <= c.abandoned_target * 1.1);
  auto progressive = c;
  progressive.mode = campaign_mode::progressive;
  CHECK(seen.answered_by_agents
        > notes_of(centre_of(2h, 40, progressive)).answered_by_agents * 1.05);
}

// -- whatever the order

/// A centre in which campaigns stop and start while tabs close and open and clients do what they
/// like with records.
plan::floor_plan restless_centre(std::uint64_t seed, campaign_mode mode) {
  auto c = campaign_of(mode, 60);
  c.worked_by = seed % 2 == 0 ? plan::preview_worker::agent : plan::preview_worker::pages;
  c.answer_probability = 0.5;
  c.busy_probability = 0.2;
  c.reject_probability = 0.2;
  c.cancel_probability = 0.1;
  c.do_not_call_probability = 0.1;
  c.talk_time = plan::distributions::exponential{20s};
  c.attempts.retry_after = 1min;
  c.start = instant{std::chrono::seconds{seed % 50}};
  c.stop = instant{10min + std::chrono::seconds{seed % 70}};
  c.unload = c.stop + std::chrono::seconds{seed % 3 * 20};
  auto plan = centre_of(15min, 4, c);
  plan.seed = seed;
  plan.network.backend = plan::distributions::exponential{100ms};
  plan.queues = {plan::inbound{.queue = "sales",
                               .calls = {.per_second = 0.05},
                               .handle_time = plan::distributions::exponential{20s}}};
  plan.arguments.push_back(json::parse(R"(["Offer"])"));
  plan.arguments.push_back(json::parse(R"(["$event.interaction.interactionId"])"));
  plan.arguments.push_back(json::parse(R"(["$event.interaction.interactionId", 6])"));
  auto& page = plan.personas[0];
  page.load = plan::open_load{{.per_second = 0.3}};
  using kind = request_kind;
  page.requests = {{.request = kind::outbound_get_preview_record, .arguments = 1},
                   {.request = kind::outbound_start_direct_push_preview, .weight = 0.3},
                   {.request = kind::outbound_stop_direct_push_preview, .weight = 0.1}};
  for (const auto wanted :
       {kind::interaction_accept, kind::interaction_reject, kind::outbound_call_preview_record,
        kind::outbound_reject_preview_record, kind::outbound_cancel_preview_record,
        kind::voice_hang_up, kind::interaction_markdone})
    page.requests.push_back(
      {.request = wanted, .arguments = 2, .interaction = plan::interaction_source::live});
  page.requests.push_back({.request = kind::outbound_set_call_result,
                           .arguments = 3,
                           .interaction = plan::interaction_source::live});
  for (std::uint32_t n = 0; n < 40; ++n) {
    const instant at{std::chrono::seconds{(seed * 37 + n * 101) % 800}};
    const auto what = n % 2 == 0 ? tabs::action_kind::close_tab : tabs::action_kind::open_tab;
    plan.script.push_back({at, what, n % 4 + 1, {}});
  }
  return plan;
}

TEST_CASE("records add up whoever leaves, and whenever a campaign stops", "[unit]") {
  const auto mode = GENERATE(from_range(all_modes()));
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    CAPTURE(static_cast<int>(mode), seed);
    auto seen = notes_of(restless_centre(seed, mode));
    const int called = seen.became[disposition::called];
    const int rejected = seen.became[disposition::rejected];
    const int canceled = seen.became[disposition::canceled];
    CHECK(std::min({left(seen), called, rejected, canceled}) >= 0);
    CHECK(left(seen) + called + rejected + canceled == 60);
    CHECK(called <= dialed(seen));
    CHECK(canceled >= seen.results[outbound::call_results::cancel_record]);
    const int open = dialed(seen) - results(seen); // calls that nobody has marked done
    CHECK(open >= 0);
    CHECK(open <= 60);
  }
}

} // namespace
} // namespace deskstorm::loadgen
