#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include <deskstorm/loadgen/cli/surroundings.hpp>
#include <deskstorm/loadgen/list.hpp>
#include <deskstorm/loadgen/scenario/schema.hpp>

namespace deskstorm::loadgen::cli {

/// `deskstorm validate`: says all that is wrong with scenario files.
inline std::function<int()> set_up_validate(CLI::App& app, const surroundings& at) {
  const auto files = std::make_shared<std::vector<std::string>>();
  app.add_option("FILE", *files, "Scenario files")->required();
  app.footer(R"(Example:
  deskstorm validate scenarios/*.json

Every error is one line: file, JSON pointer, what was expected and what was found.
Exit codes: 0 all are fine; 2 some are not.)");
  return [&at, files] {
    int code = exit_code::done;
    for (const auto& file : *files) {
      const auto read = at.read(file, {});
      for (const auto& problem : read.problems)
        at.err << to_text(problem) << '\n';
      if (read.plan)
        at.out << file << ": fine\n";
      else
        code = exit_code::unusable;
    }
    return code;
  };
}

/// `deskstorm schema`: prints the JSON Schema of scenario files.
inline std::function<int()> set_up_schema(CLI::App& app, const surroundings& at) {
  app.footer(R"(Example:
  deskstorm schema > scenario.schema.json)");
  return [&at] {
    print_schema(at.out);
    return exit_code::done;
  };
}

/// `deskstorm list`: prints what scenarios and thresholds can name.
inline std::function<int()> set_up_list(CLI::App& app, const surroundings& at) {
  struct texts {
    std::string what;
    bool as_json = false;
  };
  const auto typed = std::make_shared<texts>();
  std::string known;
  for (const auto& row : listings)
    known += "\n  " + std::string{row.name} + std::string(15 - row.name.size(), ' ')
             + std::string{row.about};
  app.add_option("WHAT", typed->what, "One of those below")->required();
  app.add_flag("--json", typed->as_json, "As JSON, a list of objects");
  app.footer("What there is:" + known + R"(

Example:
  deskstorm list metrics)");
  return [&at, typed] {
    const auto table = list_table(typed->what);
    if (!table)
      return refuse(at, "list: " + table.why().text);
    if (typed->as_json)
      at.out << to_json(*table).dump(2) << '\n';
    else
      print(at.out, *table);
    return exit_code::done;
  };
}

} // namespace deskstorm::loadgen::cli
