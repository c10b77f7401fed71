#pragma once

#include <optional>
#include <string>
#include <utility>

#include <deskstorm/loadgen/cli/run_options.hpp>
#include <deskstorm/loadgen/cli/shell_word.hpp>

namespace deskstorm::loadgen::cli {

/// A command that does the same again, as a report shows it: what a shell takes.
class command_line {
public:
  explicit command_line(std::string begin) : text_(std::move(begin)) {}

  command_line& word(const std::string& text) {
    text_ += ' ' + shell_word(text);
    return *this;
  }

  /// Adds an option unless its value is the usual one.
  command_line& option(const std::string& name, const std::string& value,
                       const std::string& usual = {}) {
    if (value != usual)
      text_ += ' ' + name + ' ' + shell_word(value);
    return *this;
  }
  command_line& option(const std::string& name, const std::optional<std::string>& value) {
    return value ? option(name, *value) : *this;
  }
  template <class Values>
  command_line& options(const std::string& name, const Values& values) {
    for (const auto& value : values)
      option(name, value);
    return *this;
  }
  command_line& flag(const std::string& name, bool given) {
    text_ += given ? ' ' + name : "";
    return *this;
  }

  const std::string& text() const { return text_; }

private:
  std::string text_;
};

/// Begins the line of a simulating command with the options that they have in common.
inline command_line line_of(const std::string& command, const run_texts& typed,
                            const std::string& usual_replications = "1",
                            const std::string& usual_clock = "virtual") {
  command_line line{"deskstorm " + command};
  if (!typed.scenario.empty())
    line.word(typed.scenario);
  line.options("--set", typed.set)
    .option("--seed", typed.seed)
    .option("--duration", typed.duration)
    .option("--clock", typed.clock, usual_clock)
    .option("--replications", typed.replications, usual_replications)
    .option("--confidence", typed.confidence, "0.95");
  return line;
}

} // namespace deskstorm::loadgen::cli
