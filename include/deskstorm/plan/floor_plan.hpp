#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/time.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/options/options.hpp>
#include <deskstorm/plan/campaign.hpp>
#include <deskstorm/plan/distribution.hpp>
#include <deskstorm/plan/persona.hpp>
#include <deskstorm/plan/population.hpp>
#include <deskstorm/plan/stages.hpp>
#include <deskstorm/policy/rate_limiter.hpp>
#include <deskstorm/protocol/requests.hpp>
#include <deskstorm/tabs/action.hpp>

namespace deskstorm::plan {

/// So many frames of one persona in each tab.
struct frames_of {
  std::uint32_t persona = 0; ///< index into floor_plan::personas
  std::uint32_t count = 1;
};

struct agents {
  std::uint32_t count = 0;
  std::uint32_t tabs = 1; ///< open at the start, an agent
  std::vector<frames_of> frames = {};
  duration login_ramp = {};               ///< each logs in at some time of it
  std::optional<distribution> shift = {}; ///< from log-in to log-off; nothing: to the end
  std::vector<rest> breaks = {};
  std::optional<plan::tab_churn> tab_churn = {};
  media_capacity capacity = one_of_each;
  std::optional<distribution> click_toasts_after = {}; ///< nothing: they let toasts be
};

/// One-way latencies of the links between actors.
struct network {
  distribution post_message = {};      ///< frame to tab and back
  distribution broadcast_channel = {}; ///< tab to tab of one agent
  distribution backend = {};           ///< tab to backend and back
};

/// A time for each kind of request.
struct service_times {
  distribution usual = {};
  std::map<request_kind, distribution> special = {};

  const distribution& of(request_kind kind) const {
    const auto found = special.find(kind);
    return found == special.end() ? usual : found->second;
  }
};

/// True for each request that changes something.
inline constexpr auto changing_requests = [] {
  std::array<bool, request_count> changes{};
  for (const auto& row : requests)
    changes[static_cast<std::size_t>(row.kind)] = row.changes;
  return changes;
}();

struct backend {
  std::uint32_t workers = 8;
  std::array<bool, request_count> serves = changing_requests; ///< what the tab must forward
  service_times service = {};
  std::optional<std::uint32_t> queue_capacity = {}; ///< jobs that may wait; nothing is no limit
};

/// A queue of callers that the agents serve.
struct inbound {
  desk::media media = desk::media::voice;
  std::string queue = {};
  arrivals calls = {};
  distribution handle_time = {};
  distribution wrap_up = {};
  std::optional<distribution> patience = {}; ///< nothing: callers wait for ever
  /// How long after the answer, or the acceptance, the contact is known; nothing: it never is.
  std::optional<distribution> contact_after = {};
  double transfer = 0;          ///< share that is transferred halfway, once
  std::string transfer_to = {}; ///< name of a queue of the same medium
  // of other media than voice
  std::optional<distribution> accept_after = {}; ///< by the agent; nothing: the leading tab does
  double refuse = 0;                             ///< share of invitations that the agent refuses
  std::optional<duration> reroute_after = {};    ///< nothing: an invitation stands for ever
  double workbin = 0;                            ///< share that is stored halfway, pulled later
  distribution workbin_time = {};
  double fails = 0; ///< share of joining, storing, pulling and transferring, which is tried again
  std::optional<distribution> message_every = {}; ///< of chats; nothing: one when it is joined
};

/// What agents begin themselves, because clients ask for it.
struct outgoing {
  distribution answer_after = distributions::constant{std::chrono::seconds{4}};
  distribution talk_time = distributions::exponential{std::chrono::seconds{30}};
  distribution compose_time = distributions::exponential{std::chrono::minutes{3}}; ///< of e-mails
  double standard_response = 0; ///< share of e-mails into which one is inserted halfway
  double discard = 0;           ///< share of e-mails that are not sent in the end
};

struct election {
  std::string algorithm = "oldest-tab";
  std::map<std::string, duration> times = {}; ///< parameters of the protocol, e.g. "heartbeat"
  std::map<std::string, std::int64_t> numbers = {}; ///< those that are no times; flags are 0 or 1
  bool release_at_unload = true;                    ///< a tab that closes tells the others
  bool resign_on_hide = false;                      ///< a tab that is hidden gives up leading
};

/// Which of an agent's tabs is meant: the leader, the last active one, or by number from 1.
struct tab_choice {
  enum class by : std::uint8_t { leader, last_active, number } rule = by::leader;
  std::uint32_t number = 0;
};

struct script_step {
  instant at;
  tabs::action_kind action = tabs::action_kind::open_tab;
  std::uint32_t agent = 1; ///< number from 1; 0 means every agent
  tab_choice tab = {};
  duration extent = {}; ///< of actions that have one
};

enum class link : std::uint8_t { post_message, broadcast_channel, backend };

/// `mishap` happens to tabs, the others to links.
enum class fault_kind : std::uint8_t { drop, delay, duplicate, backend_outage, mishap };

/// A rule of a link, see sim/fault.hpp, or what happens to the tabs of each agent now and then.
struct fault {
  fault_kind what = fault_kind::drop;
  link where = link::broadcast_channel;
  double probability = 0; ///< 0 to 1, of each message
  distribution by = {};   ///< for delay and duplicate: how much later
  instant from = instant{};
  instant until = never;
  // of mishaps
  tabs::action_kind action = tabs::action_kind::crash_tab;
  double per_second = 0; ///< of each agent
  tab_choice tab = {};
  distribution extent = {};
};

/// Everything that a run needs to know, checked and with all defaults filled in. The scenario file
/// is its text; numbers in it are in base units.
struct floor_plan {
  std::string name = "unnamed";
  std::uint64_t seed = 1;
  duration length = std::chrono::minutes{10};
  duration warmup = {};
  deskstorm::options options = {};
  limiter_rules limiter = {};
  plan::agents agents = {};
  std::vector<persona> personas = {};
  std::vector<stage> stages = {};
  plan::network network = {};
  service_times tab_service = {};
  plan::backend backend = {};
  std::vector<inbound> queues = {};
  plan::outgoing outgoing = {};
  plan::election election = {};
  std::vector<script_step> script = {};
  std::vector<fault> faults = {};
  std::vector<std::string> thresholds = {};
  std::vector<campaign> campaigns = {};
  json race = json::object(); ///< as the scenario has it, checked in shape alone
  std::vector<json> arguments =
    {}; ///< each distinct `parameters` array of the personas; index 0 is []
};

} // namespace deskstorm::plan
