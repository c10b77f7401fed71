#pragma once

#include <cstdint>
#include <string>

#include <boost/asio/ip/tcp.hpp>

namespace deskstorm::loadgen::live {

/// Where a load goes.
struct load_target {
  boost::asio::ip::tcp::endpoint server;
  std::string host; ///< for the header Host

  /// The path of a tab of the load's agent of that number.
  static std::string path(std::uint32_t agent) {
    return "/tab?agent=load-" + std::to_string(agent);
  }
};

} // namespace deskstorm::loadgen::live
