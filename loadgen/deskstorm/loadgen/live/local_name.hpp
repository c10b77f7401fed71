#pragma once

#include <string>

namespace deskstorm::loadgen::live {

/// Returns 127.0.0.1 for localhost, whatever the system makes of that name: `serve` listens there.
/// Other names stay as they are.
inline std::string numeric_if_local(const std::string& host) {
  return host == "localhost" ? "127.0.0.1" : host;
}

} // namespace deskstorm::loadgen::live
