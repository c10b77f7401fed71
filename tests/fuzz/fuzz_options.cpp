// Any bytes are read as options, as lines and as JSON. What is accepted must be accepted again as
// an object and give the same options; what is not must have a reason and a place.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <deskstorm/options/parse.hpp>

using namespace deskstorm;

namespace {

void must(bool holds) {
  if (!holds)
    std::abort();
}

/// Asks the policies, which must have an answer for every origin and key.
void use(const options& read, std::string_view text) {
  const auto allowed = read.origins.allowed_to(text);
  for (const auto kind : allowed)
    must(read.origins.judge(text, kind) == origin_access::granted);
  const json data{{"Key1", 1}, {"Key2", 2}};
  must(only(read.user_data.read, data).size() <= data.size());
  const auto written = writable(read.user_data, data);
  must(written ? written->size() <= data.size() : !written.why().text.empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (const auto lines = read_option_lines(text)) {
    auto object = json::object();
    for (const auto& setting : *lines)
      object[setting.key] = setting.value;
    const auto from_lines = parse_options(text);
    const auto from_object = options_from_json(object);
    must(bool{from_lines} == bool{from_object});
    if (from_lines) {
      must(*from_lines == *from_object);
      use(*from_lines, text.substr(0, text.find('\n')));
    } else {
      must(!from_lines.why().text.empty() && !from_lines.why().where.empty());
    }
  } else {
    must(!lines.why().text.empty());
  }
  const auto origins = parse_origins(text);
  must(origins || !origins.why().text.empty());
  const auto document = json::parse(text, nullptr, false);
  if (!document.is_discarded() && document.is_object())
    if (const auto read = options_from_json(document); !read)
      must(!read.why().text.empty() && !read.why().where.empty());
  return 0;
}
