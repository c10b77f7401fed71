#pragma once

#include <string>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/base/ids.hpp>

namespace deskstorm::actors {

/// The far end of a tab that a real browser shows. Actors call it on any thread, so it must neither
/// wait nor call back.
class port {
public:
  virtual ~port() = default;

  /// The tab is open, and what the browser does may be posted to it.
  virtual void opened(receiver& tab, agent_id agent, tab_id id) = 0;

  /// The tab is gone, or never came, whatever the browser thinks.
  virtual void closed(std::string why) = 0;

  /// Sends one JSON text to the page.
  virtual void send(std::string text) = 0;
};

} // namespace deskstorm::actors
