#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include <deskstorm/actors/messages.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/desk/outgoing.hpp>

namespace deskstorm::actors {

/// Roughly how many bytes of memory a JSON value takes.
inline std::size_t footprint(const json& value) {
  constexpr std::size_t per_member = 64; // a node of a tree, and its key
  std::size_t sum = sizeof(json);
  if (const auto* text = value.get_ptr<const std::string*>())
    sum += sizeof(std::string) + text->size();
  else if (value.is_object())
    for (const auto& [key, member] : value.items())
      sum += per_member + key.size() + footprint(member);
  else if (value.is_array())
    for (const auto& item : value)
      sum += footprint(item);
  return sum;
}

/// One document, and what goes with it where it is a request.
// NOLINTNEXTLINE(bugprone-exception-escape): JSON is moved without exceptions
struct paper {
  json content = {};
  std::string origin = {};                 ///< of the page that posted it
  json reference = {};                     ///< as the page wrote it
  std::optional<desk::answer> answer = {}; ///< nothing: no result, and no reason
};

/// Documents, which do not fit into messages: those of requests, which somebody takes back, and
/// those of events, which go to many and are forgotten with time. Used by all threads.
class papers {
public:
  /// The most that is kept of requests, and of events; beyond it the oldest of them are forgotten.
  /// A request whose parameters are gone fails; an event whose data are gone is not told.
  static constexpr std::size_t most_bytes = std::size_t{32} << 20;

  messages::document_id file_request(paper what) { return file(requests_, 0, std::move(what)); }
  messages::document_id file_event(paper what) { return file(events_, event_bit, std::move(what)); }

  /// Returns a document, whose content nobody changes; null where it is forgotten.
  std::shared_ptr<const paper> read(messages::document_id id) const {
    const std::lock_guard alone{mutex_};
    const auto& all = shelf_of(id).all;
    const auto found = all.find(id);
    return found == all.end() ? nullptr : found->second.what;
  }

  /// Notes what a request answers, or why it fails.
  void answer(messages::document_id request, desk::answer how) {
    const auto bytes = how && *how ? footprint(**how) : 0;
    const std::lock_guard alone{mutex_};
    auto& on = shelf_of(request);
    const auto found = on.all.find(request);
    if (found == on.all.end())
      return;
    found->second.what->answer = std::move(how);
    found->second.bytes += bytes;
    on.bytes += bytes;
    on.trim();
  }

  /// Returns a document for the last time, an empty one where it is forgotten.
  paper take(messages::document_id id) {
    std::shared_ptr<const paper> taken;
    {
      const std::lock_guard alone{mutex_};
      auto& on = shelf_of(id);
      if (auto found = on.all.extract(id)) {
        on.bytes -= found.mapped().bytes;
        taken = std::move(found.mapped().what);
      }
    }
    return taken ? *taken : paper{.content = json::array()}; // a copy: others may still read it
  }

  /// Roughly how many bytes all of them take.
  std::size_t bytes() const {
    const std::lock_guard alone{mutex_};
    return requests_.bytes + events_.bytes;
  }

private:
  static constexpr messages::document_id event_bit = messages::document_bit >> 1;

  struct filed {
    std::shared_ptr<paper> what;
    std::size_t bytes;
  };

  struct shelf {
    std::map<messages::document_id, filed> all = {};
    std::size_t bytes = 0;
    messages::document_id next = 0;

    void trim() {
      while (bytes > most_bytes) {
        bytes -= all.begin()->second.bytes;
        all.erase(all.begin());
      }
    }
  };

  messages::document_id file(shelf& on, messages::document_id bit, paper what) {
    const auto bytes = sizeof(paper) + footprint(what.content) + footprint(what.reference);
    auto made = std::make_shared<paper>(std::move(what));
    const std::lock_guard alone{mutex_};
    const auto id = messages::document_bit | bit | (on.next++ & (event_bit - 1));
    if (on.all.try_emplace(id, filed{std::move(made), bytes}).second)
      on.bytes += bytes;
    on.trim();
    return id;
  }

  shelf& shelf_of(messages::document_id id) { return (id & event_bit) != 0 ? events_ : requests_; }
  const shelf& shelf_of(messages::document_id id) const {
    return (id & event_bit) != 0 ? events_ : requests_;
  }

  mutable std::mutex mutex_; // guards all below
  shelf requests_ = {};
  shelf events_ = {};
};

} // namespace deskstorm::actors
