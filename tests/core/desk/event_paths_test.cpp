#include <algorithm>
#include <string>
#include <string_view>

#include <deskstorm/desk/event_data.hpp>
#include <deskstorm/desk/event_paths.hpp>

#include "support/catch.hpp"

namespace deskstorm::desk {
namespace {

TEST_CASE("paths lead into the data of events", "[unit]") {
  const auto [type, path, wrong] = GENERATE(table<event_type, std::string_view, std::string_view>({
    {event_type::ringing, "interaction.interactionId", ""},
    {event_type::ringing, "interaction", ""},
    {event_type::ringing, "media", ""},
    {event_type::ringing, "interaction.userData.Key1.a", ""},
    {event_type::ringing, "interaction.parties.0.name", ""},
    {event_type::ringing, "interaction.capabilities.1", ""},
    {event_type::records_retrieved, "interaction.chainedRecords.0.GSW_PHONE", ""},
    {event_type::agent_state_changed, "reasonCode", ""},
    {event_type::messenger_message, "any.thing", ""},
    {event_type::ringing, "colour", "colour"},
    {event_type::ringing, "media.x", "x"},
    {event_type::ringing, "interaction.colour", "colour"},
    {event_type::ringing, "interaction.state.x", "x"},
    {event_type::ringing, "interaction.parties.x", "x"},
    {event_type::ringing, "interaction.parties.0.phone", "phone"},
    {event_type::ringing, "interaction.capabilities.0.x", "x"},
    {event_type::case_id_changed, "interaction", "interaction"},
    {event_type::campaign_stopped, "mode", "mode"},
  }));
  const auto found = wrong_step_of(type, path);
  CHECK(std::string{found ? found->step : ""} == wrong);
}

TEST_CASE("every key of the data of an event is a path", "[unit]") {
  for (const auto& row : events) {
    interaction about{.id = {1}, .parties = {"5001"}, .user_data = {{"Key1", "v"}}};
    about.chained_records = json::array({{{"GSW_PHONE", "5001"}}});
    about.media = row.group == event_group::open_media ? media::chat : media::voice;
    const auto data =
      event_data(row.type, {.about = &about, .state = {.reason = 1}, .message = json::object()});
    const auto flat = data.flatten();
    for (const auto& [path, value] : flat.items()) {
      auto dotted = path.substr(path.empty() ? 0 : 1);
      std::ranges::replace(dotted, '/', '.');
      INFO(row.name << " " << dotted);
      CHECK(!wrong_step_of(row.type, dotted));
    }
  }
}

} // namespace
} // namespace deskstorm::desk
