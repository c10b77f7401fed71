// Any bytes arrive at `deskstorm serve`: as the message of a desktop page, as the body of a control
// request, as target and host of an HTTP request. None may be taken for what it is not.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include <deskstorm/loadgen/live/browser_message.hpp>
#include <deskstorm/loadgen/live/control.hpp>
#include <deskstorm/loadgen/live/site.hpp>
#include <deskstorm/loadgen/live/usual_plan.hpp>
#include <deskstorm/protocol/check.hpp>
#include <deskstorm/protocol/codec.hpp>

using namespace deskstorm;
using namespace deskstorm::loadgen;

namespace {

void must(bool holds) {
  if (!holds)
    std::abort();
}

void of_browser(std::string_view text) {
  const auto read = live::read_browser_message(text);
  if (!read)
    return must(!read.why().text.empty());
  const auto* relayed = std::get_if<live::relay_message>(&*read);
  if (relayed == nullptr)
    return;
  const auto message = read_client_message(relayed->message);
  if (message)
    if (const auto* request = std::get_if<request_message>(&*message))
      must(check_request(*request) || !check_request(*request).why().text.empty());
}

void of_control(std::string_view text) {
  static const auto plan = live::usual_plan();
  constexpr std::uint32_t agents = 3;
  const auto body = parse_document(text);
  if (!body || !body->is_object())
    return;
  for (const auto* what :
       {"arrivals", "campaigns", "records", "faults", "options", "reset", "other"}) {
    const auto order = live::read_control(what, *body, plan, plan.options, agents);
    if (!order) {
      must(!order.why().text.empty());
      continue;
    }
    if (const auto* arrivals = std::get_if<live::new_arrivals>(&*order))
      must(arrivals->queue < plan.queues.size() && arrivals->agent <= agents
           && arrivals->count > 0);
    if (const auto* step = std::get_if<live::step_of_campaign>(&*order))
      must(step->campaign < plan.campaigns.size());
  }
}

void of_http(std::string_view text) {
  static live::site site{{"127.0.0.1:8090", "localhost:8090", {}, "secret"}, {}};
  live::web_request request{.method = "GET", .target = std::string{text}, .host = "127.0.0.1:8090"};
  const auto answer = site.answer(request);
  must(answer.status == 200 || answer.status == 404 || answer.status == 503);
  if (const auto value = live::query_value(request.target, "agent"))
    must(value->size() <= text.size());
  request.host = std::string{text};
  must(request.host == "127.0.0.1:8090" || request.host == "localhost:8090"
       || site.answer(request).status == 421);
  request = {.method = "POST", .target = "/api/reset", .host = "127.0.0.1:8090"};
  request.token = std::string{text};
  must(request.token == "secret" || site.answer(request).status == 403);
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0)
    return 0;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are text here
  const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
  switch (data[0] % 3) {
  case 0: of_browser(text); break;
  case 1: of_control(text); break;
  default: of_http(text);
  }
  return 0;
}
