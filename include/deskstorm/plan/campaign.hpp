#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>

#include <deskstorm/base/time.hpp>
#include <deskstorm/outbound/calling_list.hpp>
#include <deskstorm/outbound/campaign_life.hpp>
#include <deskstorm/outbound/pacing.hpp>
#include <deskstorm/outbound/record_book.hpp>
#include <deskstorm/plan/distribution.hpp>

namespace deskstorm::plan {

/// Who decides what becomes of a preview: the agent as a person, or the client pages.
enum class preview_worker : std::uint8_t { agent, pages };

/// An outbound campaign.
struct campaign {
  std::string name = {};
  outbound::campaign_mode mode = outbound::campaign_mode::pull_preview;
  outbound::calling_list records = {};
  instant load = {};
  instant start = {};
  instant stop = never;
  instant unload = never;

  std::uint32_t first_agent = 1; ///< of those that it is for
  std::uint32_t last_agent = std::numeric_limits<std::uint32_t>::max();
  preview_worker worked_by = preview_worker::agent;

  outbound::attempt_rules attempts = {};
  distribution accept_time = distributions::constant{std::chrono::seconds{2}};
  distribution preview_time = distributions::exponential{std::chrono::seconds{20}};
  double reject_probability = 0; ///< of a preview
  double cancel_probability = 0; ///< of a preview

  distribution ring_time = distributions::constant{std::chrono::seconds{15}};
  double answer_probability = 0.3;
  double busy_probability = 0;    ///< of a call; what is left is no answer
  double machine_probability = 0; ///< of a call
  distribution talk_time = distributions::exponential{std::chrono::minutes{2}};
  distribution wrap_up = distributions::constant{std::chrono::seconds{10}};
  double do_not_call_probability = 0; ///< of a call that is answered

  double abandoned_target = 0.03;                   ///< share of answered calls
  duration abandon_after = std::chrono::seconds{2}; ///< how long who answers waits for an agent
  double most_lines_an_agent = 4;

  /// Says whether an agent is one of the campaign.
  bool is_for(std::uint32_t agent) const { return first_agent <= agent && agent <= last_agent; }
};

/// Returns what a predictive campaign paces itself by.
inline outbound::pacing::rules pacing_rules(const campaign& c) {
  return {c.answer_probability, c.abandoned_target, mean(c.ring_time),
          mean(c.talk_time) + mean(c.wrap_up), c.most_lines_an_agent};
}

} // namespace deskstorm::plan
