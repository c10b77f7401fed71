#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include <deskstorm/base/catalogue.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/tabs/election.hpp>
#include <deskstorm/tabs/elections/apply_and_wait.hpp>
#include <deskstorm/tabs/elections/apply_and_wait_repaired.hpp>
#include <deskstorm/tabs/elections/lease_in_transaction.hpp>
#include <deskstorm/tabs/elections/lowest_id_bully.hpp>
#include <deskstorm/tabs/elections/lowest_id_bully_repaired.hpp>
#include <deskstorm/tabs/elections/oldest_tab.hpp>
#include <deskstorm/tabs/elections/oldest_tab_repaired.hpp>
#include <deskstorm/tabs/elections/ping_campaign.hpp>
#include <deskstorm/tabs/elections/shared_worker.hpp>
#include <deskstorm/tabs/elections/storage_lease.hpp>
#include <deskstorm/tabs/elections/storage_lease_repaired.hpp>
#include <deskstorm/tabs/elections/web_lock.hpp>
#include <deskstorm/tabs/elections/web_lock_repaired.hpp>
#include <deskstorm/tabs/elections/worker_broker.hpp>

/// Every election protocol there is. A new one is a header of the folder `elections` and a name in
/// `protocols`.
namespace deskstorm::tabs {

namespace detail {

/// The shared worker of a protocol that has none.
template <class P>
struct no_worker {
  worker_effects after(const typename P::rules&, std::uint16_t, const election_message&, instant) {
    return {};
  }
  worker_effects woken(const typename P::rules&, instant) { return {}; }
};

template <class P>
struct worker_of {
  using type = no_worker<P>;
};

template <class P>
requires requires { typename P::worker; }
struct worker_of<P> {
  using type = typename P::worker;
};

template <class... Protocols>
struct protocol_list {
  using state = std::variant<Protocols...>;
  using rules = std::variant<typename Protocols::rules...>;
  using worker = std::variant<typename worker_of<Protocols>::type...>;
};

template <class Rules, class... Protocols>
consteval std::size_t index_of_rules(std::variant<Protocols...>*) {
  constexpr std::array same{std::is_same_v<Rules, typename Protocols::rules>...};
  return static_cast<std::size_t>(std::ranges::find(same, true) - same.begin());
}

template <class P>
constexpr bool is_fresh() {
  if constexpr (requires { P::fresh_identity; })
    return P::fresh_identity;
  return false;
}

template <class P>
constexpr property_set claims_when_fenced() {
  if constexpr (requires { P::claims_when_fenced; })
    return P::claims_when_fenced;
  return {};
}

template <class P>
constexpr std::span<const std::string_view> words_of() {
  if constexpr (requires { P::words; })
    return P::words;
  return {};
}

template <class P>
constexpr bool needs_browser() {
  if constexpr (requires { P::needs_browser; })
    return P::needs_browser;
  return false;
}

} // namespace detail

using protocols =
  detail::protocol_list<oldest_tab, oldest_tab_repaired, apply_and_wait, apply_and_wait_repaired,
                        ping_campaign, storage_lease, storage_lease_repaired, lowest_id_bully,
                        lowest_id_bully_repaired, lease_in_transaction, shared_worker, web_lock,
                        web_lock_repaired, worker_broker>;

using election_state = protocols::state;

/// The protocol of a run with its parameters, shared by all tabs.
using election_rules = protocols::rules;

/// The part of one tab in the elections of its agent.
class election {
public:
  election(const election_rules& rules, tab_id id)
    : state_(std::visit([&](const auto& r) { return state_for(r, id); }, rules)) {}

  /// Takes what happens to the tab. The clock of `around` must not precede that of the input
  /// before. `rules` are those of the constructor.
  election_effects after(const election_rules& rules, const election_input::any& input,
                         const surroundings& around) {
    return std::visit(
      [&]<class Protocol>(Protocol& p) {
        return p.after(*std::get_if<typename Protocol::rules>(&rules), input, around);
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

  /// The number of the term that the tab leads in, as the medium gave it; 0 where it gives none.
  std::uint64_t epoch() const {
    return std::visit(
      []<class Protocol>(const Protocol& p) -> std::uint64_t {
        if constexpr (requires { p.epoch(); })
          return p.epoch();
        else
          return 0;
      },
      state_);
  }

  /// Whether an effect of a duty may go on, asked in one transaction with the effect.
  bool may_act(const election_rules& rules, const stored_records& rows,
               const surroundings& around) const {
    return std::visit(
      [&]<class Protocol>(const Protocol& p) {
        const auto& r = *std::get_if<typename Protocol::rules>(&rules);
        if constexpr (requires { p.may_act(r, rows, around); })
          return p.may_act(r, rows, around);
        else
          return true;
      },
      state_);
  }

private:
  template <class Rules>
  static election_state state_for(const Rules&, tab_id id) {
    constexpr auto index = detail::index_of_rules<Rules>(static_cast<election_state*>(nullptr));
    return election_state{std::in_place_index<index>, id};
  }

  election_state state_;
};

enum class parameter_kind : std::uint8_t { time, number };

/// What runs in the shared worker of an agent's browser: the other half of a protocol that has one.
class election_worker {
public:
  /// A worker that has just begun.
  explicit election_worker(const election_rules& rules)
    : state_(std::visit([]<class Rules>(const Rules&) { return begin<Rules>(); }, rules)) {}

  /// Takes what a page says. `port` is what the worker knows the page by, above 0.
  worker_effects after(const election_rules& rules, std::uint16_t port,
                       const election_message& what, instant now) {
    return at(rules, [&](auto& w, const auto& r) { return w.after(r, port, what, now); });
  }

  /// The worker is woken as it wished.
  worker_effects woken(const election_rules& rules, instant now) {
    return at(rules, [&](auto& w, const auto& r) { return w.woken(r, now); });
  }

private:
  using state = protocols::worker;

  template <class Rules>
  static state begin() {
    constexpr auto index = detail::index_of_rules<Rules>(static_cast<election_state*>(nullptr));
    return state{std::in_place_index<index>};
  }

  worker_effects at(const election_rules& rules, auto use) {
    return std::visit(
      [&]<class Rules>(const Rules& r) {
        constexpr auto index = detail::index_of_rules<Rules>(static_cast<election_state*>(nullptr));
        return use(*std::get_if<index>(&state_), r);
      },
      rules);
  }

  state state_;
};

/// Calls `visit` with each time that the protocol has as a parameter.
template <class Rules, class Visit>
void for_each_time(const Rules& rules, Visit visit) {
  constexpr auto index = detail::index_of_rules<Rules>(static_cast<election_state*>(nullptr));
  for (const auto& time : std::variant_alternative_t<index, election_state>::times)
    visit(rules.*time.value);
}

/// A parameter of a protocol with its default: a time in ns, or a number, where a flag is 0 or 1.
struct election_parameter {
  std::string_view name;
  std::string_view about;
  parameter_kind kind = parameter_kind::time;
  std::int64_t usual = 0;
};

/// The limits of what a scenario may ask for. Protocols add up and multiply what they are given; so
/// far from the ends of the time line no sum leaves it.
inline constexpr duration longest_election_time = std::chrono::hours{24};
inline constexpr std::int64_t highest_election_number = 255; // what a byte counts

/// A time may be `never`, which is duration::max(), where the protocol is made for it.
constexpr bool may_be_never(const election_parameter& p) {
  return p.kind == parameter_kind::time && p.usual == duration::max().count();
}

/// What a scenario says about the elections of its tabs.
struct election_choice {
  std::map<std::string, duration> times = {}; ///< parameters by name; the others have defaults
  bool release_at_unload = true;              ///< a tab that closes tells the others
  bool resign_on_hide = false;                ///< a tab that is hidden gives up leading
  std::map<std::string, std::int64_t> numbers = {}; ///< parameters by name; flags are 0 or 1
};

namespace detail {

template <class Rules>
inline constexpr std::array<election_number<Rules>, 0> no_numbers{};

template <election_protocol P>
constexpr const auto& numbers_of() {
  if constexpr (requires { P::numbers; })
    return P::numbers;
  else
    return no_numbers<typename P::rules>;
}

template <election_protocol P>
inline constexpr auto election_parameters = [] {
  constexpr const auto& numbers = numbers_of<P>();
  std::array<election_parameter, P::times.size() + numbers.size()> rows{};
  const typename P::rules usual{};
  std::size_t next = 0;
  for (const auto& t : P::times)
    rows[next++] = {t.name, t.about, parameter_kind::time, (usual.*t.value).count()};
  for (const auto& n : numbers)
    rows[next++] = {n.name, n.about, parameter_kind::number, usual.*n.value};
  return rows;
}();

/// Returns what is wrong with the value of a parameter, which may be unknown; nothing where all is
/// well.
inline std::optional<failure> fault_of(std::span<const election_parameter> known,
                                       parameter_kind kind, const std::string& name,
                                       std::int64_t value) {
  const auto* p = find_named(known, name);
  if (p == nullptr || p->kind != kind)
    return failure{"the protocol has no such parameter", name};
  const bool is_time = kind == parameter_kind::time;
  if (is_time ? value <= 0 : value < 0)
    return failure{is_time ? "must be longer than 0" : "must not be below 0", name};
  if (is_time && value == duration::max().count() && may_be_never(*p))
    return std::nullopt;
  if (is_time && value > longest_election_time.count())
    return failure{"must not be longer than a day", name};
  if (!is_time && value > highest_election_number)
    return failure{"must not be above 255", name};
  return std::nullopt;
}

template <election_protocol P>
result<election_rules> make_rules(const election_choice& choice) {
  constexpr std::span<const election_parameter> known{election_parameters<P>};
  typename P::rules rules;
  rules.release_at_unload = choice.release_at_unload;
  rules.resign_on_hide = choice.resign_on_hide;
  for (const auto& [name, value] : choice.times) {
    if (auto fault = fault_of(known, parameter_kind::time, name, value.count()))
      return *std::move(fault);
    rules.*find_named(P::times, name)->value = value;
  }
  for (const auto& [name, value] : choice.numbers) {
    if (auto fault = fault_of(known, parameter_kind::number, name, value))
      return *std::move(fault);
    rules.*find_named(numbers_of<P>(), name)->value = value;
  }
  return election_rules{rules};
}

} // namespace detail

/// A protocol as scenarios and `deskstorm list` know it.
/// Errors of `make`: an unknown parameter, or one outside of its limits; the failure names it.
struct election_row {
  std::string_view name;
  std::string_view about;
  std::span<const election_parameter> parameters;
  property_set claims;
  property_set claims_when_fenced; ///< besides, where the sink refuses deposed leaders
  bool fresh_identity;             ///< its tabs do not take their ids from the session storage
  bool needs_browser;              ///< it needs more than messages and timers
  std::span<const std::string_view> words; ///< of its messages, by kind
  result<election_rules> (*make)(const election_choice&);
};

namespace detail {

template <election_protocol P>
constexpr election_row election_row_of() {
  return {P::name,
          P::about,
          election_parameters<P>,
          P::claims,
          claims_when_fenced<P>(),
          is_fresh<P>(),
          needs_browser<P>(),
          words_of<P>(),
          make_rules<P>};
}

template <class... Protocols>
constexpr std::array<election_row, sizeof...(Protocols)>
election_rows(std::type_identity<protocol_list<Protocols...>>) {
  return {election_row_of<Protocols>()...};
}

} // namespace detail

inline constexpr auto elections = detail::election_rows(std::type_identity<protocols>{});

} // namespace deskstorm::tabs
