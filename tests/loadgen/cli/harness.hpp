#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

#include <deskstorm/loadgen/scenario/lines.hpp>
#include <deskstorm/loadgen/simulate.hpp>

namespace deskstorm::loadgen::cli {

/// What a call of the program printed, and how it ended.
struct call_outcome {
  int code = 0;
  std::string out;
  std::string err;
};

/// Sends one request that is answered after 5 ms, and asks whether to go on.
run_facts one_request(const run_order& order, actors::observer& seen, const run_hooks& hooks);

/// A folder with a scenario in it, and calls of the program that see it by relative paths.
class desk_of_calls {
public:
  desk_of_calls() : before_(std::filesystem::current_path()) {
    std::filesystem::create_directories(folder_);
    std::filesystem::current_path(folder_);
    put("office.json", R"({"name": "office", "duration": "10s",
      "agents": {"count": 1, "frames": [{"persona": "crm"}]},
      "personas": {"crm": {"origin": "http://crm.example", "load": {"closed": {"think": "1s"}},
                           "requests": [{"request": "agent.get"}]}},
      "thresholds": ["requests.total.latency_ms.p99 < 10"]})");
  }
  desk_of_calls(const desk_of_calls&) = delete;
  desk_of_calls& operator=(const desk_of_calls&) = delete;
  ~desk_of_calls() {
    std::filesystem::current_path(before_);
    std::filesystem::remove_all(folder_);
  }

  call_outcome call(const std::vector<std::string>& arguments, simulator run = one_request) const;

  static void put(const std::string& name, const std::string& text) { std::ofstream{name} << text; }

  static std::string text_of(const std::string& name) {
    std::ifstream in{name};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  /// The text in the column of that name of a CSV file with one line of values.
  static std::string column_of(const std::string& name, const std::string& column) {
    std::ifstream in{name};
    std::string headings;
    std::string values;
    std::getline(in, headings);
    std::getline(in, values);
    const auto names = split_csv(headings).value();
    const auto found = std::ranges::find(names, column) - names.begin();
    return split_csv(values).value().at(static_cast<std::size_t>(found));
  }

  static std::size_t files() {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{"."}, {}));
  }

  std::atomic<bool> interrupted = false;

private:
  std::filesystem::path before_;
  std::filesystem::path folder_ =
    std::filesystem::temp_directory_path() / ("deskstorm-cli-test-" + std::to_string(::getpid()));
};

} // namespace deskstorm::loadgen::cli
