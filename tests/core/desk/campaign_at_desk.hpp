#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/outbound/campaign_life.hpp>
#include <deskstorm/outbound/record.hpp>

#include "core/desk/at_desk.hpp"
#include "support/records.hpp"

namespace deskstorm::desk {

/// A desk whose agent is part of the campaign "Offer": one customer with the numbers 1 and 2, and
/// another one with the number 3.
class campaign_at_desk : public at_desk {
public:
  using mode = outbound::campaign_mode;

  explicit campaign_at_desk(mode how = mode::pull_preview) : at_desk(part_of(how)) {
    subscribe({"interaction", "outbound"});
  }

  static workspace_setup part_of(mode how) {
    using outbound::record_of;
    auto setup = usual();
    setup.campaigns = {{.name = "Offer",
                        .mode = how,
                        .records = {record_of(1, 1), record_of(2, 1), record_of(3, 2)}}};
    return setup;
  }

  void step(outbound::campaign_trigger what) {
    auto mail = all.step("Offer", what, now);
    REQUIRE(mail);
    seen = *std::move(mail);
  }

  void start() { step(outbound::campaign_trigger::start); }

  void push() {
    auto mail = all.push_record("Offer", now);
    REQUIRE(mail);
    seen = *std::move(mail);
  }

  /// A preview that the agent looks at, of any mode.
  std::string look() {
    if (part_of_pull())
      data("outbound.getPreviewRecord", {"Offer"});
    else
      push_and_accept();
    return newest();
  }

  /// The call of a preview, which has not been answered yet.
  std::string call() {
    data("outbound.callPreviewRecord", json::array({look()}));
    return newest();
  }

  const outbound::record& record(std::uint32_t handle) {
    return all.campaigns().book("Offer")->at(handle - 1);
  }

private:
  bool part_of_pull() { return data("outbound.getCampaigns")[0]["mode"] == "Preview"; }

  void push_and_accept() {
    data("outbound.startDirectPushPreview");
    push();
    data("interaction.accept", json::array({newest()}));
  }
};

} // namespace deskstorm::desk
