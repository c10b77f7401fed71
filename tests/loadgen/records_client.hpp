#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/actors/campaign.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/contact_centre.hpp>
#include <deskstorm/outbound/record.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/sim/world.hpp>

#include "loadgen/small_centres.hpp"
#include "support/catch.hpp"
#include "support/records.hpp"

namespace deskstorm::loadgen {

inline constexpr std::string_view of_event = R"(["$event.interaction.interactionId"])";

using outbound::record_of;

/// A client that works on the records of a campaign for its agent: of one customer with the numbers
/// 1 and 2, and of another one with the number 3.
class records_client {
public:
  explicit records_client(outbound::campaign_mode mode, duration length = 10min)
    : plan(one_client(length)) {
    plan::campaign c{.name = "Offer",
                     .mode = mode,
                     .records = {record_of(1, 1), record_of(2, 1), record_of(3, 2)}};
    c.worked_by = plan::preview_worker::pages;
    c.ring_time = plan::distributions::constant{5s};
    c.talk_time = plan::distributions::constant{60s};
    c.answer_probability = 1;
    plan.campaigns = {c};
    plan.personas[0].requests.clear();
    plan.personas[0].subscribe = {event_channel::interaction, event_channel::outbound};
  }

  plan::request_choice choice(request_kind request, std::string_view parameters,
                              plan::interaction_source from) {
    plan.arguments.push_back(json::parse(parameters));
    return {request, static_cast<std::uint32_t>(plan.arguments.size() - 1), from};
  }

  records_client& asks(request_kind request, std::string_view parameters = "[]") {
    plan.personas[0].requests = {choice(request, parameters, plan::interaction_source::none)};
    plan.personas[0].load = at_once(1);
    return *this;
  }

  records_client& on(event_type type, request_kind request,
                     std::string_view parameters = of_event) {
    const auto from = parameters.find("$event") == std::string_view::npos
                        ? plan::interaction_source::none
                        : plan::interaction_source::event;
    plan.personas[0].reactions.push_back(
      {row_of(type).channel, type, {choice(request, parameters, from)}});
    return *this;
  }

  notebook run() const { return notes_of(plan); }

  /// The records as the campaign keeps them in the end.
  std::vector<outbound::record> records_after() const {
    sim::world world;
    const actors::campaign* campaign = nullptr;
    world.on_delivery([&](const actors::envelope& e) {
      if (e.kind() == actors::messages::campaign_step::kind)
        campaign = static_cast<const actors::campaign*>(e.to);
    });
    notebook seen;
    detail::simulate_in(world, {plan}, seen, {});
    REQUIRE(campaign != nullptr);
    const auto all = campaign->book().records();
    return {all.begin(), all.end()};
  }

  plan::floor_plan plan;
};

} // namespace deskstorm::loadgen
