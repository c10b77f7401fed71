#pragma once

#include <array>

#include "tidy/tidy.hpp"

namespace deskstorm::tidy {

// clang-format off
/// What no compiler knows of our layers. The file that may is the one that keeps the rest clean.
inline constexpr auto bans = std::to_array<ban>({
  {"include/", "<deskstorm/actors/",  "the core sees no other layer"},
  {"include/", "<deskstorm/sim/",     "the core sees no other layer"},
  {"include/", "<deskstorm/loadgen/", "the core sees no other layer"},
  {"actors/",  "<deskstorm/sim/",     "actors see the core only"},
  {"actors/",  "<deskstorm/loadgen/", "actors see the core only"},
  {"sim/",     "<deskstorm/loadgen/", "the simulator sees actors and the core"},

  {"",         "<nlohmann/",          "<deskstorm/base/json.hpp>", {"include/deskstorm/base/json.hpp"}},
  {"",         "<catch2/",            "\"support/catch.hpp\"", {"tests/support/catch.hpp"}},
  {"include/", "<caf/",               "the core has no actors"},
  {"actors/",  "<caf/",               "<deskstorm/actors/caf.hpp>", {"actors/deskstorm/actors/caf.hpp"}},
  {"sim/",     "<caf/",               "<deskstorm/actors/caf.hpp>", {"sim/deskstorm/sim/coordinator.hpp"}},
  {"loadgen/", "<caf/",               "<deskstorm/actors/caf.hpp>"},
  {"",         "<caf/all.hpp>",       "what you use of CAF"},

  {"",         "<random>",            "actors::stream: distributions of a standard library differ"},
  {"",         "rand()",              "actors::stream"},
  {"include/", "_clock::now",         "an argument `instant now`"},
  {"actors/",  "_clock::now",         "the time that the transport tells"},
  {"sim/",     "_clock::now",         "the world's now()", {"sim/deskstorm/sim/real_world.hpp"}},
  {"include/", "<iostream>",          "result<T>: the core prints nothing"},
  {"actors/",  "<iostream>",          "the observer: actors print nothing"},
  {"sim/",     "<iostream>",          "a value that the caller prints"},
  {"include/", "<fstream>",           "text: the core reads no files"},
  {"include/", "<thread>",            "the core runs in its caller"},
  {"include/", "<mutex>",             "the core shares nothing"},
  {"include/", "<atomic>",            "the core shares nothing"},
  {"include/", "unordered_",          "std::map or a sorted vector: order must not depend on hashes"},
  {"actors/",  "unordered_",          "std::map or a sorted vector: order must not depend on hashes"},
  {"sim/",     "unordered_",          "std::map or a sorted vector: order must not depend on hashes"},
  {"",         "std::views",          "std::ranges algorithms: clang 14 has no views"},
  {"",         "<format>",            "fmt: g++ 12 has no std::format"},

  {"",         "\t",                  "spaces"},
  {"",         "TODO",                "do it, or open an issue"},
  {"",         "FIXME",               "mend it"},
  {"",         "XXX",                 "say it in a sentence"},
  {"",         "<<<<<<<",             "the merged text"},
  {"",         ">>>>>>>",             "the merged text"},
  {"",         "/home/",              "a path from the root of the project"},
  {"",         "/root/",              "a path from the root of the project"},
  {"",         "/tmp/",               "a path from the root of the project"},
});
// clang-format on

/// Files above 400 lines, to be split. One that is no longer must leave this list.
inline constexpr std::array<std::string_view, 0> known_long{};

} // namespace deskstorm::tidy
