#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace deskstorm::loadgen::cli {

/// The options that simulating commands have in common, where they make sense.
inline constexpr std::array<std::string_view, 13> common_options{
  "--seed", "--set",  "--duration", "--clock", "--jobs",  "--replications", "--confidence",
  "--json", "--html", "--csv",      "--junit", "--trace", "--quiet",
};

/// A common option that a command does not have, and what to do instead.
struct left_out_option {
  std::string_view command;
  std::string_view option;
  std::string_view why;
};

// clang-format off
inline constexpr std::array left_out_options{
  left_out_option{"race", "--clock", "schedules are played in virtual time; deskstorm run --clock real plays a scenario on the wall clock"},
  left_out_option{"race", "--replications", "every schedule is another one; --runs says how many"},
  left_out_option{"race", "--confidence", "what is found is counted, not estimated"},
  left_out_option{"race", "--trace", "the traces of what is found are in the folder of --out; deskstorm replay shows what happens in one"},
  left_out_option{"replay", "--seed", "the trace has its seed; --explore goes on at random"},
  left_out_option{"replay", "--set", "the trace has its scenario; deskstorm race SCENARIO --set looks for another trace"},
  left_out_option{"replay", "--duration", "the trace has its length; deskstorm race --duration looks for another trace"},
  left_out_option{"replay", "--clock", "traces are played in virtual time"},
  left_out_option{"replay", "--jobs", "one schedule is played after the other"},
  left_out_option{"replay", "--replications", "every replay is the same; --explore plays others that begin alike"},
  left_out_option{"replay", "--confidence", "nothing is estimated"},
  left_out_option{"replay", "--csv", "--json has the result, --perfetto and --mermaid what happens"},
  left_out_option{"replay", "--junit", "deskstorm race --junit has the properties as test cases"},
  left_out_option{"replay", "--trace", "--perfetto and --mermaid have what happens"},
  left_out_option{"serve", "--clock", "it is the wall clock's anyway"},
  left_out_option{"serve", "--jobs", "one contact centre is served"},
  left_out_option{"serve", "--replications", "one contact centre is served, once"},
  left_out_option{"serve", "--confidence", "nothing is estimated from one run"},
  left_out_option{"serve", "--trace", "API traffic on its page shows each message"},
  left_out_option{"load", "--clock", "it is the wall clock's anyway"},
  left_out_option{"load", "--jobs", "one service is driven; give the scenario more agents or frames"},
  left_out_option{"load", "--replications", "a service is driven once; call it again, and compare the results"},
  left_out_option{"load", "--confidence", "nothing is estimated from one run"},
  left_out_option{"load", "--trace", "--json, --csv and --html have what the clients saw"},
};
// clang-format on

/// Returns why a command does not have a common option; nothing where it is no such option.
constexpr std::string_view why_left_out(std::string_view command, std::string_view option) {
  const auto row = std::ranges::find_if(left_out_options, [=](const left_out_option& o) {
    return o.command == command && o.option == option;
  });
  return row == left_out_options.end() ? std::string_view{} : row->why;
}

} // namespace deskstorm::loadgen::cli
