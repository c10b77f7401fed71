#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <fmt/format.h>

#include <deskstorm/base/result.hpp>
#include <deskstorm/loadgen/live/load/load_target.hpp>

namespace deskstorm::loadgen::live {

/// Opens a tab of the server and lets it go, so that a load which can reach nobody is refused
/// before it begins. Errors: no connection, no answer within 10 s, or an answer that is none of
/// ours.
inline std::optional<failure> try_a_tab(const load_target& at) {
  namespace ws = boost::beast::websocket;
  boost::asio::io_context network{1};
  ws::stream<boost::beast::tcp_stream> socket{network};
  ws::response_type answer;
  std::optional<failure> wrong{failure{"no answer within 10 s"}};
  const auto upgraded = [&](auto error) {
    if (!error)
      wrong.reset();
    else if (error == ws::error::upgrade_declined)
      wrong = failure{fmt::format("answered with HTTP {}: {}", answer.result_int(), answer.body())};
    else
      wrong = failure{error.message()};
  };
  boost::beast::get_lowest_layer(socket).async_connect(at.server, [&](auto error) {
    if (error)
      wrong = failure{error.message()};
    else
      socket.async_handshake(answer, at.host, load_target::path(1), upgraded);
  });
  network.run_for(std::chrono::seconds{10});
  return wrong;
}

} // namespace deskstorm::loadgen::live
