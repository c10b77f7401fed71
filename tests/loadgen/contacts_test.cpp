#include <deskstorm/desk/identity.hpp>
#include <deskstorm/plan/floor_plan.hpp>

#include "loadgen/small_centres.hpp"
#include "support/catch.hpp"

// The contact of a caller becomes known during the call.
namespace deskstorm::loadgen {
namespace {

using namespace std::chrono_literals;
using actors::request_end;
using plan::distributions::constant;

/// A call comes in after 10 s and lasts a minute; its contact is known 5 s after the answer.
plan::floor_plan with_caller(std::uint32_t tabs) {
  auto plan = one_client(2min);
  let_call_in(plan, 10s, 60s);
  plan.queues[0].contact_after = constant{5s};
  plan.agents.tabs = tabs;
  plan.personas[0].subscribe = {event_channel::interaction};
  return plan;
}

TEST_CASE("a contact that becomes known changes the case, which the leading tab writes down",
          "[event:interaction/CONTACT_CHANGED][event:interaction/CASE_ID_CHANGED]"
          "[event:interaction/CASE_OR_BUNDLE_ID_CHANGED]") {
  const auto tabs = GENERATE(1u, 3u);
  auto seen = notes_of(with_caller(tabs));
  const auto each = static_cast<int>(tabs);
  CHECK(seen.events[event_type::contact_changed] == each);
  CHECK(seen.events[event_type::case_id_changed] == each);
  CHECK(seen.events[event_type::case_or_bundle_id_changed] == each);
  CHECK(seen.events[event_type::attached_data_changed] == each);
}

TEST_CASE("a case that changes while nobody leads is written by the next leader", "[unit]") {
  auto plan = with_caller(2);
  plan.script = {{instant{14'999ms}, tabs::action_kind::close_tab, 1, {}}};
  auto seen = notes_of(plan);
  CHECK(seen.events[event_type::case_id_changed] == 1);
  CHECK(seen.events[event_type::attached_data_changed] == 1);
}

TEST_CASE("a contact that becomes known after the call changes nothing", "[unit]") {
  auto plan = with_caller(1);
  plan.queues[0].contact_after = constant{60s + 1ns};
  auto seen = notes_of(plan);
  CHECK(seen.events[event_type::released] == 1);
  CHECK(seen.events[event_type::case_id_changed] == 0);
}

TEST_CASE("the contact of a chat or an e-mail becomes known like that of a call", "[unit]") {
  const auto [medium, after, known] = GENERATE(table<desk::media, duration, int>({
    {desk::media::chat, 5s, 1},
    {desk::media::email, 5s, 1},
    {desk::media::workitem, 5s, 1},
    {desk::media::chat, 60s + 1ns, 0},
  }));
  auto plan = with_caller(1);
  plan.queues[0].media = medium;
  plan.queues[0].contact_after = constant{after};
  auto seen = notes_of(plan);
  CHECK(seen.events[event_type::contact_changed] == known);
  CHECK(seen.events[event_type::case_id_changed] == known);
  CHECK(seen.events[event_type::case_or_bundle_id_changed] == known);
  CHECK(seen.events[event_type::attached_data_changed] == known);
}

TEST_CASE("the contact of an item that has left the list meanwhile is not known", "[unit]") {
  auto plan = with_caller(1);
  plan.queues[0].media = desk::media::email;
  plan.queues[0].contact_after = constant{40s};
  plan.queues[0].workbin = 1; // after 30 s, and then 30 s are left
  plan.queues[0].workbin_time = constant{20s};
  auto seen = notes_of(plan);
  CHECK(seen.events[event_type::pulled] == 1);
  CHECK(seen.events[event_type::contact_changed] == 0);
}

TEST_CASE("the case of the contact can be selected, the one before not any more", "[unit]") {
  auto plan = with_caller(1);
  plan.arguments.push_back(json::parse(R"(["$event.interaction.caseId"])"));
  plan.arguments.push_back(json::array({desk::case_text({1})}));
  const auto [arguments, how] =
    GENERATE(table<std::uint32_t, request_end>({{1u, request_end::ok}, {2u, request_end::failed}}));
  plan.personas[0].reactions = {{event_channel::interaction,
                                 event_type::case_or_bundle_id_changed,
                                 {{.request = request_kind::interaction_select_case_by_case_id,
                                   .arguments = arguments,
                                   .interaction = plan::interaction_source::event}}}};
  CHECK(notes_of(plan).count(how) == 1);
}

} // namespace
} // namespace deskstorm::loadgen
