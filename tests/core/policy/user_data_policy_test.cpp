#include <string>

#include <deskstorm/base/json.hpp>
#include <deskstorm/options/parse.hpp>
#include <deskstorm/policy/user_data_policy.hpp>

#include "support/catch.hpp"

using namespace deskstorm;

namespace {

/// The manual's example of attached data access.
user_data_policy manual_example() {
  const auto options = parse_options("service-client-api.user-data.write-allowed=Key1,Key3\n"
                                     "service-client-api.user-data.read-allowed=Key1,Key2,Key3\n");
  REQUIRE(options);
  return options->user_data;
}

const json four_keys{{"Key1", "a"}, {"Key2", "b"}, {"Key3", {{"Key4", "c"}}}, {"Key4", "d"}};

} // namespace

// Source: "lets you read the attached data with [the] keys Key1, Key2, and Key3".
TEST_CASE("only keys of the read list are seen", "[unit]") {
  CHECK(only(manual_example().read, four_keys)
        == json{{"Key1", "a"}, {"Key2", "b"}, {"Key3", {{"Key4", "c"}}}});
}

// Source: "but only allows writes on keys Key1, and Key3".
TEST_CASE("only keys of the write list are written, and others dropped", "[unit]") {
  const auto written = writable(manual_example(), four_keys);
  REQUIRE(written);
  CHECK(*written == json{{"Key1", "a"}, {"Key3", {{"Key4", "c"}}}});
}

TEST_CASE("a write of which nothing is left fails", "[unit]") {
  const auto written = writable(manual_example(), {{"Key2", "b"}});
  REQUIRE_FALSE(written);
  CHECK(written.why() == failure{"The user data key 'Key2' must not be written.", "keyValues"});
}

TEST_CASE("a write of nothing is no failure", "[unit]") {
  const auto written = writable(manual_example(), json::object());
  REQUIRE(written);
  CHECK(written->empty());
}

TEST_CASE("a partial write fails as a whole where the policy says so", "[unit]") {
  auto policy = manual_example();
  policy.partial = partial_write::refuse;
  CHECK_FALSE(writable(policy, four_keys));
  CHECK(writable(policy, {{"Key1", "a"}}));
}

TEST_CASE("all keys may be read and written by default", "[unit]") {
  const user_data_policy usual;
  CHECK(only(usual.read, four_keys) == four_keys);
  CHECK(*writable(usual, four_keys) == four_keys);
}

TEST_CASE("a list of keys is read without blanks, and * is all", "[unit]") {
  const auto list = parse_keys(" Key1 ,, Key 2,");
  CHECK(list == key_list{{"Key1", "Key 2"}});
  CHECK(list.has("Key 2"));
  CHECK_FALSE(list.has("key1"));
  CHECK(parse_keys("Key1,*").all());
}

TEST_CASE("an empty list has no keys", "[unit]") {
  CHECK_FALSE(parse_keys("").has("Key1"));
  CHECK_FALSE(parse_keys("").has(""));
}

TEST_CASE("user data that is no object is passed as it is", "[unit]") {
  CHECK(only(manual_example().read, nullptr) == json(nullptr));
}
