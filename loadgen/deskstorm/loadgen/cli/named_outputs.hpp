#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/output/output_file.hpp>

namespace deskstorm::loadgen::cli {

/// One file that may be asked for, and what writes it. An empty path is not asked for.
struct named_output {
  const char* option;
  const std::string* path;
  std::function<void(std::ostream&)> write;
};

namespace detail {

/// Whether two paths of outputs are one place, "-" included.
inline bool is_same_output(const std::string& a, const std::string& b) {
  namespace fs = std::filesystem;
  const auto place = [](const std::string& path) {
    std::error_code ignored;
    return path == "-" ? fs::path{path}
                       : fs::weakly_canonical(fs::absolute(path, ignored), ignored);
  };
  return place(a) == place(b);
}

} // namespace detail

/// The outputs of a command that are asked for, opened before its work and written after it.
class named_outputs {
public:
  /// Opens all. Errors: the option and why its file cannot be written, or that two share one.
  static result<named_outputs> open(std::vector<named_output> wanted,
                                    std::ostream& standard_output) {
    named_outputs made;
    std::erase_if(wanted, [](const auto& output) { return output.path->empty(); });
    for (auto& output : wanted) {
      for (const auto& other : made.outputs_)
        if (detail::is_same_output(*output.path, *other.path))
          return shared(other, output);
      auto file = output_file::open(*output.path, standard_output);
      if (!file)
        return failure{std::string{output.option} + ": " + file.why().text};
      made.files_.push_back(*std::move(file));
      made.outputs_.push_back(std::move(output));
    }
    return made;
  }

  bool empty() const { return outputs_.empty(); }

  bool take_standard_output() const {
    return std::ranges::any_of(outputs_, [](const auto& output) { return *output.path == "-"; });
  }

  /// Writes all and puts them into their places. Errors: the first that cannot be written.
  std::optional<failure> write() {
    for (std::size_t i = 0; i < files_.size(); ++i) {
      outputs_[i].write(files_[i].stream());
      if (auto wrong = files_[i].commit())
        return wrong;
    }
    return std::nullopt;
  }

private:
  static failure shared(const named_output& one, const named_output& other) {
    const auto place = *other.path == "-" ? "standard output" : "'" + *other.path + "'";
    return failure{std::string{one.option} + " and " + other.option + " cannot both go to "
                   + place};
  }

  std::vector<named_output> outputs_;
  std::vector<output_file> files_;
};

} // namespace deskstorm::loadgen::cli
