#include <deskstorm/outbound/calling_list.hpp>

#include "support/catch.hpp"

namespace deskstorm::outbound {
namespace {

std::string problems_of(std::string_view text) {
  std::string all;
  for (const auto& p : read_calling_list(text).problems)
    all += std::to_string(p.line) + ":" + std::to_string(p.column) + " " + p.text + "\n";
  return all;
}

TEST_CASE("columns of a calling list are fields of its records", "[unit]") {
  const auto read = read_calling_list(
    "GSW_RECORD_HANDLE,GSW_CHAIN_ID,GSW_PHONE,GSW_PHONE_TYPE,GSW_FROM,GSW_UNTIL,GSW_TZ_OFFSET,"
    "Custom_Name\n283,3,+33647005,4,9:30,61200,-3600,\"Doe, \"\"Jo\"\"\"\n");
  REQUIRE(read.problems.empty());
  REQUIRE(read.records.size() == 1);
  const auto& r = read.records[0];
  CHECK(r.handle.value == 283);
  CHECK(r.chain.value == 3);
  CHECK(r.phone == "+33647005");
  CHECK(r.phone_type == 4);
  CHECK(r.window == day_window{34'200, 61'200, -3600});
  CHECK(r.custom["Custom_Name"] == "Doe, \"Jo\"");
}

TEST_CASE("records without handle or chain get their own", "[unit]") {
  const auto read = read_calling_list("GSW_PHONE,GSW_CHAIN_ID\n1,\n2,7\n3,7\n4,\n");
  REQUIRE(read.records.size() == 4);
  CHECK(read.records[0].handle.value == 1);
  CHECK(read.records[3].handle.value == 4);
  CHECK(read.records[0].chain.value == 8);
  CHECK(read.records[1].chain == read.records[2].chain);
  CHECK(read.records[3].chain.value == 9);
}

TEST_CASE("lines may end as on Windows, and values may hold line ends", "[unit]") {
  const auto read = read_calling_list("GSW_PHONE,Custom_Note\r\n1,\"a\nb\"\r\n\r\n2,c\r\n");
  REQUIRE(read.problems.empty());
  REQUIRE(read.records.size() == 2);
  CHECK(read.records[0].custom["Custom_Note"] == "a\nb");
  CHECK(read.records[1].custom["Custom_Note"] == "c");
}

TEST_CASE("what is wrong with a calling list is said with line and column", "[unit]") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
    {"", "1:1 the column \"GSW_PHONE\" is missing\n"},
    {"GSW_PHON\n1\n", "1:1 unknown column \"GSW_PHON\" (did you mean 'GSW_PHONE'?)\n"
                      "1:1 the column \"GSW_PHONE\" is missing\n"},
    {"GSW_PHONE,GSW_PHONE\n1,1\n", "1:11 the column \"GSW_PHONE\" is there twice\n"},
    {"GSW_PHONE,Custom_A\n1\n2,x\n", "2:1 expected 2 values, found 1\n"},
    {"GSW_PHONE\n\"1\n", "2:1 the quote is not closed\n"},
    {"GSW_PHONE\n1\"2\n3\n", "2:2 a quote in the middle of a value\n"},
    {"GSW_PHONE\n\"1\"2\n3\n", "2:4 expected a comma after the quote\n"},
    {"GSW_PHONE,GSW_PHONE_TYPE\n,1\nx,12\n",
     "2:1 GSW_PHONE: expected a number to dial, found \"\"\n"
     "3:1 GSW_PHONE: expected a number to dial, found \"x\"\n"
     "3:3 GSW_PHONE_TYPE: expected a whole number up to 11, found \"12\"\n"},
    {"GSW_PHONE,GSW_FROM\n1,24:00\n",
     "2:3 GSW_FROM: expected seconds after midnight, or a time as 9:30, found \"24:00\"\n"},
    {"GSW_PHONE,GSW_TZ_OFFSET\n1,-60000\n",
     "2:3 GSW_TZ_OFFSET: expected seconds from -50400 to 50400, found \"-60000\"\n"},
    {"GSW_PHONE,GSW_RECORD_HANDLE\n1,5\n2,5\n", "3:1 another record has the handle 5\n"},
    {"GSW_PHONE,GSW_CONTACT_MEDIA_TYPE\n1,email\n",
     "2:3 GSW_CONTACT_MEDIA_TYPE: expected voice, found \"email\"\n"},
  }));
  CHECK(problems_of(text) == expected);
}

TEST_CASE("values have a longest length", "[unit]") {
  CHECK(problems_of("GSW_PHONE,Custom_A\n1," + std::string(1001, 'x') + "\n")
        == "2:3 Custom_A: expected at most 1000 bytes\n");
}

TEST_CASE("no more than twenty problems of a list are reported", "[unit]") {
  std::string text = "GSW_PHONE\n";
  for (int i = 0; i < 100; ++i)
    text += "x\n";
  CHECK(read_calling_list(text).problems.size() == most_problems);
}

TEST_CASE("a repeated list has records and chains of its own each time", "[unit]") {
  const auto list =
    repeated(read_calling_list("GSW_PHONE,GSW_CHAIN_ID\n1,1\n2,1\n3,2\n").records, 3);
  REQUIRE(list.size() == 9);
  std::set<std::uint32_t> handles;
  std::set<std::uint32_t> chains;
  for (const auto& r : list) {
    handles.insert(r.handle.value);
    chains.insert(r.chain.value);
  }
  CHECK(handles.size() == 9);
  CHECK(chains.size() == 6);
}

} // namespace
} // namespace deskstorm::outbound
