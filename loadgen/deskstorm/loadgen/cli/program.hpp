#pragma once

#include <algorithm>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/nearest.hpp>
#include <deskstorm/loadgen/cli/command.hpp>
#include <deskstorm/loadgen/cli/common_options.hpp>
#include <deskstorm/loadgen/cli/surroundings.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen::cli {

namespace detail {

inline std::string no_such_command(std::string_view name, std::span<const command> commands) {
  std::string text =
    "there is no command '" + std::string{name} + "'" + did_you_mean(name, row_names(commands));
  text += "; there are ";
  for (const auto& row : commands)
    text += (&row == commands.data() ? "" : ", ") + std::string{row.name};
  return text;
}

/// Returns what of the arguments was not understood, with the nearest option, or with the reason
/// why the command has no such option.
inline std::string unexpected(std::string_view command, const CLI::App& app) {
  std::vector<std::string> known;
  for (const auto* option : app.get_options())
    if (!option->get_lnames().empty())
      known.push_back("--" + option->get_lnames().front());
  const auto rest = app.remaining(true);
  const auto first = rest.empty() ? std::string{} : rest.front();
  const auto option = first.substr(0, first.find('='));
  if (const auto why = why_left_out(command, option); !why.empty())
    return fmt::format("there is no option {}: {}", option, why);
  if (first.starts_with('-'))
    return "there is no option " + first + did_you_mean(first, known);
  return "unexpected argument '" + first + "'";
}

/// Says in the words of this program what the parser of options found.
inline std::string explain(const CLI::ParseError& wrong) {
  std::string found = wrong.what();
  const auto option = found.substr(0, found.find(':'));
  if (found.ends_with(" missing"))
    return option + ": expected a value";
  if (found.find(" but received ") != std::string::npos)
    return option + ": expected once, found more often";
  constexpr std::string_view unconverted = "Could not convert: ";
  if (const auto equals = found.find(" = ");
      found.starts_with(unconverted) && equals != std::string::npos)
    return found.substr(unconverted.size(), equals - unconverted.size())
           + ": expected no value, found '" + found.substr(equals + 3) + "'";
  return found;
}

/// Runs one command with its own arguments.
inline int run_command(const command& row, std::span<const char* const> arguments,
                       const surroundings& at) {
  CLI::App app{std::string{row.about}, "deskstorm " + std::string{row.name}};
  app.set_help_flag("--help,-h", "Print this and exit");
  const auto action = row.set_up(app, at);
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    at.out << app.help();
    return exit_code::done;
  } catch (const CLI::ExtrasError&) {
    return refuse(at, std::string{row.name} + ": " + unexpected(row.name, app));
  } catch (const CLI::ParseError& wrong) {
    return refuse(at, std::string{row.name} + ": " + explain(wrong));
  }
  return action();
}

inline void print_help(std::ostream& out, std::span<const command> commands) {
  out << "deskstorm, a flight simulator for contact-centre desktops\n"
         "Usage: deskstorm COMMAND [OPTIONS]\n\nCommands:\n";
  for (const auto& row : commands)
    out << "  " << row.name << std::string(12 - row.name.size(), ' ') << row.about << '\n';
  out << "\nOptions:\n"
         "  --help      Print this and exit; after a command, its options and examples\n"
         "  --version   Print the version and exit\n\n"
         "Example:\n"
         "  deskstorm run scenarios/office-hours.json\n";
}

inline int dispatch(std::span<const char* const> arguments, std::span<const command> commands,
                    const surroundings& at) {
  if (arguments.empty()) {
    print_help(at.err, commands);
    return exit_code::unusable;
  }
  const std::string_view first = arguments.front();
  if (first == "--help" || first == "-h") {
    print_help(at.out, commands);
    return exit_code::done;
  }
  if (first == "--version") {
    at.out << "deskstorm " << version << '\n';
    return exit_code::done;
  }
  const auto row = std::ranges::find(commands, first, &command::name);
  if (row != commands.end())
    return run_command(*row, arguments.subspan(1), at);
  if (first.starts_with('-'))
    return refuse(at, "there is no option " + std::string{first}
                        + " without a command; try deskstorm --help");
  return refuse(at, no_such_command(first, commands));
}

} // namespace detail

/// Runs the program of these commands with its arguments, the name of the program left out. Returns
/// the exit code.
inline int run_program(std::span<const char* const> arguments, std::span<const command> commands,
                       const surroundings& at) {
  try {
    const int code = detail::dispatch(arguments, commands, at);
    if (at.out.flush())
      return code;
    at.err << "deskstorm: could not write standard output\n";
  } catch (const std::exception& what) {
    at.err << "deskstorm: internal failure: " << what.what() << '\n';
  }
  return exit_code::internal;
}

} // namespace deskstorm::loadgen::cli
