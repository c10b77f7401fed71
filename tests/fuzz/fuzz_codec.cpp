// Any bytes are read as a message of either side. What is accepted must be written back equal and
// be read again as the same message; what is not must have a reason.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

#include <deskstorm/protocol/check.hpp>
#include <deskstorm/protocol/codec.hpp>

using namespace deskstorm;

namespace {

void must(bool holds) {
  if (!holds)
    std::abort();
}

template <class Message>
void round_trip(const json& document, const result<Message>& message, auto parse) {
  if (!message) {
    must(!message.why().text.empty());
    return;
  }
  const auto written = to_document(*message);
  must(written == document);
  const auto again = parse(to_text(written), codec_limits{.bytes = ~std::size_t{0}});
  must(bool{again} && *again == *message);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto document = parse_document(text);
  if (!document) {
    must(!document.why().text.empty());
    return 0;
  }
  round_trip(*document, parse_client_message(text), parse_client_message);
  round_trip(*document, parse_service_message(text), parse_service_message);
  if (const auto message = parse_client_message(text))
    if (const auto* request = std::get_if<request_message>(&*message)) {
      const auto kind = check_request(*request);
      must(kind ? name_of(*kind) == request->request : !kind.why().text.empty());
    }
  return 0;
}
