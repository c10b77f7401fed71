#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/loadgen/live/centre.hpp>
#include <deskstorm/loadgen/live/live_counts.hpp>
#include <deskstorm/loadgen/live/prometheus.hpp>
#include <deskstorm/loadgen/live/web.hpp>
#include <deskstorm/page_files.hpp>
#include <deskstorm/protocol/codec.hpp>
#include <deskstorm/version.hpp>

namespace deskstorm::loadgen::live {

/// A client page in the desktop.
struct client_page {
  std::string label;
  std::string url;
  bool beside_interaction = false; ///< one for each interaction, else one in the workspace
};

/// What the server answers to HTTP requests. It is used by one thread, the network's.
class site {
public:
  site(web_guard guard, std::vector<client_page> clients)
    : guard_(std::move(guard)), clients_(std::move(clients)) {}

  const web_guard& guard() const { return guard_; }

  /// The centre that is asked from now on; null while there is none.
  void use(centre* now) { centre_ = now; }
  centre* in_use() const { return centre_; }

  /// Shows these counts from now on.
  void count(const live_counts& by) { counts_ = &by; }

  web_answer answer(const web_request& request) {
    if (guard_.is_clients(request.host) && !guard_.is_desk(request.host))
      return of_clients(request);
    if (!guard_.is_desk(request.host))
      return plain(421, "this is " + guard_.desk() + ", not '" + request.host + "'");
    if (request.method == "POST")
      return control(request);
    if (request.method != "GET" && request.method != "HEAD")
      return plain(405, "GET or POST");
    return of_desk(request);
  }

  /// What the page is told when it asks who is there.
  json welcome() const {
    json pages = json::array();
    for (const auto& page : clients_)
      pages.push_back(
        {{"label", page.label}, {"url", page.url}, {"besideInteraction", page.beside_interaction}});
    return {{"op", "welcome"}, {"clients", std::move(pages)}, {"version", version}};
  }

private:
  static const page_file* file(std::string_view folder, std::string_view path) {
    for (const auto& one : page_files)
      if (one.name.starts_with(folder) && one.name.substr(folder.size()) == path)
        return &one;
    return nullptr;
  }

  static web_answer of_file(const page_file& found) {
    return {200, std::string{found.type}, std::string{found.content}};
  }

  /// Client pages of ours: a name of its own, and thereby an origin of its own.
  web_answer of_clients(const web_request& request) const {
    if (request.path() == "/") // people type "localhost"
      return {302, "text/plain", "", {{"Location", "http://" + guard_.desk() + "/"}}};
    if (const auto* found = file("client", request.path()))
      return of_file(*found);
    return plain(404, "there is nothing here");
  }

  web_answer of_desk(const web_request& request) {
    const auto path = request.path();
    if (path == "/" || path == "/index.html")
      return desk_page();
    if (path == "/api")
      return of_file(*file("", "openapi.json"));
    if (path == "/api/state")
      return centre_ == nullptr ? plain(503, "starting again") : ok(centre_->state());
    if (path == "/metrics")
      return {200, std::string{prometheus_text::content_type},
              counts_ == nullptr ? std::string{} : counts_->text()};
    if (const auto* found = file("desk", path))
      return of_file(*found);
    return plain(404, "there is nothing here");
  }

  /// The page with the token, which no other origin can read.
  web_answer desk_page() const {
    auto answer = of_file(*file("desk", "/index.html"));
    constexpr std::string_view mark = "@TOKEN@";
    if (const auto at = answer.body.find(mark); at != std::string::npos)
      answer.body.replace(at, mark.size(), guard_.token());
    answer.headers = {{"Content-Security-Policy",
                       "default-src 'self'; frame-src *; img-src * data:; frame-ancestors 'none'"},
                      {"Cache-Control", "no-store"}};
    return answer;
  }

  web_answer control(const web_request& request) {
    constexpr std::string_view prefix = "/api/";
    if (!guard_.may_control(request))
      return plain(403, "the token of this server is missing, or the request is of another site");
    if (!request.path().starts_with(prefix))
      return plain(404, "there is nothing here");
    if (centre_ == nullptr)
      return plain(503, "starting again");
    const auto arguments = request.body.empty()
                             ? result<json>{json::object()}
                             : deskstorm::parse_document(request.body, {1 << 16, 16, 1000});
    if (!arguments || !arguments->is_object())
      return plain(400, arguments ? "expected an object" : arguments.why().text);
    const auto done =
      centre_->control(std::string{request.path().substr(prefix.size())}, *arguments);
    return done ? ok(*done) : plain(400, done.why().text);
  }

  static web_answer ok(const json& document) {
    return {200,
            "application/json",
            deskstorm::to_text(document) + "\n",
            {{"Cache-Control", "no-store"}}};
  }

  web_guard guard_;
  std::vector<client_page> clients_;
  centre* centre_ = nullptr;
  const live_counts* counts_ = nullptr;
};

} // namespace deskstorm::loadgen::live
