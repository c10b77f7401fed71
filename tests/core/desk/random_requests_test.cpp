#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <deskstorm/protocol/requests.hpp>

#include "core/desk/at_desk.hpp"
#include "support/catch.hpp"
#include "support/dice.hpp"

// Random requests with random parameters, as documents, while calls and messages come in.
// DESKSTORM_SEED sets the seed.
namespace deskstorm::desk {
namespace {

class desk_under_fire {
public:
  explicit desk_under_fire(std::uint64_t seed) : dice_(seed) { desk_.subscribe("interaction"); }

  void step() {
    desk_.now += std::chrono::milliseconds{dice_.below(500)};
    if (dice_.below(4) == 0)
      happen();
    else
      request(requests[dice_.below(request_count)]);
    check_list();
  }

  std::size_t served() const { return served_; }
  std::size_t refused() const { return refused_; }
  std::size_t begun() const { return ids_.size(); }

private:
  std::string some_id() {
    const auto& all = desk_.all.interactions();
    if (all.empty() || dice_.below(8) == 0)
      return dice_.below(2) == 0 ? "99999" : "no number";
    return std::to_string(all[dice_.below(all.size())].id.value);
  }

  json value_for(const parameter_row& row) {
    if (dice_.below(16) == 0)
      return pick<json>({json(nullptr), 1, "x", json::array(), json::object()});
    if (row.name == "interactionId" || row.name == "consultInteractionId")
      return some_id();
    if (row.name == "targetQuery")
      return pick<json>({"5002", {{"target", "AGENT"}, {"destination", "7"}}, {{"type", "SKILL"}}});
    if (row.name == "stateOperationName")
      return pick<json>({"Ready", "NotReady", "Asleep", 1});
    switch (row.type) {
    case parameter_type::number:
    case parameter_type::number_or_text: return dice_.below(60);
    case parameter_type::flag: return dice_.below(2) == 0;
    case parameter_type::object:
    case parameter_type::object_or_text: return {{"Key1", dice_.below(9)}};
    case parameter_type::list: return json::array({"x*"});
    default: return pick<json>({"voice", "5001", "Key1", "wweCustomToast0"});
    }
  }

  template <class Value>
  Value pick(std::vector<Value> from) {
    return from[dice_.below(from.size())];
  }

  void request(const request_row& row) {
    json parameters = json::array();
    for (const auto& parameter : row.parameters)
      if (parameter.required || dice_.below(2) == 0)
        parameters.push_back(value_for(parameter));
    const auto interactions = desk_.all.interactions();
    const auto states = desk_.all.states();
    const auto reply = desk_.ask(row.name, parameters);
    CAPTURE(row.name, parameters.dump(), reply.dump());
    if (reply.value("request", "") != row.name)
      FAIL("there is no reply");
    if (!reply.contains("errorMessage")) {
      ++served_;
      return;
    }
    ++refused_;
    if (desk_.all.interactions() != interactions || desk_.all.states().whole() != states.whole())
      FAIL("it is refused and changes something");
  }

  void happen() {
    const auto& all = desk_.all.interactions();
    if (all.size() < 8 && dice_.below(3) == 0)
      return begin();
    if (all.empty())
      return;
    static const std::vector<command> what{
      call_trigger::far_end_answers, call_trigger::hang_up, call_trigger::mark_done,
      call_trigger::answer,          media_trigger::accept, media_trigger::join,
      media_trigger::message,        media_trigger::end,    media_trigger::complete,
      media_trigger::revoke,         media_trigger::send,   media_trigger::store};
    const auto which = all[dice_.below(all.size())].id;
    static_cast<void>(desk_.all.happen(which, what[dice_.below(what.size())], desk_.now));
  }

  void begin() {
    constexpr std::array which{media::chat, media::email, media::workitem};
    if (dice_.below(2) == 0)
      desk_.offer();
    else
      desk_.all.invite({.id = {}, .media = which[dice_.below(3)], .party = "customer"}, desk_.now);
  }

  /// Numbers come once, in order, and what is removed is gone.
  void check_list() {
    for (const auto& i : desk_.all.interactions()) {
      if (ids_.insert(i.id.value).second && i.id.value <= last_id_)
        FAIL("the number " << i.id.value << " comes again");
      last_id_ = std::max(last_id_, i.id.value);
      if (i.removed)
        FAIL("the interaction " << i.id.value << " is removed and still there");
    }
  }

  support::dice dice_;
  at_desk desk_;
  std::set<std::uint32_t> ids_;
  std::uint32_t last_id_ = 0;
  std::size_t served_ = 0;
  std::size_t refused_ = 0;
};

TEST_CASE("of 20,000 random requests those that are refused change nothing", "[property]") {
  const char* given = std::getenv("DESKSTORM_SEED");
  const std::uint64_t seed = given == nullptr ? 20'211'201 : std::strtoull(given, nullptr, 10);
  CAPTURE(seed);
  desk_under_fire desk{seed};
  for (int n = 0; n < 20'000; ++n)
    desk.step();
  CHECK(desk.served() > 3'000);
  CHECK(desk.refused() > 3'000);
  CHECK(desk.begun() > 500);
  WARN("seed " << seed << ": " << desk.begun() << " interactions, " << desk.served()
               << " requests served, " << desk.refused() << " refused");
}

} // namespace
} // namespace deskstorm::desk
