#include "loadgen/cli/harness.hpp"

#include <sstream>
#include <utility>

#include <deskstorm/loadgen/cli/program.hpp>
#include <deskstorm/loadgen/replications.hpp>

#include "commands/commands.hpp"
#include "commands/foundation.hpp"

namespace deskstorm::loadgen::cli {

run_facts one_request(const run_order& order, actors::observer& seen, const run_hooks& hooks) {
  using namespace std::chrono_literals;
  seen.request_sent(0, request_kind::agent_get, instant{});
  seen.request_ended(0, request_kind::agent_get, actors::request_end::ok, instant{}, instant{5ms});
  if (hooks.delivered)
    hooks.delivered({instant{1ms}, 1, 2, "request"});
  const bool whole = hooks.keep_going(instant{order.plan.length}, 1);
  return {.digest = seed_of_replication(order.plan.seed, order.replication),
          .messages = 2,
          .simulated = order.plan.length,
          .entities = {.agents = order.plan.agents.count, .tabs = 1, .frames = 1},
          .interrupted = !whole};
}

call_outcome desk_of_calls::call(const std::vector<std::string>& arguments, simulator run) const {
  std::vector<const char*> words;
  for (const auto& argument : arguments)
    words.push_back(argument.c_str());
  std::ostringstream out;
  std::ostringstream err;
  const int code = run_program(words, commands(),
                               {.out = out,
                                .err = err,
                                .interrupted = interrupted,
                                .simulate = std::move(run),
                                .read = scenario_files(),
                                .chart_library = "/* a library of charts */",
                                .publish_metrics = metrics_over_http()});
  return {code, out.str(), err.str()};
}

} // namespace deskstorm::loadgen::cli
