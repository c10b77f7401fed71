#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>

namespace deskstorm::loadgen {

/// A scenario that uses most keys, correctly.
inline const json& good_scenario() {
  static const json document = json::parse(R"({
    "name": "test", "description": "for tests", "seed": 7, "duration": "10m", "warmup": "1m",
    "options": { "service-client-api.rate-limit": "60",
                 "service-client-api.rate-limit.voice.dial": "4" },
    "rate-limit": { "scope": "tab", "algorithm": "fixed-window" },
    "agents": { "count": 10, "tabs": 2, "frames": [ { "persona": "crm", "count": 1 } ] },
    "personas": {
      "crm": {
        "origin": "http://crm.example", "subscribe": ["agent", "messenger:sales"],
        "load": { "closed": { "think": { "exponential": "10s" } } },
        "requests": [ { "request": "agent.getState", "weight": 3 },
          { "request": "interaction.setUserData",
            "parameters": ["$interaction", { "Key": "v" }] } ],
        "on": [ { "event": "interaction", "eventType": "RINGING", "do": [
          { "request": "interaction.getByInteractionId",
            "parameters": ["$event.interaction.interactionId"] } ] } ],
        "retry": { "on": ["rate-limit", "timeout"], "attempts": 2, "backoff": "1s" }
      },
      "dialer": { "load": { "open": { "rate": "2/min" } },
                  "requests": [ { "request": "voice.dial", "parameters": ["5001"] } ] }
    },
    "stages": [ { "until": "2m" }, { "until": "4m", "scale": 3, "step": true } ],
    "network": { "post-message": "1ms", "broadcast-channel": { "uniform": ["1ms", "5ms"] } },
    "tab": { "service-time": { "default": "1ms", "voice.dial": "2ms" } },
    "backend": { "workers": 4, "serves": ["voice.*"], "service-time": { "default": "5ms" },
                 "queue-capacity": 10 },
    "inbound": [ { "media": "voice", "queue": "sales", "arrivals": { "poisson": "1/s" },
                   "handle-time": "180s", "patience": { "exponential": "1m" } } ],
    "campaigns": [],
    "election": { "algorithm": "oldest-tab", "heartbeat": "2s", "release-at-unload": false },
    "script": [ { "at": "30s", "do": "close-tab", "agent": 1, "tab": "leader" } ],
    "faults": [ { "fault": "drop", "link": "broadcast-channel", "probability": 0.01 } ],
    "thresholds": [ "requests.total.latency_ms.p99 < 200" ],
    "race": { "tabs": [2, 4] }
  })");
  return document;
}

/// Files in memory.
using files = std::map<std::string, std::string>;

scenario_reading read(const std::string& text, const files& others = {},
                      const overrides& wanted = {});

/// Returns the good scenario with the value at `pointer` replaced.
inline json changed(const std::string& pointer, const std::string& value) {
  json document = good_scenario();
  document[json::json_pointer{pointer}] = json::parse(value);
  return document;
}

/// Returns all that is wrong, as users see it, one line each.
inline std::string lines_of(const std::vector<problem>& problems) {
  std::string all;
  for (const auto& p : problems)
    all += (all.empty() ? "" : "\n") + to_text(p);
  return all;
}

} // namespace deskstorm::loadgen
