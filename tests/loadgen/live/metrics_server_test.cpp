#include <string>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <deskstorm/loadgen/live/metrics_server.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::live {
namespace {

namespace http = boost::beast::http;

/// Asks a server on this machine for one thing.
http::response<http::string_body> ask(const metrics_server& server, http::verb how,
                                      const std::string& what) {
  boost::asio::io_context network;
  boost::beast::tcp_stream socket{network};
  socket.connect({boost::asio::ip::make_address("127.0.0.1"), server.port()});
  http::request<http::empty_body> request{how, what, 11};
  request.set(http::field::host, "127.0.0.1");
  http::write(socket, request);
  boost::beast::flat_buffer buffer;
  http::response<http::string_body> response;
  http::read(socket, buffer, response);
  return response;
}

TEST_CASE("a metrics server gives the text of the moment", "[unit]") {
  int asked = 0;
  metrics_server server{[&] { return "deskstorm_asked " + std::to_string(++asked) + "\n"; }};
  REQUIRE_FALSE(server.listen({}));
  CHECK(ask(server, http::verb::get, "/metrics").body() == "deskstorm_asked 1\n");
  const auto second = ask(server, http::verb::get, "/metrics");
  CHECK(second.body() == "deskstorm_asked 2\n");
  CHECK(second[http::field::content_type] == "text/plain; version=0.0.4");
  CHECK(ask(server, http::verb::get, "/").result() == http::status::not_found);
  CHECK(ask(server, http::verb::post, "/metrics").result() == http::status::method_not_allowed);
}

TEST_CASE("a metrics server says where it cannot listen", "[unit]") {
  metrics_server first{[] { return std::string{}; }};
  REQUIRE_FALSE(first.listen({}));
  metrics_server second{[] { return std::string{}; }};
  const auto wrong = second.listen({.port = first.port()});
  REQUIRE(wrong);
  CHECK(wrong->text.starts_with("cannot listen on 127.0.0.1:"));
}

TEST_CASE("an address of metrics is of this machine unless it says otherwise", "[unit]") {
  CHECK(parse_metrics_address("9464")->host == "127.0.0.1");
  CHECK(parse_metrics_address(":9464")->port == 9464);
  CHECK(parse_metrics_address("0.0.0.0:1")->host == "0.0.0.0");
  CHECK(parse_metrics_address("[::1]:80")->host == "::1");
  for (const auto* wrong : {"", "x", "127.0.0.1:", "127.0.0.1:70000"})
    CHECK_FALSE(parse_metrics_address(wrong));
}

} // namespace
} // namespace deskstorm::loadgen::live
