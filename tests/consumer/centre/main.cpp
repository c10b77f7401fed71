#include <iostream>

#include <deskstorm/deskstorm.hpp>

using namespace deskstorm;

int main() {
  constexpr auto scenario = R"({
    "name": "ten-agents", "duration": "1h",
    "options": { "service-client-api.accepted-web-content-origins": "*" },
    "agents": { "count": 10, "frames": [ { "persona": "crm" } ] },
    "personas": { "crm": { "load": { "closed": { "think": { "exponential": "5s" } } },
                           "requests": [ { "request": "agent.getState" } ] } },
    "network": { "post-message": { "uniform": ["1ms", "5ms"] } },
    "inbound": [ { "media": "voice", "queue": "sales", "arrivals": { "poisson": "2/min" },
                   "handle-time": { "exponential": "180s" } } ]
  })";
  const auto read = loadgen::read_scenario_text(scenario, "ten.json", loadgen::read_text_file);
  for (const auto& problem : read.problems)
    std::cerr << problem.text << '\n';
  if (!read.plan)
    return 2;
  loadgen::recorder seen{loadgen::setup_of(*read.plan)};
  const auto facts = loadgen::simulate({*read.plan}, seen, {});
  const auto counted = seen.finish(instant{facts.simulated});
  const auto requests = counted.total();
  std::cout << counted.queues[0].offered << " calls, " << requests.sent << " requests, the slowest "
            << requests.latency.max().count() << " ns\n";
}
