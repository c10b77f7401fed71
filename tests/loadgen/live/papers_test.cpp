#include <string>

#include <deskstorm/actors/live/papers.hpp>

#include "support/catch.hpp"

namespace deskstorm::actors {

TEST_CASE("documents are counted by what they hold", "[unit]") {
  papers all;
  const json large = std::string(200'000, 'x');
  for (int n = 0; n < 1000; ++n)
    all.file_event({.content = large});
  CHECK(all.bytes() <= papers::most_bytes);
  CHECK(all.bytes() > papers::most_bytes - 300'000);
}

TEST_CASE("answers count among the documents", "[unit]") {
  papers all;
  for (int n = 0; n < 1000; ++n)
    all.answer(all.file_request({}), desk::answer{json(std::string(200'000, 'x'))});
  CHECK(all.bytes() <= papers::most_bytes);
}

TEST_CASE("a document that is taken counts no more", "[unit]") {
  papers all;
  const auto id = all.file_request({.content = {"parameter"}});
  all.answer(id, desk::answer{json("answer")});
  CHECK(all.bytes() > 0);
  CHECK(all.take(id).content == json{"parameter"});
  CHECK(all.bytes() == 0);
  CHECK(all.read(id) == nullptr);
  CHECK(all.take(id).content == json::array());
}

TEST_CASE("events do not push out the parameters of requests that wait", "[unit]") {
  papers all;
  const auto request = all.file_request({.content = {"parameter"}});
  const auto first = all.file_event({.content = "first"});
  for (int n = 0; n < 1000; ++n)
    all.file_event({.content = std::string(200'000, 'x')});
  CHECK(all.read(first) == nullptr);
  CHECK(all.read(request)->content == json{"parameter"});
}

TEST_CASE("the footprint of a document grows with each of its parts", "[unit]") {
  const json small{{"a", {1, 2}}};
  CHECK(footprint(json{{"a", {1, 2, 3}}}) > footprint(small));
  CHECK(footprint(json{{"a", {1, 2}}, {"b", nullptr}}) > footprint(small));
  CHECK(footprint(json{{"aa", {1, 2}}}) > footprint(small));
  CHECK(footprint(json(std::string(100, 'x'))) > footprint(json(std::string(99, 'x'))));
}

} // namespace deskstorm::actors
