#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deskstorm/actors/frame.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/contact_centre.hpp>
#include <deskstorm/loadgen/live/load/load_connection.hpp>
#include <deskstorm/loadgen/live/load/load_target.hpp>
#include <deskstorm/loadgen/live/load/remote_tab.hpp>
#include <deskstorm/loadgen/simulate.hpp>
#include <deskstorm/sim/real_world.hpp>

namespace deskstorm::loadgen::live {

/// The frames of a plan as clients of a server: each tab of each agent is one connection.
class load_run {
public:
  /// How many connections are opened in a second.
  static constexpr std::uint32_t opened_per_second = 500;

  load_run(const plan::floor_plan& plan, load_target target, actors::observer& seen)
    : plan_(&plan),
      target_(std::move(target)),
      faults_(plan),
      run_(loadgen::detail::context_of(plan, faults_, seen, 0)) {}
  load_run(const load_run&) = delete;
  load_run& operator=(const load_run&) = delete;
  ~load_run() { close(); }

  /// Loads the server until the end of the plan, or until the caller has enough.
  run_facts run(const run_hooks& hooks) {
    for (std::uint32_t agent = 1; agent <= plan_->agents.count; ++agent)
      for (std::uint32_t tab = 1; tab <= plan_->agents.tabs; ++tab)
        make_tab(agent_id{agent}, tab_id{tab});
    open_next();
    network_thread_ = std::thread{[this] { network_.run(); }};
    const bool finished = loadgen::detail::run_to_end(world_, *plan_, hooks);
    close();
    return {
      .messages = world_.deliveries(),
      .simulated = world_.now() - instant{},
      .entities = {.agents = plan_->agents.count, .tabs = tabs_.size(), .frames = run_.frames},
      .interrupted = !finished};
  }

  const connection_counts& connections() const { return counts_; }

private:
  struct client {
    agent_id agent;
    remote_tab* tab;
    std::shared_ptr<load_connection> to;
  };

  void make_tab(agent_id agent, tab_id tab) {
    auto& page = actors::spawn<remote_tab>(world_, run_);
    std::uint32_t frames = 0;
    for (const auto& group : plan_->agents.frames)
      for (std::uint32_t n = 0; n < group.count; ++n)
        page.embed(actors::spawn<actors::frame>(
                     world_, run_, actors::frame_setup{group.persona, frames++, &page, agent, tab}),
                   group.persona);
    run_.frames += frames;
    auto connection = std::make_shared<load_connection>(
      network_, counts_,
      load_connection::hooks{[this, &page] { greet(page); },
                             [this, &page](std::string_view text) { hear(page, text); }});
    page.connect(connection);
    tabs_.push_back({agent, &page, std::move(connection)});
  }

  /// Opens a few connections, and the others later.
  void open_next() {
    constexpr std::uint32_t rounds_per_second = 20;
    for (std::uint32_t n = 0; n < opened_per_second / rounds_per_second; ++n) {
      if (opened_ == tabs_.size())
        return;
      auto& next = tabs_[opened_++];
      next.to->open(target_.server, target_.host, load_target::path(next.agent.value));
    }
    timer_.expires_after(std::chrono::milliseconds{1000 / rounds_per_second});
    timer_.async_wait([this](auto stopped) {
      if (!stopped)
        open_next();
    });
  }

  void greet(remote_tab& page) {
    for (auto& text : page.greeting())
      page.say(std::move(text));
    actors::send_from_outside(world_, page, world_.now(), actors::messages::open_page{});
  }

  void hear(remote_tab& page, std::string_view text) {
    auto read = read_server_text(text);
    auto* to = read ? page.frame(read->frame) : nullptr;
    if (to == nullptr)
      return;
    if (auto* event = std::get_if<actors::messages::notify>(&read->what))
      event->document = run_.document_of(event->type, [&] { return std::move(read->data); });
    std::visit(
      [&](const auto& what) { actors::send_from_outside(world_, *to, world_.now(), what); },
      read->what);
  }

  void close() {
    if (!network_thread_.joinable())
      return;
    boost::asio::post(network_, [this] {
      timer_.cancel();
      for (const auto& one : tabs_)
        one.to->end();
      network_.stop(); // what is under way has nobody to tell
    });
    network_thread_.join();
  }

  const plan::floor_plan* plan_;
  load_target target_;
  loadgen::detail::faults_of faults_;
  actors::run_context run_;
  connection_counts counts_;
  boost::asio::io_context network_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> stay_ =
    boost::asio::make_work_guard(network_);
  boost::asio::steady_timer timer_{network_};
  std::vector<client> tabs_;
  std::size_t opened_ = 0;
  std::thread network_thread_;
  sim::real_world world_; // ends first: its threads use what stands before
};

} // namespace deskstorm::loadgen::live
