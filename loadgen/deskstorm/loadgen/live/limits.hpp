#pragma once

#include <chrono>
#include <cstddef>

namespace deskstorm::loadgen::live {

/// What one connection may do.
struct connection_limits {
  std::size_t message_bytes = std::size_t{1} << 18;
  std::size_t waiting_bytes = std::size_t{4} << 20; ///< to be sent; a client that reads too slowly
                                                    ///< is closed
  double per_second = 200; ///< messages of one frame; what goes beyond is not taken
  double at_once = 1000;
  double all_frames = 10;        ///< so many times as much may come over the connection
  std::chrono::seconds idle{60}; ///< without a sign of life, asked for after half of it
};

/// What the server as a whole may take.
struct server_limits {
  std::size_t connections = 10'000;
  std::size_t header_bytes = 8192;
  std::size_t body_bytes = std::size_t{1} << 16;
  std::chrono::seconds request_time{15}; ///< for a whole request to arrive, or an answer to leave
  std::size_t waiting_bytes = std::size_t{256} << 20; ///< of all connections; beyond it, those that
                                                      ///< wait longest for the other side end
  connection_limits each = {};
};

} // namespace deskstorm::loadgen::live
