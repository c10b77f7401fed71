#include "core/desk/at_desk.hpp"

namespace deskstorm::desk {
namespace {

TEST_CASE("system.popupToast answers ids from 0 in each tab", "[request:system.popupToast]") {
  at_desk desk;
  const json toast{{"title", "Hello"}};
  CHECK(desk.data("system.popupToast", json::array({toast})) == "wweCustomToast0");
  CHECK(desk.data("system.popupToast", json::array({toast})) == "wweCustomToast1");
  const auto other = desk.all.open_tab(desk.now);
  CHECK(desk.ask_in(other, desk.embed(other), "system.popupToast", json::array({toast}))["data"]
        == "wweCustomToast0");
}

TEST_CASE("system.popupToast refuses what is no toast", "[request:system.popupToast]"
                                                        "[object:toast]") {
  at_desk desk;
  CHECK(desk.error("system.popupToast", {"text"}).find("toast") != std::string::npos);
  CHECK(desk.error("system.popupToast", json::array({{{"buttons", 1}}}))
        == "The buttons of a toast must be a list.");
  CHECK(desk.error("system.popupToast", json::array({{{"autoCloseTimeout", "soon"}}}))
        == "The autoCloseTimeout of a toast must be a number of milliseconds.");
}

TEST_CASE("system.updateToast and closeToast need an open toast",
          "[request:system.updateToast][request:system.closeToast]") {
  at_desk desk;
  const std::string none = "There is no toast 'wweCustomToast0'.";
  const json content = json::object();
  CHECK(desk.error("system.updateToast", {"wweCustomToast0", content}) == none);
  CHECK(desk.error("system.closeToast", {"wweCustomToast0"}) == none);
  desk.data("system.popupToast", json::array({content}));
  desk.data("system.updateToast", {"wweCustomToast0", {{"title", "New"}}});
  CHECK(desk.all.page(desk.tab).toasts.find("wweCustomToast0", desk.now)->content["title"]
        == "New");
  desk.data("system.closeToast", {"wweCustomToast0"});
  CHECK(desk.error("system.closeToast", {"wweCustomToast0"}) == none);
}

TEST_CASE("a toast closes by itself when its time is over", "[request:system.closeToast]") {
  at_desk desk;
  desk.data("system.popupToast", json::array({{{"autoCloseTimeout", 20000}}}));
  desk.now += 20s - 1ns;
  desk.data("system.updateToast", {"wweCustomToast0", {{"autoCloseTimeout", 10}}});
  desk.now += 10ms - 1ns;
  CHECK(desk.all.page(desk.tab).toasts.find("wweCustomToast0", desk.now) != nullptr);
  desk.now += 1ns;
  CHECK(desk.error("system.closeToast", {"wweCustomToast0"})
        == "There is no toast 'wweCustomToast0'.");
}

TEST_CASE("a click on a toast is told in the tab that shows it, which is the last active one",
          "[event:system/CUSTOM_TOAST_BUTTON_CLICK]"
          "[rule:toasts]") {
  at_desk desk;
  const auto second = desk.all.open_tab(desk.now); // is active now
  const auto there = desk.embed(second);
  desk.subscribe("system");
  desk.subscribe(second, there, "system");
  desk.data("system.popupToast", json::array({{{"buttons", {"Yes", "No"}}}}));
  CHECK_FALSE(desk.all.click(desk.tab, desk.tab, "wweCustomToast0", 0, desk.now));
  CHECK_FALSE(desk.all.click(second, desk.tab, "wweCustomToast0", 2, desk.now));
  const auto mail = desk.all.click(second, desk.tab, "wweCustomToast0", 1, desk.now);
  REQUIRE(mail);
  REQUIRE(mail->size() == 1);
  CHECK(mail->front().tab == second);
  CHECK(mail->front().document["data"] == json::parse(R"({"eventType":"CUSTOM_TOAST_BUTTON_CLICK",
             "customToastId":"wweCustomToast0","buttonIndex":1})"));
}

TEST_CASE("system.openDialog answers an id and fills in its texts",
          "[request:system.openDialog][request:system.closeDialog]"
          "[object:dialog]") {
  at_desk desk;
  const auto id = desk.data("system.openDialog",
                            {"https://x/?d=$Dialog.Id$", {{"label", "For $Agent.FullName$"}}});
  CHECK(id == "wweCustomDialog1");
  const auto& opened = desk.all.page(desk.tab).dialogs.all().front();
  CHECK(opened.url == "https://x/?d=wweCustomDialog1");
  CHECK(opened.options["label"] == "For Ada Poe");
  CHECK(desk.data("system.openDialog", {"https://y"}) == "wweCustomDialog2");
  desk.data("system.closeDialog", {"wweCustomDialog1"});
  CHECK(desk.error("system.closeDialog", {"wweCustomDialog1"})
        == "There is no dialog 'wweCustomDialog1'.");
  CHECK(desk.error("system.openDialog", {1}).find("url") != std::string::npos);
}

TEST_CASE("a view of the menu bar is made, changed and closed by name",
          "[request:system.updateViewInApplicationMenuBar]"
          "[request:system.closeViewInApplicationMenuBar]"
          "[object:menu-view]") {
  at_desk desk;
  const auto update = [&](const json& view) {
    desk.data("system.updateViewInApplicationMenuBar", json::array({view}));
  };
  update({{"name", "v"}, {"label", "A"}, {"tooltip", "T"}});
  update({{"name", "v"}, {"label", "B"}});
  CHECK(desk.all.page(desk.tab).menu_bar.all()
        == std::vector<json>{{{"name", "v"}, {"label", "B"}, {"tooltip", "T"}}});
  desk.data("system.closeViewInApplicationMenuBar", {"v"});
  CHECK(desk.error("system.closeViewInApplicationMenuBar", {"v"})
        == "There is no view 'v' in the menu bar.");
  CHECK(desk.error("system.updateViewInApplicationMenuBar", json::array({json::object()}))
        == "A view of the menu bar needs a name.");
}

TEST_CASE("system.getAllowedServices answers the rights of the origin",
          "[request:system.getAllowedServices]") {
  at_desk desk;
  CHECK(desk.data("system.getAllowedServices").size() == request_count);
  auto setup = at_desk::usual();
  setup.rules.origins = *parse_origins("https://crm.example(agent.*, system.getAllowedServices)");
  at_desk few{setup};
  CHECK(few.data("system.getAllowedServices")
        == json::parse(R"(["agent.get","agent.getState","agent.getStateList","agent.setState",
                           "system.getAllowedServices"])"));
}

TEST_CASE("a request outside of the filter fails, one of a stranger is ignored", "[unit]") {
  auto setup = at_desk::usual();
  setup.rules.origins = *parse_origins("https://crm.example(agent.get)");
  at_desk desk{setup};
  CHECK(desk.error("voice.dial", {"1"})
        == "The request 'voice.dial' is not allowed for this origin.");
  const auto stranger = desk.all.embed(desk.tab, "https://evil.example").first;
  CHECK(desk.ask_in(desk.tab, stranger, "agent.get").is_null());
}

TEST_CASE("the request over the limit gets the manual's text, later ones nothing", "[unit]") {
  auto setup = at_desk::usual();
  setup.rules.limits.each[static_cast<std::size_t>(request_kind::agent_get)] = 1;
  at_desk desk{setup};
  desk.data("agent.get");
  CHECK(desk.error("agent.get")
        == "The rate limit for the request 'agent.get' has been reached.\nFurther requests of the "
           "same type will be ignored for 30 seconds.");
  CHECK(desk.ask("agent.get").is_null());
}

TEST_CASE("a refused request uses up the limit only where the limit comes first", "[unit]") {
  const auto [first, left] =
    GENERATE(table<first_check, bool>({{first_check::filter, true}, {first_check::limit, false}}));
  auto setup = at_desk::usual();
  setup.rules.origins = *parse_origins("https://crm.example(agent.get)");
  setup.rules.limits.all = 1;
  setup.limiter.first_check = first;
  at_desk desk{setup};
  CHECK(desk.error("voice.dial", {"1"})
        == "The request 'voice.dial' is not allowed for this origin.");
  CHECK(desk.ask("agent.get").contains("data") == left);
  const auto stranger = desk.all.embed(desk.tab, "https://evil.example").first;
  CHECK(desk.ask_in(desk.tab, stranger, "agent.get").is_null());
}

// Source: the client library, to which any `errorMessage` is a failure, and anything with `event`
// an event. What the vendor answers is not public.
TEST_CASE("a subscribe over the limit fails in the manual's words, later ones meet silence",
          "[unit]") {
  auto setup = at_desk::usual();
  setup.rules.limits.all = 1;
  setup.limiter.count_subscriptions = true;
  at_desk desk{setup};
  desk.subscribe("agent");
  const auto post = [&](const json& document) {
    return desk.all.receive(desk.tab, desk.frame, document, desk.now);
  };
  const auto again = to_document(subscribe_message{.channels = "agent", .reference = "s"});
  const auto told = post(again);
  REQUIRE(told.size() == 1);
  CHECK(told[0].document
        == json::parse(R"({"referenceId": "s", "userAgent": "WWE Server", "protocolVersion": 2,
             "errorMessage": "The rate limit for the request 'subscribe' has been reached.)"
                       R"(\nFurther requests of the same type will be ignored for 30 seconds."})"));
  CHECK(post(again).empty());
  CHECK(post(to_document(unsubscribe_message{.subscription = 1, .reference = "u"})).empty());
  desk.now += 1min;
  desk.data("agent.setState", {"Ready"});
  CHECK(desk.seen.size() == 1); // it still has its one subscription
}

TEST_CASE("system.isFrame requests answer from the election",
          "[request:system.isFrameLeading][request:system.isFrameFollowing]"
          "[request:system.isFrameNegotiating][request:system.isFrameLeadingOrNegotiating]"
          "[event:system/frameState]"
          "[rule:states-asked][object:frame-state][rule:served]") {
  using row = std::tuple<frame_state, bool, bool, bool, bool>;
  const auto [state, leads, follows, negotiates, either] =
    GENERATE(table<frame_state, bool, bool, bool, bool>({
      row{frame_state::leading, true, false, false, true},
      row{frame_state::following, false, true, false, false},
      row{frame_state::negotiating, false, false, true, true},
    }));
  at_desk desk;
  desk.subscribe("system");
  const auto mail = desk.all.become(desk.tab, state);
  REQUIRE(mail.size() == 1);
  CHECK(mail[0].document["data"] == json{{"frameState", name_of(state)}});
  CHECK(desk.data("system.isFrameLeading") == leads);
  CHECK(desk.data("system.isFrameFollowing") == follows);
  CHECK(desk.data("system.isFrameNegotiating") == negotiates);
  CHECK(desk.data("system.isFrameLeadingOrNegotiating") == either);
}

TEST_CASE("system.triggerActivity makes the tab the last active one",
          "[request:system.triggerActivity][request:system.isLastActiveFrame]"
          "[rule:last-active]") {
  at_desk desk;
  CHECK(desk.data("system.isLastActiveFrame") == true);
  const auto other = desk.all.open_tab(desk.now);
  CHECK(desk.data("system.isLastActiveFrame") == false);
  desk.data("system.triggerActivity");
  CHECK(desk.data("system.isLastActiveFrame") == true);
  desk.all.focus(other);
  CHECK(desk.data("system.isLastActiveFrame") == false);
  desk.all.close_tab(other, desk.now);
  CHECK(desk.data("system.isLastActiveFrame") == true);
}

TEST_CASE("the reply goes to the tab that asked, whichever was active last", "[unit]") {
  at_desk desk;
  desk.embed(desk.all.open_tab(desk.now));
  const auto mail = desk.all.receive(
    desk.tab, desk.frame,
    to_document(request_message{.request = "system.triggerActivity", .reference = "1"}), desk.now);
  REQUIRE(mail.size() == 1);
  CHECK(mail[0].tab == desk.tab);
}

TEST_CASE("system.amIVisible answers for the calling frame", "[request:system.amIVisible]") {
  at_desk desk;
  CHECK(desk.data("system.amIVisible") == true);
  desk.all.page(desk.tab).show(desk.frame, false);
  CHECK(desk.data("system.amIVisible") == false);
  CHECK(desk.ask_in(desk.tab, desk.embed(desk.tab), "system.amIVisible")["data"] == true);
  desk.all.page(desk.tab).show(desk.frame, true);
  desk.all.open_tab(desk.now); // the agent looks at another tab
  CHECK(desk.data("system.amIVisible") == false);
}

TEST_CASE("messenger.broadcastMessage reaches the other frames of its channel, once each",
          "[request:messenger.broadcastMessage][event:messenger/message]") {
  at_desk desk;
  const auto friend_1 = desk.embed(desk.tab);
  const auto friend_2 = desk.embed(desk.tab);
  const auto stranger = desk.embed(desk.tab);
  for (const auto frame : {desk.frame, friend_1, friend_2})
    desk.subscribe(desk.tab, frame, json::array({"messenger:x", "agent"}));
  desk.subscribe(desk.tab, stranger, "messenger:y");
  const json message{{"hello", 1}};
  desk.data("messenger.broadcastMessage", json::array({"x", message}));
  REQUIRE(desk.seen.size() == 2);
  CHECK(desk.seen[0].frame == friend_1);
  CHECK(desk.seen[1].frame == friend_2);
  CHECK(desk.seen[0].document["event"] == "messenger:x");
  CHECK(desk.seen[0].document["data"] == message);
  CHECK(desk.error("messenger.broadcastMessage", {1}).find("channel") != std::string::npos);
}

TEST_CASE("an event reaches exactly the frames that subscribed, in every tab", "[rule:every-tab]") {
  at_desk desk;
  const auto second = desk.all.open_tab(desk.now);
  const auto there = desk.embed(second);
  const auto deaf = desk.embed(second);
  desk.subscribe("agent");
  desk.subscribe(second, there, "agent");
  desk.subscribe(second, deaf, json::array({"media-2", "interaction"}));
  desk.data("agent.setState", {"Ready"});
  REQUIRE(desk.seen.size() == 2);
  CHECK(desk.seen[0].frame == desk.frame);
  CHECK(desk.seen[0].tab == desk.tab);
  CHECK(desk.seen[1].frame == there);
  CHECK(desk.seen[1].tab == second);
}

TEST_CASE("a second subscription doubles events until one ends", "[unit]") {
  at_desk desk;
  desk.subscribe("agent");
  desk.subscribe("agent");
  desk.data("agent.setState", {"Ready"});
  CHECK(desk.seen.size() == 2);
  desk.all.receive(desk.tab, desk.frame, to_document(unsubscribe_message{.subscription = 1}),
                   desk.now);
  desk.data("agent.setState", {"NotReady"});
  CHECK(desk.seen.size() == 1);
}

TEST_CASE("the loss of the link to the backend is told in every tab",
          "[event:system/REALTIME_CONNECTION]"
          "[object:connection-state]") {
  at_desk desk;
  desk.subscribe("system");
  const auto mail = desk.all.connection(connection_state::disconnected);
  REQUIRE(mail.size() == 1);
  CHECK(mail[0].document["data"]
        == json{{"eventType", "REALTIME_CONNECTION"}, {"state", "DISCONNECTED"}});
}

TEST_CASE("a frame is greeted with its number", "[unit]") {
  at_desk desk;
  const auto [frame, mail] = desk.all.embed(desk.tab, "https://crm.example");
  REQUIRE(mail.size() == 1);
  CHECK(mail[0].document
        == json{{"frameId", frame.value}, {"userAgent", "WWE Server"}, {"protocolVersion", 2}});
}

TEST_CASE("what is no message gets no reply", "[unit]") {
  at_desk desk;
  for (const json& nothing : {json(nullptr), json::object(), json{{"request", 1}}})
    CHECK(desk.all.receive(desk.tab, desk.frame, nothing, desk.now).empty());
}

} // namespace
} // namespace deskstorm::desk
