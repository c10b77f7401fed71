#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/protocol/codec.hpp>

namespace deskstorm::desk {

/// A page that a client has opened over the desktop.
struct dialog {
  std::string id;
  std::string url;
  json options = json::object(); ///< label, width and height, as the client gave them
};

namespace detail {

inline std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

} // namespace detail

/// The dialogs that are open in one tab. Ids count from 1 and never come again; the vendor's sample
/// shows their form.
class dialogs {
public:
  /// How many may be open. The vendor names no limit.
  static constexpr std::size_t most = 20;

  /// Opens one and returns its id. `$Dialog.Id$` in the address and `$Agent.FullName$` in the label
  /// are filled in. Errors: too many are open.
  result<std::string> open(std::string_view url, json options, std::string_view agent) {
    if (open_.size() >= most)
      return failure{"There are too many dialogs.", "url"};
    std::string id = "wweCustomDialog" + std::to_string(next_++);
    if (const auto label = options.find("label"); label != options.end() && label->is_string())
      *label = detail::replaced(label->get<std::string>(), "$Agent.FullName$", agent);
    open_.push_back({id, detail::replaced(std::string{url}, "$Dialog.Id$", id),
                     options.is_object() ? std::move(options) : json::object()});
    return id;
  }

  /// Errors: it is not open.
  result<bool> close(std::string_view id) {
    if (std::erase_if(open_, [=](const dialog& d) { return d.id == id; }) == 0)
      return failure{"There is no dialog '" + std::string{id} + "'.", "dialogId"};
    return true;
  }

  const std::vector<dialog>& all() const { return open_; }

private:
  std::vector<dialog> open_;
  std::uint32_t next_ = 1;
};

/// The views that clients have put into the menu bar of one tab, by name.
class menu_bar {
public:
  /// How many views there may be, how many keys in one, and how long one is as JSON at most. The
  /// vendor names no limit.
  static constexpr std::size_t most = 20;
  static constexpr std::size_t most_bytes = std::size_t{1} << 14;

  /// Makes or changes the view that `view` names; keys that it does not give stay.
  /// Errors: it has no name; too many views or keys, or too long ones.
  result<bool> update(const json& view) {
    const auto name = view.find("name");
    if (name == view.end() || !name->is_string() || name->get_ref<const std::string&>().empty())
      return failure{"A view of the menu bar needs a name.", "view"};
    const auto found =
      std::ranges::find_if(views_, [&](const json& one) { return one.at("name") == *name; });
    json changed = found == views_.end() ? json::object() : *found;
    changed.update(view);
    if (changed.size() > most || (found == views_.end() && views_.size() >= most))
      return failure{"There are too many views in the menu bar, or too many keys in one.", "view"};
    if (to_text(changed).size() > most_bytes)
      return failure{"The view is too long for the menu bar.", "view"};
    if (found == views_.end())
      views_.push_back(std::move(changed));
    else
      *found = std::move(changed);
    return true;
  }

  /// Errors: there is none of that name.
  result<bool> close(std::string_view name) {
    if (std::erase_if(views_, [=](const json& one) { return one.at("name") == name; }) == 0)
      return failure{"There is no view '" + std::string{name} + "' in the menu bar.", "name"};
    return true;
  }

  const std::vector<json>& all() const { return views_; }

private:
  std::vector<json> views_;
};

} // namespace deskstorm::desk
