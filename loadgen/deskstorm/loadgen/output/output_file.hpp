#pragma once

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <deskstorm/base/result.hpp>

namespace deskstorm::loadgen {

/// A file that is there as a whole or not at all: written beside its place, and moved to it at the
/// end. What is no ordinary file (a pipe, /dev/null) is written to directly, and "-" is a stream of
/// the caller's.
class output_file {
public:
  /// Opens `path` for writing. Errors: the path, and why it cannot be written.
  static result<output_file> open(const std::string& path, std::ostream& standard_output) {
    namespace fs = std::filesystem;
    output_file made;
    if (path == "-") {
      made.out_ = &standard_output;
      return made;
    }
    std::error_code ignored;
    const auto target = fs::weakly_canonical(path, ignored); // a link stays a link
    made.target_ = target.empty() ? path : target.string();
    const auto kind = fs::status(made.target_, ignored).type();
    if (kind == fs::file_type::directory)
      return failure{"cannot write '" + path + "': it is a folder"};
    if (kind == fs::file_type::not_found || kind == fs::file_type::regular)
      made.temporary_ = made.target_ + "." + std::to_string(::getpid()) + ".part";
    errno = 0;
    made.file_ = std::make_unique<std::ofstream>(
      made.temporary_.empty() ? made.target_ : made.temporary_, std::ios::binary);
    if (!*made.file_) {
      made.temporary_.clear();
      return failure{"cannot write '" + path + "': " + std::generic_category().message(errno)};
    }
    made.out_ = made.file_.get();
    return made;
  }

  output_file(output_file&& other) noexcept
    : target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})),
      file_(std::move(other.file_)),
      out_(other.out_) {}
  output_file& operator=(output_file&&) = delete;
  output_file(const output_file&) = delete;
  output_file& operator=(const output_file&) = delete;

  /// Leaves nothing behind unless `commit` was called.
  ~output_file() {
    if (!temporary_.empty())
      std::remove(temporary_.c_str());
  }

  std::ostream& stream() { return *out_; }

  /// Puts the file into its place. Errors: it cannot, or not all was written before.
  std::optional<failure> commit() {
    errno = 0; // a write that failed before now has lost its reason
    out_->flush();
    if (file_)
      file_->close();
    bool done = !out_->fail();
    if (done && !temporary_.empty() && std::rename(temporary_.c_str(), target_.c_str()) == 0)
      temporary_.clear();
    done = done && temporary_.empty();
    if (done)
      return std::nullopt;
    const auto name = file_ ? target_ : std::string{"standard output"};
    const auto reason = errno == 0 ? "" : ": " + std::generic_category().message(errno);
    return failure{"could not write " + name + reason};
  }

private:
  output_file() = default;

  std::string target_;
  std::string temporary_; // empty where the target is written directly, or in its place
  std::unique_ptr<std::ofstream> file_;
  std::ostream* out_ = nullptr;
};

} // namespace deskstorm::loadgen
