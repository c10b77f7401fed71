#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/tabs/election.hpp>
#include <deskstorm/tabs/elections/oldest_tab.hpp>

/// Every election protocol there is. A new one is a header of the folder `elections`, an
/// alternative of `election_state` and of `election_rules`, and a row of `elections`.
namespace deskstorm::tabs {

using election_state = std::variant<oldest_tab>;

/// The protocol of a run with its parameters, shared by all tabs.
using election_rules = std::variant<oldest_tab::rules>;

/// The part of one tab in the elections of its agent.
class election {
public:
  election(const election_rules& rules, tab_id id)
    : state_(std::visit([&](const auto& r) { return state_for(r, id); }, rules)) {}

  /// Takes what happens to the tab at `now`, which must not precede the input before. `rules` are
  /// those of the constructor.
  election_effects after(const election_rules& rules, const election_input::any& input,
                         instant now) {
    return std::visit(
      [&]<class Protocol>(Protocol& p) {
        return p.after(*std::get_if<typename Protocol::rules>(&rules), input, now);
      },
      state_);
  }

  frame_state state() const {
    return std::visit([](const auto& p) { return p.state(); }, state_);
  }

  /// Whom the tab takes for the leader; 0 for nobody.
  tab_id leader() const {
    return std::visit([](const auto& p) { return p.leader(); }, state_);
  }

private:
  static election_state state_for(const oldest_tab::rules&, tab_id id) { return oldest_tab{id}; }

  election_state state_;
};

/// A parameter of a protocol with its default.
struct election_parameter {
  std::string_view name;
  std::string_view about;
  duration usual;
};

/// What a scenario says about the elections of its tabs.
struct election_choice {
  std::map<std::string, duration> times = {}; ///< parameters by name; the others have defaults
  bool release_at_unload = true;              ///< a tab that closes tells the others
};

namespace detail {

template <election_protocol P>
inline constexpr auto election_parameters = [] {
  std::array<election_parameter, P::times.size()> rows{};
  const typename P::rules usual{};
  std::ranges::transform(P::times, rows.begin(), [&](const auto& t) {
    return election_parameter{t.name, t.about, usual.*t.value};
  });
  return rows;
}();

template <election_protocol P>
result<election_rules> make_rules(const election_choice& choice) {
  typename P::rules rules{.release_at_unload = choice.release_at_unload};
  for (const auto& [name, value] : choice.times) {
    const auto* time = find_named(P::times, name);
    if (time == nullptr)
      return failure{"the protocol has no such parameter", name};
    if (value <= duration::zero())
      return failure{"must be longer than 0", name};
    rules.*time->value = value;
  }
  return election_rules{rules};
}

} // namespace detail

/// A protocol as scenarios and `deskstorm list` know it.
/// Errors of `make`: an unknown parameter, or one that is not above zero; the failure names it.
struct election_row {
  std::string_view name;
  std::string_view about;
  std::span<const election_parameter> parameters;
  result<election_rules> (*make)(const election_choice&);
};

namespace detail {

template <election_protocol P>
constexpr election_row election_row_of() {
  return {P::name, P::about, election_parameters<P>, make_rules<P>};
}

} // namespace detail

inline constexpr std::array elections{detail::election_row_of<oldest_tab>()};

} // namespace deskstorm::tabs
