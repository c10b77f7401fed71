#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <deskstorm/actors/entity.hpp>
#include <deskstorm/actors/frame.hpp>
#include <deskstorm/actors/messages.hpp>
#include <deskstorm/actors/run_context.hpp>
#include <deskstorm/desk/identity.hpp>
#include <deskstorm/loadgen/live/load/page_text.hpp>
#include <deskstorm/plan/expansion.hpp>

namespace deskstorm::loadgen::live {

/// Where texts for a server go. Called on any thread.
class wire {
public:
  virtual ~wire() = default;
  virtual void send(std::string text) = 0;
};

/// The tab of simulated frames that is a real tab elsewhere: what they say goes over the wire.
class remote_tab : public actors::entity<remote_tab, actors::messages::ask,
                                         actors::messages::subscribe, actors::messages::open_page> {
public:
  remote_tab(caf::actor_config& config, actors::transport& carrier, actors::run_context& run)
    : entity(config, carrier), run_(&run) {}

  /// Puts a frame of that persona into the tab, before it opens.
  void embed(actors::receiver& frame, std::uint32_t persona) {
    frames_.push_back({&frame, &run_->plan.personas[persona]});
  }

  /// Sends a text as it is.
  void say(std::string text) { wire_->send(std::move(text)); }

  /// What the server is to be told first.
  std::vector<std::string> greeting() const {
    std::vector<std::string> all;
    for (std::size_t slot = 0; slot < frames_.size(); ++slot)
      all.push_back(embed_text(static_cast<std::uint8_t>(slot), frames_[slot].persona->origin));
    return all;
  }

  /// Returns the frame of that number, or nullptr.
  actors::receiver* frame(std::uint8_t slot) const {
    return slot < frames_.size() ? frames_[slot].to : nullptr;
  }

  /// Where it talks to from now on; to be called before it opens.
  void connect(std::shared_ptr<wire> to) { wire_ = std::move(to); }

  void on(const actors::messages::open_page&, const actors::context& about) {
    for (const auto& frame : frames_)
      post(*frame.to, about.now, actors::messages::load_page{});
  }

  void on(const actors::messages::ask& what, const actors::context&) {
    const auto written = run_->parameters_of(what);
    if (!written)
      return;
    wire_->send(
      ask_text(what, *written, known_to(what, *written), frames_[what.frame].persona->origin));
  }

  void on(const actors::messages::subscribe& what, const actors::context&) {
    wire_->send(subscribe_text(what, *frames_[what.frame].persona));
  }

private:
  struct embedded {
    actors::receiver* to;
    const plan::persona* persona;
  };

  /// What a simulated tab would know, too; $uuid is another one in a run with another seed.
  plan::placeholder_values known_to(const actors::messages::ask& what, const json& parameters) {
    if (!run_->has_placeholders(what, parameters))
      return {};
    const auto counter = ++filled_in_;
    return {.uuid = desk::uuid_text(actors::stream_of(run_->key.seed, number(), counter)),
            .counter = counter};
  }

  actors::run_context* run_;
  std::vector<embedded> frames_ = {};
  std::uint64_t filled_in_ = 0;
  std::shared_ptr<wire> wire_ = nullptr;
};

} // namespace deskstorm::loadgen::live
