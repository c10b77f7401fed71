#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/base/json.hpp>

namespace deskstorm::loadgen::live {

/// A browser tab without a browser: speaks to a server on this machine as the desktop page does.
class tab_client {
public:
  static constexpr std::chrono::seconds patience{5};

  explicit tab_client(std::uint16_t port);
  tab_client(const tab_client&) = delete;
  tab_client& operator=(const tab_client&) = delete;
  ~tab_client();

  /// Opens a tab of that agent. Returns whether the server takes it.
  bool open(const std::string& agent);

  void send_text(const std::string& text);
  void send(const json& message) { send_text(message.dump()); }

  /// Sends bytes below the protocol, where a WebSocket would not.
  void send_raw(const std::string& bytes);

  void embed(int frame, const std::string& origin) {
    send({{"op", "embed"}, {"frame", frame}, {"origin", origin}});
  }

  void load(int frame, unsigned early = 0) {
    send({{"op", "load"}, {"frame", frame}, {"early", early}});
  }

  void relay(int frame, const std::string& origin, json message) {
    message["userAgent"] = "WWE Client";
    message["protocolVersion"] = 2;
    send(
      {{"op", "message"}, {"frame", frame}, {"origin", origin}, {"message", std::move(message)}});
  }

  /// Returns the next message, or nothing where none comes in that time or the server has closed.
  std::optional<json> read(std::chrono::milliseconds within = patience);

  /// Returns the next message that fits; all before it are lost.
  std::optional<json> find(const std::function<bool(const json&)>& fits,
                           std::chrono::milliseconds within = patience);

  /// Returns the next document for a frame.
  std::optional<json> document(int frame, std::chrono::milliseconds within = patience);

  /// Asks for a request of a frame and returns the reply.
  std::optional<json> ask(int frame, const std::string& origin, const std::string& request,
                          const json& parameters = json::array());

  /// Returns the next event of that channel for a frame.
  std::optional<json> event(int frame, const std::string& channel, const std::string& type);

  /// Closes without a farewell, as a browser that is killed does.
  void vanish();

  bool closed() const;

  /// Why the server has closed, in its words.
  std::string farewell() const;

private:
  struct parts;
  std::unique_ptr<parts> parts_;
  int next_ = 0;
};

/// Sends one HTTP request and returns status and body.
std::pair<unsigned, std::string>
http_exchange(std::uint16_t port, const std::string& method, const std::string& target,
              const std::vector<std::pair<std::string, std::string>>& headers = {},
              const std::string& body = {});

/// Sends these bytes and returns all that comes back until the server closes.
std::string raw_exchange(std::uint16_t port, const std::string& bytes);

} // namespace deskstorm::loadgen::live
