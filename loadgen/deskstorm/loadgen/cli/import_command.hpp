#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <fmt/format.h>

#include <deskstorm/loadgen/cli/surroundings.hpp>
#include <deskstorm/loadgen/output/json_text.hpp>
#include <deskstorm/loadgen/output/output_file.hpp>
#include <deskstorm/loadgen/scenario/reading.hpp>
#include <deskstorm/loadgen/study/recording.hpp>

namespace deskstorm::loadgen::cli {

/// The options of `deskstorm import` as they were typed.
struct import_texts {
  std::vector<std::string> files;
  std::string output = "-";
  std::string name = "imported";
  std::string load = "open";
};

namespace detail {

/// Reads all files. Errors: the first file that is none of both kinds, or where it is wrong.
inline result<study::recording> read_recordings(const std::vector<std::string>& files) {
  study::recording all;
  std::uint32_t agent = 0;
  for (const auto& file : files) {
    const auto text = read_text_once(file);
    if (!text)
      return failure{file + ": " + text.why().text};
    std::optional<failure> wrong;
    if (text->starts_with(study::trace_columns))
      wrong = study::add_csv(file, *text, all);
    else if (text->find(study::console_marker) != std::string::npos)
      wrong = study::add_console_log(file, *text, ++agent, all);
    else
      wrong =
        failure{fmt::format("{}: expected CSV with the columns {}, or a browser's console with "
                            "lines '{}{{...}}'",
                            file, study::trace_columns, study::console_marker)};
    if (wrong)
      return *wrong;
  }
  if (all.requests.size() < 2)
    return failure{"expected two requests at least, found " + std::to_string(all.requests.size())};
  study::settle(all);
  return all;
}

inline int import_files(const surroundings& at, const import_texts& typed) {
  if (typed.load != "open" && typed.load != "closed")
    return refuse(at, "--load: expected open or closed, found '" + typed.load + "'");
  const auto read = read_recordings(typed.files);
  if (!read)
    return refuse(at, "import: " + read.why().text);
  auto file = output_file::open(typed.output, at.out);
  if (!file)
    return refuse(at, "--output: " + file.why().text);
  auto opened = *std::move(file);
  const auto how = typed.load == "open" ? study::imported_load::open : study::imported_load::closed;
  opened.stream() << json_text(study::imported_scenario(*read, typed.name, how)) << '\n';
  if (const auto wrong = opened.commit()) {
    at.err << "deskstorm: " << wrong->text << '\n';
    return exit_code::internal;
  }
  at.err << fmt::format("{} requests imported, {} messages were no replies to requests\n",
                        read->requests.size(), read->skipped);
  return exit_code::done;
}

} // namespace detail

/// `deskstorm import`: a scenario from recorded traffic.
inline std::function<int()> set_up_import(CLI::App& app, const surroundings& at) {
  const auto typed = std::make_shared<import_texts>();
  app.add_option("FILE", typed->files, "Recorded requests (CSV), or logs of browser consoles")
    ->required();
  app.add_option("--output", typed->output, "Where the scenario goes")->capture_default_str();
  app.add_option("--name", typed->name, "Of the scenario")->capture_default_str();
  app
    .add_option("--load", typed->load,
                "open: the same rate, at random; closed: the same times between requests")
    ->type_name("open|closed")
    ->capture_default_str();
  app.footer(R"(Examples:
  deskstorm import recorded.csv --output mine.json
  deskstorm import anna.log bob.log --load closed | tee mine.json

CSV has the columns at_ms,agent,frame,request,parameters. The log of a browser's console has lines
'10:02:03.456 ... ServiceClientAPI: receiveMessage: {json}' of the client library; each file is one
agent, and as replies do not repeat parameters, the scenario has plausible ones. To replay the very
times of a CSV file, name it in a scenario as load.trace instead.
Exit codes: 0 done; 2 a file that cannot be used; 3 internal failure.)");
  return [&at, typed] { return detail::import_files(at, *typed); };
}

} // namespace deskstorm::loadgen::cli
