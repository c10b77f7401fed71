#include <string>
#include <tuple>
#include <vector>

#include <deskstorm/base/json.hpp>

#include "loadgen/cli/harness.hpp"
#include "support/catch.hpp"

namespace deskstorm::loadgen::cli {
namespace {

call_outcome serve(const std::vector<std::string>& options) {
  const desk_of_calls desk;
  std::vector<std::string> words{"serve", "--listen", "127.0.0.1:0"};
  words.insert(words.end(), options.begin(), options.end());
  return desk.call(words);
}

} // namespace

TEST_CASE("serve without a scenario ends when it is told to", "[live]") {
  const auto done = serve({"--duration", "300ms", "--seed", "7", "--json", "-"});
  CHECK(done.code == 0);
  const auto result = json::parse(done.out);
  CHECK(result["seed"] == 7);
  CHECK(result["interrupted"] == false);
  CHECK(result["simulated_s"] >= 0.3);
}

TEST_CASE("the report of serve shows the command that makes it again", "[live]") {
  const desk_of_calls desk;
  const auto done =
    desk.call({"serve", "--listen", "127.0.0.1:0", "--seats", "3", "--host", "desk.example:80",
               "--token", "hidden", "--duration", "300ms", "--html", "-"});
  CHECK(done.code == 0);
  CHECK_THAT(done.out, Catch::Contains("deskstorm serve --duration 300ms --listen 127.0.0.1:0 "
                                       "--seats 3 --host desk.example:80<"));
}

TEST_CASE("serve refuses what it cannot do", "[unit]") {
  const auto [options, said] = GENERATE(table<std::vector<std::string>, std::string>({
    {{"--set", "/agents/count=5"}, "there is no scenario"},
    {{"--duration", "soon"}, "--duration"},
    {{"--duration", "0s"}, "--duration"},
    {{"--token", ""}, "--token"},
    {{"--seed", "x"}, "--seed"},
    {{"--html", "report.html"}, "--duration"},
    {{"--json", "-", "--csv", "-"}, "standard output"},
  }));
  CAPTURE(options);
  const auto done = serve(options);
  CHECK(done.code == 2);
  CHECK(done.out.empty());
  CHECK_THAT(done.err, Catch::Contains(said));
}

} // namespace deskstorm::loadgen::cli
