#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <CLI/App.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <deskstorm/loadgen/cli/run_command.hpp>
#include <deskstorm/loadgen/live/load/first_tab.hpp>
#include <deskstorm/loadgen/live/load/load_run.hpp>
#include <deskstorm/loadgen/live/local_name.hpp>
#include <deskstorm/loadgen/live/open_files.hpp>

namespace deskstorm::loadgen::cli {

/// The options of `load` as they were typed.
struct load_texts {
  std::string url = {};
  run_texts run = {};
};

namespace detail {

/// Reads ws://HOST:PORT and asks where that is. Errors: another form; the name is not known.
inline result<live::load_target> read_target(const std::string& url) {
  constexpr std::string_view scheme = "ws://";
  const failure wrong{"expected a URL such as ws://127.0.0.1:8090, found '" + url + "'"};
  if (!url.starts_with(scheme))
    return wrong;
  auto host = url.substr(scheme.size());
  host.erase(std::min(host.find('/'), host.size()));
  const auto colon = host.rfind(':');
  if (colon == std::string::npos || colon == 0)
    return wrong;
  const auto port = whole_number<std::uint16_t>("URL", host.substr(colon + 1), 1, 65535);
  if (!port)
    return wrong;
  const auto name = live::numeric_if_local(host.substr(0, colon));
  boost::asio::io_context io;
  boost::system::error_code error;
  const auto found = boost::asio::ip::tcp::resolver{io}.resolve(name, std::to_string(*port), error);
  if (error || found.empty())
    return failure{"'" + host + "': " + error.message()};
  return live::load_target{found.begin()->endpoint(), host};
}

inline int load(const surroundings& at, const load_texts& typed) {
  const auto target = read_target(typed.url);
  if (!target)
    return refuse(at, target.why().text);
  auto texts = typed.run;
  texts.clock = "real";
  const auto wanted = understand(texts);
  if (!wanted)
    return refuse(at, wanted.why().text);
  const auto read = at.read(typed.run.scenario, wanted->changes);
  if (!read.plan)
    return refuse_all(at, read.problems);
  const std::size_t tabs = std::size_t{read.plan->agents.count} * read.plan->agents.tabs;
  if (const auto wrong = live::too_many(tabs, live::allow_connections()))
    return refuse(at, wrong->text);
  if (const auto wrong = live::try_a_tab(*target))
    return refuse(at, "cannot open a tab of " + typed.url + ": " + wrong->text);
  surroundings around = at;
  around.simulate = [&](const run_order& order, actors::observer& seen, const run_hooks& hooks) {
    live::load_run load{order.plan, *target, seen};
    const auto facts = load.run(hooks);
    const auto& counts = load.connections();
    if (!typed.run.quiet)
      at.err << fmt::format("connections: {} could not be opened, {} were lost\n",
                            counts.failed.load(), counts.lost.load());
    return facts;
  };
  const auto again = line_of("load " + shell_word(typed.url), texts, "1", "real");
  return run_call{around, texts, *wanted, *read.plan, again.text()}.execute();
}

} // namespace detail

/// `deskstorm load`: the personas of a scenario as clients of a live `serve`.
inline std::function<int()> set_up_load(CLI::App& app, const surroundings& at) {
  const auto typed = std::make_shared<load_texts>();
  app.add_option("URL", typed->url, "Where `deskstorm serve` listens: ws://HOST:PORT")->required();
  add_run_options(app, typed->run);
  for (const auto* unused : {"--clock", "--jobs", "--replications", "--confidence", "--trace"})
    app.remove_option(app.get_option(unused));
  app.footer(R"(Examples:
  deskstorm serve --seats 5000 &
  deskstorm load ws://127.0.0.1:8090 scenarios/office-hours.json --duration 2m --json load.json

Each tab of each agent of the scenario is one connection; its frames do there what their personas
do in `run`. Outputs, thresholds and exit codes are those of `run`, as seen from outside.)");
  return [&at, typed] { return detail::load(at, *typed); };
}

} // namespace deskstorm::loadgen::cli
