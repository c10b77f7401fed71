#pragma once

#include <functional>
#include <memory>
#include <string>

#include <deskstorm/base/result.hpp>

namespace deskstorm::loadgen::live {

/// Who keeps it, keeps metrics open to the outside.
struct published_metrics {
  std::shared_ptr<void> server;
  std::string url; ///< where they are
};

/// Gives the text that `text` returns to whoever asks for metrics at ADDR:PORT, over HTTP. Errors:
/// the address is none, or nobody can listen there.
using metrics_publisher =
  std::function<result<published_metrics>(const std::string& where, std::function<std::string()>)>;

} // namespace deskstorm::loadgen::live
