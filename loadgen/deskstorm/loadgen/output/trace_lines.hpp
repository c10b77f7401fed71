#pragma once

#include <iterator>
#include <ostream>

#include <fmt/format.h>

#include <deskstorm/loadgen/simulate.hpp>

namespace deskstorm::loadgen {

/// Writes deliveries as JSON Lines: `{"at_ns":1000000,"from":3,"to":4,"kind":"request"}`. Numbers
/// are those of the actors in the run, 0 for what no actor sent.
class trace_lines {
public:
  explicit trace_lines(std::ostream& out) : out_(&out) {}

  void add(const delivery& d) {
    fmt::format_to(std::back_inserter(pending_),
                   "{{\"at_ns\":{},\"from\":{},\"to\":{},\"kind\":\"{}\"}}\n",
                   d.at.time_since_epoch().count(), d.from, d.to, d.kind);
    if (pending_.size() > chunk)
      flush();
  }

  /// Hands on what is still held back. To be called once, at the end.
  void flush() {
    out_->write(pending_.data(), static_cast<std::streamsize>(pending_.size()));
    pending_.clear();
  }

private:
  static constexpr std::size_t chunk = std::size_t{64} * 1024;

  std::ostream* out_;
  fmt::memory_buffer pending_;
};

} // namespace deskstorm::loadgen
