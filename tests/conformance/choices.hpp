#pragma once

#include <array>
#include <string_view>

/// What the sources leave open or contradict, and what is not here.
namespace deskstorm::conformance {

struct choice_row {
  std::string_view what;
  std::string_view how;
};

inline constexpr auto left_out = std::to_array<choice_row>({
  {"`interaction.getByBundleId`, `interaction.getByCaseId`",
   "named in lists of options up to 2018 and in no edition of the client library: unknown "
   "requests"},
  {"`interaction.attachUserData`, `interaction.updateUserData`",
   "drafts of 2015, which became `interaction.setUserData`: unknown requests"},
  {"`auth.getPureCloudToken`", "in the vendor's sample page alone: an unknown request"},
  {"`GSIP_RECORD`, `GSIP_REC_FN` in user data",
   "keys of the backend, which no source shows at a client; `recordingState` says the same"},
});

inline constexpr auto choices = std::to_array<choice_row>({
  {"Where the result of a request stands", "under `data`; the reply repeats `request`"},
  {"An origin that is not listed", "gets no reply at all"},
  {"A request outside the filter of its origin", "fails, and the page is told why"},
  {"A page in a tab of the workspace, which may only dial",
   "is an origin with the filter `(voice.dial)`"},
  {"User data of which some keys may be written", "those are written; none at all is an error"},
  {"User data that may not be read", "is left out of what clients get; the event still comes"},
  {"The hello", "comes when a page is embedded, and nothing needs it"},
  {"Subscribing twice", "has each event come twice"},
  {"Subscribing to an unknown channel", "succeeds, and nothing comes"},
  {"`subscriptionId`", "an integer, from 1 in each tab"},
  {"Whether limits count subscribes, and what filters refuse",
   "no; keys of `rate-limit` make it so ([rate-limits.md](rate-limits.md))"},
  {"`callType`", "spelled as the manual's examples spell it, in capitals elsewhere"},
  {"`media` of an interaction", "beside it in events of calls and open media, and inside it"},
  {"What setState takes", "the name of an operation, or its place in the list"},
  {"Several reasons of one state", "are operations of their own"},
  {"A medium that there is not", "is an error, not null"},
  {"The result of `interaction.consult`", "none: the consultation comes as an event"},
  {"`state` of what is no call", "named after the event that led there"},
  {"Capabilities of calls that the manual does not show", "`ANSWER` and `RESUME`, no others"},
  {"An element of `outbound.getCampaigns`", "is named as the backend names it"},
  {"`mode` of campaigns", "the product's names; the manual shows `Predictive GVP` alone"},
  {"A callback of the type `PERSONAL`",
   "is taken, and made by whoever is free, as one of the type `CAMPAIGN`"},
  {"Other numbers of a customer who is called back", "are not called before"},
  {"`targetQuery`", "its type stands under `target` or `type`"},
  {"Rejecting and canceling a record", "take the id of the interaction, as the library sends it"},
  {"A toast of a tab that is not the last active one", "shows in that one, with an id of its tab"},
  {"A call that is over", "stays in the list as IDLE until it is marked done"},
  {"REMOVED of a record that was rejected or canceled", "comes when it is marked done"},
  {"ESTABLISHED of a pulled record", "comes, although the manual's table does not show it"},
  {"A case that nobody has selected",
   "is not selected, but for that of a record which is looked at while nothing else is in the "
   "list: selected and not expanded as in the manual's example, and no event tells of it"},
  {"A link to the backend that is found after DOWN", "is not told: the session is over"},
  {"Requests while tabs negotiate", "are served"},
  {"`service-client-api.block-markdone-timeout`", "30 s where it is not given"},
  {"Replies and events", "come in any order between each other"},
  {"A `frameId` that is another frame's", "does not count: the window does"},
});

} // namespace deskstorm::conformance
