#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <deskstorm/options/parse.hpp>
#include <deskstorm/plan/floor_plan.hpp>

namespace deskstorm::loadgen::live {

namespace detail {

inline plan::inbound quiet_queue(desk::media media, std::string name) {
  return {.media = media,
          .queue = std::move(name),
          .handle_time = plan::distributions::constant{std::chrono::hours{1}}};
}

} // namespace detail

/// The contact centre that `serve` opens where no scenario is given: nothing happens by itself, any
/// page may do anything, and there is one queue of each medium and one campaign.
inline plan::floor_plan usual_plan() {
  plan::floor_plan made;
  made.name = "serve";
  made.options = *parse_options("service-client-api.accepted-web-content-origins=*");
  made.queues = {detail::quiet_queue(desk::media::voice, "calls"),
                 detail::quiet_queue(desk::media::chat, "chats"),
                 detail::quiet_queue(desk::media::email, "emails"),
                 detail::quiet_queue(desk::media::workitem, "workitems")};
  plan::campaign offer{.name = "Offer of the Month",
                       .worked_by = plan::preview_worker::pages,
                       .answer_probability = 0.8};
  constexpr std::uint32_t customers = 500;
  for (std::uint32_t n = 1; n <= customers; ++n) {
    outbound::record one;
    one.handle = outbound::record_handle{n};
    one.chain = outbound::chain_id{n};
    one.phone = std::to_string(5000 + n);
    offer.records.push_back(std::move(one));
  }
  made.campaigns.push_back(std::move(offer));
  made.arguments.push_back(json::array());
  return made;
}

} // namespace deskstorm::loadgen::live
