#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include <deskstorm/actors/envelope.hpp>
#include <deskstorm/base/ids.hpp>
#include <deskstorm/desk/media_state.hpp>

namespace deskstorm::actors {

/// The interactions that an agent has, and who they are.
class live_calls {
public:
  struct one {
    interaction_id id;
    receiver* to;
    std::optional<std::uint32_t> queue = {}; ///< that it came into; nothing: dialed
    desk::media medium = desk::media::voice;
    bool previewed = false; ///< a record that the agent looks at, or its call
  };

  bool empty() const { return all_.empty(); }
  auto begin() const { return all_.begin(); }
  auto end() const { return all_.end(); }

  /// Returns nullptr where there is none; valid until the next change.
  const one* find(interaction_id id) const {
    const auto found = std::ranges::find(all_, id, &one::id);
    return found == all_.end() ? nullptr : &*found;
  }

  /// Returns how many there are of that medium.
  std::uint32_t of(desk::media medium) const {
    return static_cast<std::uint32_t>(std::ranges::count(all_, medium, &one::medium));
  }

  void add(const one& begun) { all_.push_back(begun); }

  void remove(interaction_id id) {
    std::erase_if(all_, [&](const one& o) { return o.id == id; });
  }

private:
  std::vector<one> all_ = {};
};

} // namespace deskstorm::actors
