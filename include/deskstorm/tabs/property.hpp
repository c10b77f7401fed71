#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include <deskstorm/base/names.hpp>

namespace deskstorm::tabs {

/// What may be asked of an election.
enum class property : std::uint8_t {
  single_leader,
  overlap_ends,
  duty_once,
  stale_effect,
  epoch_order,
  event_order,
  deposed_knows,
  unique_tab,
  invented_leader,
  leader_exists,
  duty_lost,
  stuck,
  flapping,
  views_agree,
};

/// A property as scenarios name it.
struct property_row {
  property value;
  std::string_view name;
  std::string_view about;
};

// clang-format off
inline constexpr auto properties = std::to_array<property_row>({
  {property::single_leader,   "single-leader",   "no two tabs lead in one epoch"},
  {property::overlap_ends,    "overlap-ends",    "of two leaders one gives up by the end"},
  {property::duty_once,       "duty-once",       "no duty takes effect twice"},
  {property::stale_effect,    "stale-effect",    "no effect counts after one of a later leader"},
  {property::epoch_order,     "epoch-order",     "each leader has a higher epoch than before"},
  {property::event_order,     "event-order",     "each tab tells its states in a legal order"},
  {property::deposed_knows,   "deposed-knows",   "who was deposed in a pause knows before it acts"},
  {property::unique_tab,      "unique-tab",      "no two living tabs have one id"},
  {property::invented_leader, "invented-leader", "whom a tab follows has led"},
  {property::leader_exists,   "leader-exists",   "somebody leads again in time, if a tab could"},
  {property::duty_lost,       "duty-lost",       "each duty takes effect in the end"},
  {property::stuck,           "stuck",           "no tab negotiates for ever"},
  {property::flapping,        "flapping",        "no leader after leader without a cause"},
  {property::views_agree,     "views-agree",     "all tabs name the same leader in the end"},
});
// clang-format on

inline constexpr std::size_t property_count = properties.size();

constexpr std::string_view name_of(property what) { return name_in(properties, what); }

/// Some of the properties.
class property_set {
public:
  constexpr property_set() = default;
  constexpr property_set(std::initializer_list<property> some) {
    for (const property one : some)
      add(one);
  }

  constexpr void add(property one) { bits_ |= bit(one); }
  constexpr bool has(property one) const { return (bits_ & bit(one)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }

  friend constexpr bool operator==(property_set, property_set) = default;

private:
  static constexpr std::uint32_t bit(property one) { return 1U << static_cast<unsigned>(one); }

  std::uint32_t bits_ = 0;
};

} // namespace deskstorm::tabs
