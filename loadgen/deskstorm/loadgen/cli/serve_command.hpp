#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>

#include <deskstorm/loadgen/cli/run_command.hpp>
#include <deskstorm/loadgen/live/client_pages.hpp>
#include <deskstorm/loadgen/live/live_counts.hpp>
#include <deskstorm/loadgen/live/local_name.hpp>
#include <deskstorm/loadgen/live/metrics_publisher.hpp>
#include <deskstorm/loadgen/live/open_files.hpp>
#include <deskstorm/loadgen/live/server.hpp>
#include <deskstorm/loadgen/live/service.hpp>
#include <deskstorm/loadgen/live/usual_plan.hpp>
#include <deskstorm/loadgen/scenario/quantities.hpp>
#include <deskstorm/loadgen/statistics/fan_out.hpp>

namespace deskstorm::loadgen::cli {

inline constexpr const char* usual_address = "127.0.0.1:8090";
inline constexpr const char* usual_seats = "100";

/// The options of `serve` as they were typed.
struct serve_texts {
  run_texts run = {};
  std::string listen = usual_address;
  std::vector<std::string> clients = {};
  std::vector<std::string> names = {};
  std::string seats = usual_seats;
  std::optional<std::string> token = {};
  bool auto_answer = false;
};

namespace detail {

struct listen_address {
  std::string host;
  std::uint16_t port;
};

/// Reads ADDR:PORT. Errors: what was expected.
inline result<listen_address> read_listen(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0)
    return failure{"--listen: expected ADDR:PORT such as 127.0.0.1:8090, found '" + text + "'"};
  const auto port = whole_number<std::uint16_t>("--listen", text.substr(colon + 1), 0, 65535);
  if (!port)
    return port.why();
  auto host = live::numeric_if_local(text.substr(0, colon));
  if (host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  return listen_address{std::move(host), *port};
}

/// Returns 128 random bits in hexadecimal digits. Errors: the system gives none.
inline result<std::string> random_token(const std::string& source = "/dev/urandom") {
  std::array<char, 16> bits{};
  std::ifstream in{source, std::ios::binary};
  if (!in.read(bits.data(), bits.size()))
    return failure{"cannot read " + source
                   + " for a token of the control API: give one with "
                     "--token"};
  std::string made;
  for (const char byte : bits)
    made += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return made;
}

/// Returns the contact centre that opens where no scenario is given. Errors: what was typed cannot
/// be said of it.
inline scenario_reading read_usual(const overrides& wanted) {
  if (!wanted.set.empty())
    return {{}, {{"--set", "", "there is no scenario whose values could be changed"}}};
  auto plan = live::usual_plan();
  plan.seed = wanted.seed.value_or(plan.seed);
  if (wanted.duration) {
    const auto length = parse_duration(*wanted.duration);
    if (!length || *length <= duration::zero())
      return {
        {},
        {{"--duration", "", "expected a time such as \"10m\", found '" + *wanted.duration + "'"}}};
    plan.length = *length;
  }
  return {.plan = std::move(plan)};
}

/// One call of `deskstorm serve`, once its arguments are understood and its scenario is read.
class serve_call {
public:
  serve_call(const surroundings& at, const serve_texts& typed, live::centre_opener open)
    : at_(&at), typed_(&typed), open_(std::move(open)) {}

  int execute() {
    const auto address = read_listen(typed_->listen);
    if (!address)
      return refuse(*at_, address.why().text);
    const auto seats = whole_number<std::uint32_t>("--seats", typed_->seats, 1, 100'000);
    if (!seats)
      return refuse(*at_, seats.why().text);
    const auto token = typed_->token ? result<std::string>{*typed_->token} : random_token();
    if (!token)
      return refuse(*at_, token.why().text);
    if (token->empty())
      return refuse(*at_, "--token: expected a text, found ''; without it one is made");
    const auto wanted = understand(typed_->run);
    if (!wanted)
      return refuse(*at_, wanted.why().text);
    if (const auto wrong = check_report())
      return refuse(*at_, wrong->text);
    auto read = typed_->run.scenario.empty() ? read_usual(wanted->changes)
                                             : at_->read(typed_->run.scenario, wanted->changes);
    if (!read.plan)
      return refuse_all(*at_, read.problems);
    if (const auto why = why_not_run(*read.plan, typed_->run.scenario))
      return refuse_all(*at_, {*why});
    return serve({*address, *seats, *token}, *wanted, prepared(*std::move(read.plan)));
  }

private:
  struct place {
    listen_address address;
    std::uint32_t seats;
    std::string token;
  };

  /// Charts need a time that they reach to.
  std::optional<failure> check_report() const {
    if (typed_->run.outputs.html.empty())
      return std::nullopt;
    if (at_->chart_library.empty())
      return failure{std::string{no_chart_library}};
    if (!typed_->run.duration)
      return failure{"--html: expected with --duration"};
    return std::nullopt;
  }

  /// Pages of real browsers count as a persona; without --duration there is no end.
  plan::floor_plan prepared(plan::floor_plan plan) const {
    plan.personas.push_back({.name = "browser", .origin = {}});
    if (!typed_->run.duration)
      plan.length = std::chrono::hours{24 * 365};
    return plan;
  }

  /// The command that the report shows; its token stays a secret.
  std::string again() const {
    return line_of("serve", typed_->run, "1", "real")
      .option("--listen", typed_->listen, usual_address)
      .options("--client", typed_->clients)
      .option("--seats", typed_->seats, usual_seats)
      .flag("--auto-answer", typed_->auto_answer)
      .options("--host", typed_->names)
      .text();
  }

  int serve(const place& where, const run_options& wanted, const plan::floor_plan& plan) {
    const auto& [address, seats, token] = where;
    const auto host =
      address.host.find(':') == std::string::npos ? address.host : "[" + address.host + "]";
    auto clients = live::client_pages(typed_->clients, plan.options, at_->err);
    live::server_limits limits;
    limits.connections = std::min(limits.connections, live::allow_connections());
    live::live_counts counts;
    live::server served{limits};
    if (const auto wrong = served.listen(address.host, address.port))
      return refuse(*at_, wrong->text);
    const auto port = std::to_string(served.port());
    if (clients.empty())
      clients.push_back({"sample", "http://localhost:" + port + "/sample.html", false});
    served.show(
      {{host + ":" + port, "localhost:" + port, typed_->names, token}, std::move(clients)});
    served.start();
    served.count(counts);
    live::published_metrics elsewhere;
    if (!typed_->run.metrics.empty()) {
      auto published = at_->publish_metrics(typed_->run.metrics, [&] { return counts.text(); });
      if (!published)
        return refuse(*at_, "--metrics: " + published.why().text);
      elsewhere = *std::move(published);
      at_->err << "metrics at " << elsewhere.url << '\n';
    }
    at_->err << "deskstorm serves http://" << host << ':' << port << "/  (control token: " << token
             << ", end with Ctrl-C)\n";

    surroundings around = *at_;
    around.err_terminal = false; // there is no end to show progress towards
    around.simulate = [&](const run_order& order, actors::observer& seen, const run_hooks& hooks) {
      fan_out all{{&seen, &counts}};
      live::centre_order wanted_centre{order.plan, where.seats, typed_->auto_answer};
      wanted_centre.news = [&](const json& news) { served.publish(news); };
      return live::service{served, open_, std::move(wanted_centre)}.run(all, hooks);
    };
    return run_call{around, typed_->run, wanted, plan, again()}.execute();
  }

  const surroundings* at_;
  const serve_texts* typed_;
  live::centre_opener open_;
};

inline void add_serve_options(CLI::App& app, serve_texts& to) {
  app.add_option("SCENARIO", to.run.scenario,
                 "The scenario file (JSON) [one queue of each medium and a campaign]");
  app.add_option("--listen", to.listen, "Where to listen; port 0 is any that is free")
    ->type_name("ADDR:PORT")
    ->capture_default_str();
  app
    .add_option(
      "--client", to.clients,
      "A client page to show in the desktop, in the place that the options workspace.web-content "
      "and interaction.web-content give its label; may be given again [those of the options' "
      "sections, or a sample]")
    ->type_name("[LABEL=]URL")
    ->allow_extra_args(false);
  app.add_option("--seats", to.seats, "How many people may come beside the scenario's agents")
    ->type_name("N")
    ->capture_default_str();
  app.add_flag("--auto-answer", to.auto_answer, "The leading tab answers calls of people");
  app.add_option("--token", to.token, "The token of the control API [random]")->type_name("TEXT");
  app
    .add_option("--host", to.names,
                "Another HOST:PORT under which browsers may reach the desktop; may be given again")
    ->type_name("HOST:PORT")
    ->allow_extra_args(false);
  app.add_option("--seed", to.run.seed, "Use this seed instead of the scenario's (64 bits)")
    ->type_name("N");
  app
    .add_option("--set", to.run.set,
                "Change one value of the scenario, by JSON pointer; may be given again")
    ->type_name("POINTER=JSON")
    ->allow_extra_args(false);
  app.add_option("--duration", to.run.duration, "Serve so long: 90s, 10m, 8h [until Ctrl-C]")
    ->type_name("D");
  app
    .add_option("--metrics", to.run.metrics,
                "Give what /metrics says to whoever asks http://ADDR:PORT/metrics, too "
                "[127.0.0.1]")
    ->type_name("[ADDR:]PORT");
  app.add_option("--json", to.run.outputs.json, "Write the result as JSON ('-': standard output)")
    ->type_name("FILE");
  app
    .add_option("--csv", to.run.outputs.csv,
                "Write the result as CSV: metrics, and a line of values")
    ->type_name("FILE");
  app.add_option("--junit", to.run.outputs.junit, "Write the thresholds as JUnit test cases")
    ->type_name("FILE");
  app
    .add_option("--html", to.run.outputs.html,
                "With --duration: write a report with charts as one HTML file")
    ->type_name("FILE");
  app.add_flag("--quiet", to.run.quiet, "No summary");
}

} // namespace detail

/// `deskstorm serve`: a live desktop for browsers, with the traffic of a scenario behind it.
inline std::function<int()> set_up_serve(CLI::App& app, const surroundings& at,
                                         live::centre_opener open) {
  const auto typed = std::make_shared<serve_texts>();
  typed->run.clock = "real";
  detail::add_serve_options(app, *typed);
  app.footer(R"(Examples:
  deskstorm serve
  deskstorm serve scenarios/office-hours.json --client crm=http://localhost:3000/
  deskstorm serve --listen 127.0.0.1:9000 --duration 10m --json result.json

Open the address that it prints; each browser tab is a tab of the agent ?agent=NAME.
Exit codes: as of run; Ctrl-C ends it with 130, and outputs are written.)");
  return [&at, typed, open = std::move(open)] {
    return detail::serve_call{at, *typed, open}.execute();
  };
}

} // namespace deskstorm::loadgen::cli
