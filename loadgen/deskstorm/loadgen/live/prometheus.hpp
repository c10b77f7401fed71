#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace deskstorm::loadgen::live {

/// A histogram that many threads add to while others read it.
class live_histogram {
public:
  /// Upper ends of the buckets, in seconds.
  static constexpr std::array<double, 15> ends{0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1,
                                               0.2,    0.5,   1,     2,     5,    10,   30};

  void add(double seconds) {
    const auto bucket = std::ranges::lower_bound(ends, seconds) - ends.begin();
    ++counts_[static_cast<std::size_t>(bucket)];
    sum_us_ += static_cast<std::uint64_t>(seconds * 1e6 + 0.5);
  }

  std::uint64_t count(std::size_t bucket) const { return counts_[bucket]; }
  double sum_s() const { return static_cast<double>(sum_us_) / 1e6; }

private:
  std::array<std::atomic<std::uint64_t>, ends.size() + 1> counts_ = {};
  std::atomic<std::uint64_t> sum_us_ = 0;
};

/// Writes the text format of Prometheus, version 0.0.4. All names begin with "deskstorm_"; values
/// of labels are of our own tables and need no escaping.
class prometheus_text {
public:
  static constexpr std::string_view content_type = "text/plain; version=0.0.4";

  /// Begins a metric. `type` is counter, gauge or histogram.
  void begin(std::string_view name, std::string_view type, std::string_view help) {
    name_ = "deskstorm_" + std::string{name};
    line("# HELP {} {}\n# TYPE {} {}", name_, help, name_, type);
  }

  void sample(std::uint64_t value) { line("{} {}", name_, value); }
  void sample(std::string_view label, std::string_view value, std::uint64_t count) {
    line(R"({}{{{}="{}"}} {})", name_, label, value, count);
  }
  void sample(std::string_view label, std::string_view value, std::string_view other_label,
              std::string_view other, std::uint64_t count) {
    line(R"({}{{{}="{}",{}="{}"}} {})", name_, label, value, other_label, other, count);
  }

  void samples(const live_histogram& of) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < live_histogram::ends.size(); ++i)
      line("{}_bucket{{le=\"{:g}\"}} {}", name_, live_histogram::ends[i], sum += of.count(i));
    sum += of.count(live_histogram::ends.size());
    line("{}_bucket{{le=\"+Inf\"}} {}\n{}_sum {:.6f}\n{}_count {}", name_, sum, name_, of.sum_s(),
         name_, sum);
  }

  const std::string& text() const { return text_; }

private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    text_ += '\n';
  }

  std::string name_;
  std::string text_;
};

} // namespace deskstorm::loadgen::live
