#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <deskstorm/actors/link.hpp>
#include <deskstorm/actors/live/live_floor.hpp>
#include <deskstorm/actors/live/papers.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/observer.hpp>
#include <deskstorm/actors/stream.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/event_data.hpp>
#include <deskstorm/desk/events_json.hpp>
#include <deskstorm/desk/gate.hpp>
#include <deskstorm/desk/interaction_json.hpp>
#include <deskstorm/desk/media_state.hpp>
#include <deskstorm/plan/expansion.hpp>
#include <deskstorm/plan/floor_plan.hpp>
#include <deskstorm/protocol/events.hpp>
#include <deskstorm/protocol/requests.hpp>
#include <deskstorm/tabs/elections.hpp>

namespace deskstorm::actors {

/// Kinds of entities as streams are keyed by them.
enum class stream_owner : std::uint8_t {
  frame = 1,
  tab,
  agent,
  call,
  dialed_call,
  queue,
  work_item,
  written_email,
  passed_call,
  campaign_call = 40,
};

/// What all actors of a run share: constant but for the counters.
struct run_context {
  const plan::floor_plan& plan;
  observer& seen;
  stream::key key;
  limiter_plan limits;
  tabs::election_rules election;
  link_type post_message = {};
  link_type broadcast_channel = {};
  link_type backend_link = {};
  std::vector<std::optional<request_set>> rights = {}; ///< of each persona's page
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<const plan::trace_row*>> recorded =
    {};
  std::vector<plan::filling> fillings = fillings_of(plan); ///< of floor_plan::arguments
  std::bitset<event_count> wanted = wanted_events();       ///< whose data clients use
  papers documents = {};                                   ///< of simulations
  live_floor* live = nullptr;                              ///< null in simulations
  std::atomic<std::uint32_t> interactions = 0;
  std::atomic<std::uint32_t> tabs = 0;   ///< that were ever opened
  std::atomic<std::uint32_t> frames = 0; ///< likewise

  static std::vector<plan::filling> fillings_of(const plan::floor_plan& plan) {
    std::vector<plan::filling> all;
    for (const auto& parameters : plan.arguments)
      all.push_back(plan::filling_of(parameters));
    return all;
  }

  /// Returns the events from whose data clients take values for their requests.
  std::bitset<event_count> wanted_events() const {
    std::bitset<event_count> all;
    for (const auto& persona : plan.personas)
      for (const auto& reaction : persona.reactions)
        if (std::ranges::any_of(reaction.requests,
                                [&](const auto& r) { return takes_of_event(r); }))
          for (const auto& row : events)
            if (row.channel == reaction.channel && (!reaction.type || *reaction.type == row.type))
              all.set(static_cast<std::size_t>(row.type));
    return all;
  }

  /// Says whether a request needs values of the event, beside what messages say of the event.
  bool takes_of_event(const plan::request_choice& request) const {
    const auto filling = fillings[request.arguments];
    return filling == plan::filling::of_event
           || (filling == plan::filling::id && !names_interaction(request.request)
               && plan.arguments[request.arguments][0] == plan::event_interaction);
  }

  /// Says whether whoever carries out a request must see what a tab has filled into it.
  bool is_filled_in(const messages::ask& request) const {
    if (is_document(request.arguments))
      return true;
    const auto filling = fillings[request.arguments];
    return filling > plan::filling::id
           || (filling == plan::filling::id && !names_interaction(request.request));
  }

  /// Says whether a tab has something to fill in.
  bool has_placeholders(const messages::ask& request, const json& parameters) const {
    return is_document(request.arguments) ? plan::has_placeholders(parameters)
                                          : fillings[request.arguments] != plan::filling::nothing;
  }

  /// Whether a person sits there, who does nothing by itself.
  bool is_person(entity_number agent) const { return live != nullptr && live->is_seat(agent); }

  static bool is_document(std::uint32_t which) { return (which & messages::document_bit) != 0; }

  desk::media medium_of(std::uint32_t queue) const { return plan.queues[queue].media; }

  /// Whether there is a queue of that medium.
  bool serves(desk::media medium) const {
    return std::ranges::find(plan.queues, medium, &plan::inbound::media) != plan.queues.end();
  }

  // -- documents

  messages::document_id file_request(json parameters) {
    paper what{.content = std::move(parameters)};
    return live == nullptr ? documents.file_request(std::move(what)) : live->file(std::move(what));
  }
  messages::document_id file_event(paper what) {
    return live == nullptr ? documents.file_event(std::move(what))
                           : live->file_event(std::move(what));
  }

  /// Returns a document; null where it is forgotten.
  std::shared_ptr<const json> read(messages::document_id id) const {
    const auto found = live == nullptr ? documents.read(id) : live->read(id);
    return found ? std::shared_ptr<const json>{found, &found->content} : nullptr;
  }

  /// Returns the `data` of an event as a frame is told of it; null where it is forgotten.
  std::shared_ptr<const json> data_of(const messages::notify& event) const {
    if (event.type == event_type::frame_state)
      return std::make_shared<json>(desk::frame_state_data(event.state));
    if (event.type == event_type::realtime_connection)
      return std::make_shared<json>(desk::connection_data(event.connection));
    return read(event.document);
  }

  /// Returns parameters of the plan, or those of a document; null where it is forgotten. Who has
  /// them keeps them.
  std::shared_ptr<const json> arguments(std::uint32_t which) const {
    if (is_document(which))
      return read(which);
    return {std::shared_ptr<void>{}, &plan.arguments[which]}; // owns nothing, and costs nothing
  }
  std::shared_ptr<const json> parameters_of(const messages::ask& request) const {
    return arguments(request.arguments);
  }

  /// Returns the options of the plan, or what a live run has changed them to.
  std::shared_ptr<const options> options_in_force() const {
    if (live == nullptr)
      return {std::shared_ptr<void>{}, &plan.options};
    auto rules = live->rules();
    return {rules, &rules->given};
  }

  /// From 1970 in UTC to the start of the run.
  std::chrono::milliseconds epoch() const {
    return std::chrono::milliseconds{live == nullptr ? desk::interaction_view{}.epoch_ms
                                                     : live->setup().epoch_ms};
  }

  /// Notes what a request of a live page answers, or why it fails.
  void note(const messages::ask& request, desk::answer how) const {
    if (live != nullptr && is_document(request.arguments))
      live->answer(request.arguments, std::move(how));
  }

  /// Notes why a request fails, if it does. Returns whether it succeeds.
  template <class Value>
  bool succeeds(const messages::ask& request, const result<Value>& how) const {
    if (!how)
      note(request, how.why());
    return static_cast<bool>(how);
  }
  bool succeeds(const messages::ask& request, const failure& why) const {
    note(request, why);
    return false;
  }

  /// Says whether somebody uses the data of such events.
  bool tells(event_type type) const {
    return live != nullptr || wanted[static_cast<std::size_t>(type)];
  }

  /// Says whether somebody uses the data of any event.
  bool tells_any() const { return live != nullptr || wanted.any(); }

  /// Returns the document of an event about an interaction of that agent; none where nobody uses
  /// it.
  messages::document_id document_of(entity_number agent, event_type type,
                                    const desk::interaction& about) {
    if (live != nullptr)
      return live->tell(agent, type, about);
    return document_of(type, [&] {
      return desk::event_data(type,
                              {.about = &about, .view = {.read = plan.options.user_data.read}});
    });
  }

  /// Returns the document that `make` makes of such an event; none where nobody uses it.
  template <class Make>
  messages::document_id document_of(event_type type, Make&& make) {
    return tells(type) ? file_event({.content = make()}) : 0;
  }

  /// Returns the number of a new interaction.
  interaction_id next_interaction() { return interaction_id{++interactions}; }

  /// Returns the recorded requests of a frame, which are those of its agent's first tab; null for
  /// none.
  const std::vector<const plan::trace_row*>* recorded_for(agent_id agent, tab_id tab,
                                                          std::uint32_t frame) const {
    const auto found = recorded.find({agent.value, frame});
    return tab.value != 1 || found == recorded.end() ? nullptr : &found->second;
  }
};

/// A limiter that all tabs of an agent count in. Tabs may run on several threads on the wall clock.
class shared_limiter {
public:
  shared_limiter(const limiter_plan& plan, instant service_start) : limiter_(plan, service_start) {}

  admission admit(counted_kind kind, instant now) {
    const std::lock_guard alone{mutex_};
    return limiter_.admit(kind, now);
  }

private:
  std::mutex mutex_;
  rate_limiter limiter_;
};

/// The streams of one entity for some purposes, 4 bytes each.
template <purpose... Purposes>
class streams_of {
public:
  explicit streams_of(std::uint64_t entity) : entity_(entity) {}

  /// One of the streams; what is drawn from it is noted in the entity when this ends.
  class source : public stream {
  public:
    source(stream at, std::uint32_t& drawn) : stream(at), noted_(&drawn) {}
    source(const source&) = delete;
    source& operator=(const source&) = delete;
    ~source() { *noted_ = drawn(); }

  private:
    std::uint32_t* noted_;
  };

  template <purpose What>
  source draw(const stream::key& key) {
    constexpr std::size_t at = index_of(What);
    return {stream{key, entity_, What, drawn_[at]}, drawn_[at]};
  }

private:
  static constexpr std::size_t index_of(purpose what) {
    constexpr std::array all{Purposes...};
    std::size_t i = 0;
    while (all[i] != what)
      ++i;
    return i;
  }

  std::uint64_t entity_;
  std::array<std::uint32_t, sizeof...(Purposes)> drawn_{};
};

/// Sends over a link as it behaves: latency, order, faults. `send` posts to arrive at the time it
/// is given. Returns false where a fault swallowed the message.
template <purpose Latency, class Streams, class Send>
bool transmit(const run_context& run, const link_type& link, link_end& end, Streams& streams,
              const facts& about, instant now, Send&& send) {
  verdict fate;
  if (link.rules != nullptr) {
    auto chance = streams.template draw<purpose::fault>(run.key);
    fate = link.rules->judge(about, now, chance);
  }
  if (fate.dropped)
    return false;
  auto draw = streams.template draw<Latency>(run.key);
  const instant first = end.arrival(now, link.latency, fate.later, draw);
  send(first);
  if (fate.doubled)
    send(first + fate.second);
  return true;
}

} // namespace deskstorm::actors
