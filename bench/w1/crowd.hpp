#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <deskstorm/actors/entity.hpp>
#include <deskstorm/sim/world.hpp>

#include "w1/model.hpp"

namespace deskstorm::bench::w1 {

struct wake {
  static constexpr std::uint16_t kind = 1;
};

struct request {
  static constexpr std::uint16_t kind = 2;
  std::uint32_t place;
  std::uint32_t what;
};

struct reply {
  static constexpr std::uint16_t kind = 3;
  bool admitted;
};

class tab_actor final : public actors::entity<tab_actor, request> {
public:
  using entity::entity;

  void seat(std::uint32_t place, actors::receiver& who) { clients_[place] = &who; }

  void on(const request& r, const actors::context& about) {
    post(*clients_[r.place], about.now + hop, reply{tab_.serve(r.place, r.what, about.now)});
  }

private:
  std::array<actors::receiver*, clients_a_tab> clients_{};
  tab tab_;
};

class client_actor final : public actors::entity<client_actor, wake, reply> {
public:
  client_actor(caf::actor_config& config, actors::transport& carrier, std::uint32_t number,
               tab_actor& home)
    : entity(config, carrier), home_(&home), place_(number % clients_a_tab), client_(number) {
    home.seat(place_, *this);
    post(*this, instant{} + client_.think(), wake{});
  }

  void on(const wake&, const actors::context& about) {
    post(*home_, about.now + hop, request{place_, client_.ask(about.now)});
  }

  void on(const reply& r, const actors::context& about) {
    client_.answer(r.admitted, about.now);
    post(*this, about.now + client_.think(), wake{});
  }

  const client& state() const { return client_; }

private:
  tab_actor* home_;
  std::uint32_t place_;
  client client_;
};

/// The workload with every client and tab a CAF actor, in a simulated world.
class crowd {
public:
  explicit crowd(std::uint32_t clients, sim::path way = sim::path::in_place) : world_(way) {
    clients_.reserve(clients);
    tab_actor* home = nullptr;
    for (std::uint32_t i = 0; i < clients; ++i) {
      if (i % clients_a_tab == 0)
        home = &actors::spawn<tab_actor>(world_);
      clients_.push_back(&actors::spawn<client_actor>(world_, i, *home));
    }
  }

  void run_until(instant end) { world_.run_until(end); }
  std::uint64_t digest() const { return world_.digest(); }

  w1::outcome outcome() const {
    w1::outcome all{.events = world_.deliveries()};
    for (std::uint32_t i = 0; i < clients_.size(); ++i)
      all.add(clients_[i]->state(), i);
    return all;
  }

private:
  sim::world world_;
  std::vector<client_actor*> clients_;
};

} // namespace deskstorm::bench::w1
