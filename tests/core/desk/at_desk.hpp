#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/desk/workspace.hpp>
#include <deskstorm/policy/origin_grammar.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {

using namespace std::chrono_literals;

/// A workspace with one tab that leads and one frame in it, for tests.
class at_desk {
public:
  explicit at_desk(workspace_setup setup = usual()) : all(std::move(setup)) {
    all.become(tab, frame_state::leading);
  }

  static workspace_setup usual() {
    workspace_setup setup{
      .person = {.employee_id = "E1", .firstname = "Ada", .lastname = "Poe", .username = "ada"}};
    setup.rules.origins = origin_policy::anyone();
    return setup;
  }

  frame_id embed(tab_id where) { return all.embed(where, "https://crm.example").first; }

  void subscribe(tab_id where, frame_id who, const json& channels) {
    all.receive(where, who, to_document(subscribe_message{.channels = channels, .reference = "s"}),
                now);
  }

  void subscribe(const json& channels) { subscribe(tab, frame, channels); }

  /// Makes a request and keeps the mail that is not its reply. Returns the reply, null for none.
  json ask(std::string_view request, json parameters = json::array()) {
    return ask_in(tab, frame, request, std::move(parameters));
  }

  json ask_in(tab_id where, frame_id who, std::string_view request,
              json parameters = json::array()) {
    seen.clear();
    json reply;
    for (auto& mail : all.receive(where, who,
                                  to_document(request_message{.request = std::string{request},
                                  .parameters = std::move(parameters),
                                  .reference = "7"}),
                                  now)) {
      if (mail.document.contains("referenceId"))
        reply = mail.document;
      else
        seen.push_back(mail);
    }
    return reply;
  }

  /// The result of a request, which must succeed.
  json data(std::string_view request, json parameters = json::array()) {
    const auto reply = ask(request, std::move(parameters));
    CAPTURE(request, reply.dump());
    CHECK_FALSE(reply.contains("errorMessage"));
    return reply.value("data", json());
  }

  /// The error of a request, which must fail and cause nothing.
  std::string error(std::string_view request, json parameters = json::array()) {
    const auto reply = ask(request, std::move(parameters));
    CAPTURE(request, reply.dump());
    CHECK_FALSE(reply.contains("data"));
    return reply.value("errorMessage", "no error");
  }

  /// The eventTypes that the last request or happening brought to `frame`, in order.
  std::vector<std::string> event_types() const {
    std::vector<std::string> types;
    for (const auto& mail : seen)
      if (mail.tab == tab && mail.frame == frame)
        types.push_back(mail.document["data"].value("eventType", "none"));
    return types;
  }

  /// The `data` of the last event that came.
  json last() const { return seen.empty() ? json() : seen.back().document["data"]; }

  std::string offer() {
    seen = all.offer({.id = {}, .party = "+4930", .dnis = "800", .type = call_type::inbound}, now);
    return newest();
  }

  std::string dial() {
    ask("voice.dial", {"5001"});
    return newest();
  }

  /// A call that the far end has answered.
  std::string talk() {
    const auto id = dial();
    happen(id, call_trigger::far_end_answers);
    return id;
  }

  void happen(const std::string& id, call_trigger what) {
    auto mail = all.happen(*interaction_named(json(id)), what, now);
    REQUIRE(mail);
    seen = *std::move(mail);
  }

  std::string newest() const { return std::to_string(all.interactions().back().id.value); }

  json shown(const std::string& id) {
    return data("interaction.getByInteractionId", json::array({id}));
  }

  workspace all;
  instant now{1s};
  tab_id tab = all.open_tab({});
  frame_id frame = embed(tab);
  std::vector<posted> seen;
};

using types = std::vector<std::string>;

} // namespace deskstorm::desk
