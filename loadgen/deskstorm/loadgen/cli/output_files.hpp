#pragma once

#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/cli/run_options.hpp>
#include <deskstorm/loadgen/output/output_file.hpp>

namespace deskstorm::loadgen::cli {

/// The open output files of a run, by option.
class output_files {
public:
  /// Opens all. Errors: the option and why its file cannot be written.
  static std::optional<failure> open(const output_paths& paths, std::ostream& standard_output,
                                     output_files& to) {
    for (const auto& [option, path] : paths.all()) {
      if (path->empty())
        continue;
      auto file = output_file::open(*path, standard_output);
      if (!file)
        return failure{std::string{option} + ": " + file.why().text};
      to.files_.emplace(option, *std::move(file));
    }
    return std::nullopt;
  }

  std::ostream* stream_of(const std::string& option) {
    const auto file = files_.find(option);
    return file == files_.end() ? nullptr : &file->second.stream();
  }

  /// Puts all into their places. Errors: the first that cannot be written.
  std::optional<failure> commit() {
    for (auto& [option, file] : files_)
      if (auto wrong = file.commit())
        return wrong;
    return std::nullopt;
  }

private:
  std::map<std::string, output_file> files_;
};

} // namespace deskstorm::loadgen::cli
