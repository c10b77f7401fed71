#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <deskstorm/base/few.hpp>
#include <deskstorm/base/names.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/desk/agent_state.hpp>

namespace deskstorm::desk {

/// What an agent works with. Source: public integrations; the manual names `voice`.
enum class media : std::uint8_t { voice, email, chat, workitem };

// clang-format off
inline constexpr std::array media_names{
  named<media>{media::voice,    "voice"},
  named<media>{media::email,    "email"},
  named<media>{media::chat,     "chat"},
  named<media>{media::workitem, "workitem"},
};
// clang-format on

inline constexpr std::size_t media_count = media_names.size();

constexpr std::string_view name_of(media which) { return name_in(media_names, which); }

/// Returns the media of that name. Errors: an unknown name; the vendor does not say whether that is
/// an error or a null result.
inline result<media> media_for(std::string_view name) {
  if (const auto found = value_in<media>(media_names, name))
    return *found;
  return failure{"There is no media '" + std::string{name} + "'.", "name"};
}

/// The states of an agent's media, and what they make of the agent as a whole.
class media_states {
public:
  /// What a change did: an event `media` for each of these, one `agent` where the whole changed.
  struct change {
    few<media, media_count> changed = {};
    bool agent_changed = false;
  };

  agent_state of(media which) const { return states_[index(which)]; }

  /// The state of the agent. The vendor does not say how it is made of those of the media; here
  /// media that are logged out do not count, unless all are, equal states are the agent's, some
  /// ready make PARTIAL_READY, and different reasons not to be ready make NOT_READY.
  agent_state whole() const {
    std::optional<agent_state> common;
    bool same = true;
    std::size_t ready = 0;
    std::size_t present = 0;
    for (const agent_state s : states_) {
      if (is_logged_out(s.code))
        continue;
      ++present;
      ready += is_ready(s.code) ? 1U : 0U;
      same = same && s == common.value_or(s);
      common = s;
    }
    if (!common)
      return states_.front();
    if (same)
      return *common;
    if (ready == 0)
      return {state_code::not_ready};
    return {ready == present ? state_code::ready : state_code::partial_ready};
  }

  /// Sets one media. Ends its after-call work.
  change set(media which, agent_state next) {
    return change_to([&](media m, agent_state s) { return m == which ? next : s; });
  }

  /// Sets all media alike, as agent.setState does. Ends after-call work.
  change set_all(agent_state next) {
    return change_to([&](media, agent_state) { return next; });
  }

  /// A call in this media is over and leaves work to do. The media takes no new call until
  /// end_after_call_work or set. Does nothing where the media is not ready anyway.
  change begin_after_call_work(media which) {
    if (!is_ready(of(which).code))
      return {};
    const agent_state before = of(which);
    auto done = set(which, {state_code::not_ready_after_callwork});
    before_work_[index(which)] = before;
    return done;
  }

  /// Returns to the state before the work. Does nothing where the agent has chosen another since.
  change end_after_call_work(media which) {
    if (const auto before = before_work_[index(which)])
      return set(which, *before);
    return {};
  }

private:
  static constexpr std::size_t index(media which) { return static_cast<std::size_t>(which); }

  change change_to(auto next_of) {
    change done;
    const agent_state whole_before = whole();
    for (const auto& row : media_names) {
      agent_state& state = states_[index(row.value)];
      const agent_state next = next_of(row.value, state);
      if (next == state)
        continue;
      state = next;
      before_work_[index(row.value)].reset();
      done.changed.push_back(row.value);
    }
    done.agent_changed = whole() != whole_before;
    return done;
  }

  std::array<agent_state, media_count> states_{};
  std::array<std::optional<agent_state>, media_count> before_work_{}; // set during the work only
};

} // namespace deskstorm::desk
