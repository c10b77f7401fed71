#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include <deskstorm/desk/consultation.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

using namespace std::chrono_literals;
using e = event_type;

constexpr interaction_id p{1};
constexpr interaction_id c{2};

constexpr instant at(duration since_start) { return instant{since_start}; }

interaction talking() {
  auto call = offer({.id = p, .party = "+4930", .case_id = "case"}, at(1s)).call;
  REQUIRE(apply(call, call_trigger::answer, at(2s)));
  return call;
}

struct pair_of_calls {
  interaction primary;
  interaction consultation;
};

pair_of_calls consulting() {
  auto primary = talking();
  auto begun = consult(primary, {.id = c, .party = "5002"}, at(3s));
  REQUIRE(begun);
  auto consultation = begun->call;
  REQUIRE(apply(consultation, call_trigger::far_end_answers, at(4s)));
  return {primary, consultation};
}

TEST_CASE("consultation holds the call and dials", "[unit]") {
  auto primary = talking();
  const auto begun = consult(primary, {.id = c, .party = "5002"}, at(3s));
  REQUIRE(begun);
  CHECK(begun->events == told_list{{p, e::held}, {c, e::added}, {c, e::dialing}});
  CHECK(primary.state == interaction_state::held);
  const auto& made = begun->call;
  CHECK(made.kind == call_kind::consultation);
  CHECK(made.type == call_type::consult);
  CHECK(made.parent == p);
  CHECK(made.case_id == "case");
  CHECK_FALSE(made.main_of_case);
  CHECK(made.state == interaction_state::dialing);
}

TEST_CASE("consultation needs a call that is established", "[unit]") {
  auto primary = offer({.id = p, .party = "+4930"}, at(1s)).call;
  const auto before = primary;
  CHECK_FALSE(consult(primary, {.id = c, .party = "5002"}, at(2s)));
  CHECK(primary == before);
}

TEST_CASE("consultation hands the call over", "[unit]") {
  auto [primary, consultation] = consulting();
  const auto events = complete_transfer(consultation, primary, at(5s));
  REQUIRE(events);
  CHECK(*events == told_list{{c, e::released}, {c, e::removed}, {p, e::released}});
  CHECK(life_of(consultation) == interaction_state::removed);
  CHECK(life_of(primary) == interaction_state::idle);
  CHECK(apply(primary, call_trigger::mark_done, at(6s)));
}

TEST_CASE("consultation joins the calls", "[unit]") {
  auto [primary, consultation] = consulting();
  const auto events = complete_conference(consultation, primary, at(5s));
  REQUIRE(events);
  CHECK(
    *events
    == told_list{{c, e::released}, {c, e::removed}, {p, e::established}, {p, e::party_changed}});
  CHECK(primary.state == interaction_state::talking);
  CHECK(primary.parties == std::vector<std::string>{"+4930", "5002"});
}

TEST_CASE("consultation that is hung up leaves the call on hold", "[unit]") {
  auto [primary, consultation] = consulting();
  const auto events = apply(consultation, call_trigger::hang_up, at(5s));
  REQUIRE(events);
  CHECK(*events == interaction_events{e::released, e::removed});
  CHECK(primary.state == interaction_state::held);
  CHECK(apply(primary, call_trigger::resume, at(6s)));
}

TEST_CASE("consultation does not complete before it is established", "[unit]") {
  auto primary = talking();
  auto consultation = consult(primary, {.id = c, .party = "5002"}, at(3s))->call;
  const auto before = primary;
  CHECK_FALSE(complete_transfer(consultation, primary, at(4s)));
  CHECK(primary == before);
  CHECK(consultation.state == interaction_state::dialing);
}

TEST_CASE("consultation does not complete when the call has gone", "[unit]") {
  auto [primary, consultation] = consulting();
  REQUIRE(apply(primary, call_trigger::hang_up, at(5s)));
  const auto before = consultation;
  CHECK_FALSE(complete_conference(consultation, primary, at(6s)));
  CHECK(consultation == before);
}

TEST_CASE("consultation completes with its own call only", "[unit]") {
  auto [primary, consultation] = consulting();
  auto other = primary;
  other.id = {9};
  CHECK(
    complete_transfer(consultation, other, at(5s)).why()
    == failure{"Interaction 2 is no consultation about interaction 9.", "consultInteractionId"});
}

/// Does anything to a few calls, in an order that follows from the seed.
class chance {
public:
  explicit chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t below(std::uint64_t limit) {
    state_ = state_ * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    return (state_ >> 33) % limit;
  }

private:
  std::uint64_t state_;
};

constexpr std::uint64_t trigger_count = static_cast<std::uint64_t>(call_trigger::party_changes) + 1;

/// Checks that what is offered is what is accepted.
void check_capabilities(const interaction& call) {
  const auto offered = capabilities_of(call);
  for (const auto& row : call_capabilities) {
    auto tried = call;
    const bool is_offered = std::ranges::find(offered, row.offers) != offered.end();
    if (is_offered != static_cast<bool>(apply(tried, row.does, at(1h))))
      FAIL("capability " << name_of(row.offers) << " in " << name_of(life_of(call)));
  }
}

/// Checks that the call went along a row of its table and told what the row says.
void check_transition(const interaction& before, const interaction& after, call_trigger on,
                      const result<interaction_events>& done) {
  const auto* row = call_row_for(before.kind, life_of(before), on);
  if (static_cast<bool>(done) != (row != nullptr))
    FAIL("trigger " << static_cast<int>(on) << " in " << name_of(life_of(before)));
  if (!done) {
    if (!(before == after))
      FAIL("a refused trigger changed the call");
    return;
  }
  const std::size_t recording = done->size() - row->events.size();
  if (life_of(after) != row->to || recording > 1
      || !std::equal(row->events.begin(), row->events.end(), done->begin() + recording))
    FAIL("trigger " << static_cast<int>(on) << " in " << name_of(life_of(before)));
}

TEST_CASE("consultation and calls make no step that their tables do not have", "[unit][slow]") {
  const auto seed = GENERATE(1U, 2U, 3U);
  CAPTURE(seed);
  chance random{seed};
  std::vector<interaction> calls;
  std::map<std::pair<call_kind, interaction_state>, int> seen;
  std::uint32_t next_id = 1;
  instant now{};

  for (int step = 0; step < 100'000; ++step) {
    now += 1ms;
    std::erase_if(calls, [](const auto& i) { return i.removed; });
    if (calls.size() < 2 || (calls.size() < 6 && random.below(10) == 0)) {
      const new_call made{.id = {next_id++}, .party = "5001"};
      calls.push_back((random.below(2) == 0 ? dial(made, now) : offer(made, now)).call);
    }
    auto& call = calls[random.below(calls.size())];
    auto& other = calls[random.below(calls.size())];
    const auto before = call;
    const auto on = static_cast<call_trigger>(random.below(trigger_count));
    const bool is_consult = on == call_trigger::consult && random.below(2) == 0;
    if (is_consult) {
      if (auto begun = consult(call, {.id = {next_id++}, .party = "5002"}, now)) {
        ++seen[{call.kind, life_of(call)}];
        calls.push_back(begun->call);
      }
    } else if (on == call_trigger::complete && random.below(2) == 0 && &call != &other) {
      (void)(random.below(2) == 0 ? complete_transfer(call, other, now)
                                  : complete_conference(call, other, now));
      ++seen[{call.kind, life_of(call)}];
    } else if (random.below(8) == 0) {
      (void)apply(call, static_cast<recording_trigger>(random.below(4)));
    } else {
      check_transition(before, call, on, apply(call, on, now));
      ++seen[{call.kind, life_of(call)}];
    }
    check_capabilities(calls[random.below(calls.size())]);
  }

  for (const auto kind : {call_kind::plain, call_kind::consultation})
    for (const auto& state : {interaction_state::dialing, interaction_state::talking,
                              interaction_state::held, interaction_state::removed}) {
      CAPTURE(static_cast<int>(kind), name_of(state));
      CHECK(seen[{kind, state}] > 0);
    }
  CHECK(seen[{call_kind::plain, interaction_state::ringing}] > 0);
  CHECK(seen[{call_kind::plain, interaction_state::idle}] > 0);
}

} // namespace
} // namespace deskstorm::desk
