#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <rapidcheck.h>

#include <deskstorm/base/json.hpp>
#include <deskstorm/protocol/codec.hpp>

#include "support/catch.hpp"

using namespace deskstorm;

namespace {

rc::Gen<json> any_json(int depth) {
  const auto leaf =
    rc::gen::oneOf(rc::gen::just(json(nullptr)), rc::gen::map<bool>([](bool b) { return json(b); }),
                   rc::gen::map<int>([](int i) { return json(i); }),
                   rc::gen::map<double>([](double d) { return json(d); }),
                   rc::gen::map(rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~')),
                                [](std::string s) { return json(std::move(s)); }));
  if (depth == 0)
    return leaf;
  const auto inner = any_json(depth - 1);
  const auto list = rc::gen::map(rc::gen::container<std::vector<json>>(inner),
                                 [](const std::vector<json>& items) { return json(items); });
  const auto object =
    rc::gen::map(rc::gen::container<std::vector<std::pair<std::string, json>>>(
                   rc::gen::pair(rc::gen::element<std::string>("a", "event", "", "data"), inner)),
                 [](const auto& members) {
                   auto made = json::object();
                   for (const auto& [key, value] : members)
                     made[key] = value;
                   return made;
                 });
  return rc::gen::weightedOneOf<json>({{3, leaf}, {1, list}, {1, object}});
}

/// An object whose keys mean something, with values that often do.
json some_message() {
  auto made = json::object();
  const auto maybe = [&](const char* key, const rc::Gen<json>& usual) {
    if (*rc::gen::inRange(0, 4) != 0)
      made[key] = *rc::gen::weightedOneOf<json>({{3, usual}, {1, any_json(2)}});
  };
  const auto texts = [](std::vector<std::string> all) {
    return rc::gen::map(rc::gen::elementOf(std::move(all)),
                        [](std::string s) { return json(std::move(s)); });
  };
  maybe("userAgent", texts({"WWE Client", "WWE Server", "WWE", "other"}));
  maybe("request", texts({"agent.get", "voice.dial", "", "no.such"}));
  maybe("event", texts({"subscribe", "unsubscribe", "agent", ""}));
  maybe("referenceId", texts({"0", "1", ""}));
  for (const char* key : {"parameters", "data", "frameId", "subscriptionId", "errorMessage",
                          "protocolVersion", "unknown"})
    maybe(key, any_json(2));
  return made;
}

} // namespace

TEST_CASE("whatever is read from a client is written back equal", "[unit]") {
  CHECK(rc::check([] {
    const auto document = some_message();
    const auto message = parse_client_message(to_text(document));
    RC_CLASSIFY(bool{message});
    if (message) {
      RC_ASSERT(to_document(*message) == document);
      const auto again = parse_client_message(to_text(to_document(*message)));
      RC_ASSERT(bool{again});
      RC_ASSERT(*again == *message);
    } else {
      RC_ASSERT_FALSE(message.why().text.empty());
    }
  }));
}

TEST_CASE("whatever is read from a service is written back equal", "[unit]") {
  CHECK(rc::check([] {
    const auto document = *rc::gen::oneOf(rc::gen::exec(some_message), any_json(2));
    const auto message = parse_service_message(to_text(document));
    RC_ASSERT(bool{message});
    RC_CLASSIFY(!std::holds_alternative<ignored_message>(*message));
    RC_ASSERT(to_document(*message) == document);
  }));
}
