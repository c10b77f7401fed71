#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>

#include <deskstorm/base/overloaded.hpp>
#include <deskstorm/tabs/election_part.hpp>

namespace deskstorm::tabs {

/// A row of a transactional store says who leads and since when; it is taken, extended and given
/// back in transactions, and each effect of a leader looks at it in the same transaction. A tab
/// that closes writes a mark into local storage, because the store is too slow for that. Source:
/// Firestore web SDK. Ages are taken by the wall clock; a lease of the future is void. Among equals
/// the first transaction wins.
class lease_in_transaction : public election_part {
public:
  static constexpr std::string_view name = "lease-in-transaction";
  static constexpr std::string_view about =
    "a lease in a transactional store, looked at in the transaction of every effect";
  static constexpr bool needs_browser = true;
  static constexpr property_set claims{
    property::single_leader, property::overlap_ends, property::duty_once,
    property::stale_effect,  property::epoch_order,  property::leader_exists,
    property::stuck,         property::duty_lost,    property::event_order,
  };

  struct rules {
    duration refresh = std::chrono::seconds{4};
    duration lease = std::chrono::seconds{5};
    bool release_at_unload = true;
    bool resign_on_hide = false;
  };

  static constexpr auto times = std::to_array<election_time<rules>>({
    {"refresh", "between two looks at the lease", &rules::refresh},
    {"lease", "age up to which a lease is valid", &rules::lease},
  });

  using election_part::election_part;

  /// The version of the lease.
  std::uint64_t epoch() const { return leads() ? static_cast<std::uint64_t>(version_) : 0; }

  bool may_act(const rules& r, const stored_records& rows, const surroundings& around) const {
    return rows[lease_row].owner == id_ && is_valid(r, rows[lease_row], around.wall);
  }

  election_effects after(const rules& r, const election_input::any& input,
                         const surroundings& around) {
    using namespace election_input;
    election_effects effects;
    std::visit(overloaded{
                 [&](opened) {
                   begin(effects);
                   if ((*around.storage)[key_of(id_)].present)
                     effects.push_back(election_effect::write{key_of(id_), {}});
                   look(r, around, effects);
                 },
                 [&](timer_fired t) {
                   if (counts(t))
                     look(r, around, effects);
                 },
                 [&](hidden) {
                   if (r.resign_on_hide)
                     yields_until_ = around.now + r.lease;
                   look(r, around, effects);
                 },
                 [&](shown) { look(r, around, effects); },
                 [&](resign) {
                   yields_until_ = around.now + r.lease;
                   look(r, around, effects);
                 },
                 [&](in_transaction t) { transact(r, *t.rows, around); },
                 [&](committed) { learn(effects); },
                 [&](closing) {
                   if (r.release_at_unload)
                     effects.push_back(election_effect::write{
                       key_of(id_),
                       {.fields = {around.wall.time_since_epoch().count(), 0, 0},
                        .owner = id_,
                        .present = true}});
                 },
                 [](const auto&) {},
               },
               input);
    return effects;
  }

private:
  static constexpr std::size_t lease_row = 0;

  void look(const rules& r, const surroundings& around, election_effects& effects) {
    effects.push_back(election_effect::begin_transaction{});
    arm(around.now + r.refresh, effects);
  }

  static bool is_valid(const rules& r, const stored_record& row, instant wall) {
    const duration age = wall - instant{duration{row.fields[0]}};
    return row.present && age >= duration::zero() && age <= r.lease;
  }

  bool is_marked_dead(tab_id who, const surroundings& around) const {
    const auto& mark = (*around.storage)[key_of(who)];
    return mark.present && mark.owner == who;
  }

  void transact(const rules& r, stored_records& rows, const surroundings& around) {
    const auto stamp = around.wall.time_since_epoch().count();
    rows[key_of(id_)] = {
      .fields = {stamp, around.visible ? 1 : 0, 0}, .owner = id_, .present = true};
    auto& lease = rows[lease_row];
    const bool held = is_valid(r, lease, around.wall)
                      && (lease.owner == id_ || !is_marked_dead(lease.owner, around));
    const bool may =
      around.now >= yields_until_ && (held ? lease.owner == id_ : may_take(r, rows, around));
    if (may) {
      const auto version = held ? lease.fields[1] : lease.fields[1] + 1;
      lease = {.fields = {stamp, version, 0}, .owner = id_, .present = true};
      outcome_ = frame_state::leading;
      read_version_ = static_cast<std::uint32_t>(version);
    } else {
      if (lease.owner == id_)
        lease.present = false; // given back; the version stays
      outcome_ = held && lease.present ? frame_state::following : frame_state::negotiating;
    }
    read_owner_ = lease.present ? lease.owner : tab_id{};
  }

  /// A hidden tab leaves the lease to a visible one that lives.
  bool may_take(const rules& r, const stored_records& rows, const surroundings& around) const {
    return around.visible
           || std::none_of(rows.begin() + first_tab_key, rows.end(), [&](const auto& row) {
                return row.owner != id_ && row.fields[1] != 0 && is_valid(r, row, around.wall)
                       && !is_marked_dead(row.owner, around);
              });
  }

  void learn(election_effects& effects) {
    if (outcome_ == frame_state::leading)
      version_ = read_version_;
    show(outcome_, read_owner_, effects);
  }

  instant yields_until_{};
  std::uint32_t version_ = 0;
  std::uint32_t read_version_ = 0; // what the last transaction found, until it is committed
  tab_id read_owner_{};
  frame_state outcome_ = frame_state::negotiating;
};

static_assert(election_protocol<lease_in_transaction>);

} // namespace deskstorm::tabs
