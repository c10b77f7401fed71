#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/ids.hpp>
#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/time.hpp>

namespace deskstorm::desk {

/// A message that pops up over the desktop.
struct toast {
  std::uint32_t number = 0;
  tab_id shown_in = {}; ///< the tab that was the last active one when it popped up
  json content;         ///< as the client gave it
  instant closes = never;

  /// How many buttons it has: its own, or the pair "Show" and "Dismiss".
  std::size_t buttons() const {
    const auto own = content.find("buttons");
    if (own != content.end() && own->is_array())
      return own->size();
    return content.value("buttonShowDismiss", json()) == json(true) ? 2 : 0;
  }
};

/// The toasts that the clients of one tab have open. Ids count from 0 and never come again. Source:
/// system.popupToast of the manual; the form of the ids is that of the vendor's sample.
class toasts {
public:
  /// How many may be open. The vendor names no limit.
  static constexpr std::size_t most = 100;

  /// Opens one and returns its id. Errors: a content that is not as described; too many are open.
  result<std::string> popup(json content, tab_id shown_in, instant now) {
    if (auto wrong = fault_of(content))
      return *std::move(wrong);
    if (open(now).size() >= most)
      return failure{"There are too many toasts.", "toast"};
    const toast made{next_++, shown_in, std::move(content)};
    open_.push_back(made);
    open_.back().closes = closing_time(open_.back().content, now);
    return text_of(made.number);
  }

  /// Replaces what an open one shows; its time runs anew. Errors: it is not open; the content.
  result<bool> update(std::string_view id, json content, instant now) {
    auto* found = find(id, now);
    if (found == nullptr)
      return unknown(id);
    if (auto wrong = fault_of(content))
      return *std::move(wrong);
    found->content = std::move(content);
    found->closes = closing_time(found->content, now);
    return true;
  }

  /// Errors: it is not open.
  result<bool> close(std::string_view id, instant now) {
    const auto* found = find(id, now);
    if (found == nullptr)
      return unknown(id);
    open_.erase(open_.begin() + (found - open_.data()));
    return true;
  }

  /// Returns the open one of that id, or nullptr.
  toast* find(std::string_view id, instant now) {
    open(now);
    const auto found =
      std::ranges::find_if(open_, [=](const toast& t) { return text_of(t.number) == id; });
    return found == open_.end() ? nullptr : &*found;
  }

  /// The number of the one that popped up last.
  std::uint32_t newest() const { return next_ - 1; }

  static std::string text_of(std::uint32_t number) {
    return "wweCustomToast" + std::to_string(number);
  }

  /// Returns those that are open.
  const std::vector<toast>& open(instant now) {
    std::erase_if(open_, [=](const toast& t) { return t.closes <= now; });
    return open_;
  }

  static failure unknown(std::string_view id) {
    return {"There is no toast '" + std::string{id} + "'.", "id"};
  }

private:
  static std::optional<failure> fault_of(const json& content) {
    if (const auto buttons = content.find("buttons");
        buttons != content.end() && !buttons->is_null() && !buttons->is_array())
      return failure{"The buttons of a toast must be a list.", "toast"};
    if (const auto time = content.find("autoCloseTimeout");
        time != content.end() && !time->is_null()
        && (!time->is_number() || time->get<double>() < 0 || time->get<double>() > 1e12))
      return failure{"The autoCloseTimeout of a toast must be a number of milliseconds.", "toast"};
    return std::nullopt;
  }

  /// A time of 0 leaves it open, which the vendor does not say.
  static instant closing_time(const json& content, instant now) {
    const auto time = content.find("autoCloseTimeout");
    if (time == content.end() || !time->is_number() || time->get<double>() == 0)
      return never;
    return now + std::chrono::microseconds{static_cast<std::int64_t>(time->get<double>() * 1e3)};
  }

  std::vector<toast> open_;
  std::uint32_t next_ = 0;
};

} // namespace deskstorm::desk
