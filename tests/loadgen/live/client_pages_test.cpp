#include <sstream>
#include <string>
#include <vector>

#include <deskstorm/loadgen/live/client_pages.hpp>
#include <deskstorm/options/parse.hpp>

#include "support/catch.hpp"

namespace deskstorm::loadgen::live {

TEST_CASE("client pages are those that were typed and those that the options describe", "[unit]") {
  const auto rules = *parse_options("workspace.web-content=crm,wiki,both\n"
                                    "interaction.web-content=both,notes,form\n"
                                    "crm/url=http://crm.example/\n"
                                    "wiki/url=http://wiki.example/\nwiki/label=Knowledge\n"
                                    "both/url=http://both.example/\n"
                                    "form/url=http://form.example/\n");
  std::ostringstream problems;
  const auto pages =
    client_pages({"crm=http://localhost:3000/?a=b", "http://plain.example/"}, rules, problems);
  std::vector<std::string> all;
  for (const auto& page : pages)
    all.push_back(page.label + " " + page.url + (page.beside_interaction ? " beside" : ""));
  CHECK(all
        == std::vector<std::string>{"crm http://localhost:3000/?a=b", // what is typed counts
                                    "http://plain.example/ http://plain.example/",
                                    "Knowledge http://wiki.example/", "both http://both.example/",
                                    "form http://form.example/ beside"});
  CHECK(problems.str()
        == "no page for the section 'notes': give it with the option notes/url, or with --client "
           "notes=URL\n");
}

} // namespace deskstorm::loadgen::live
