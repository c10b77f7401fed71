#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <deskstorm/base/json.hpp>
#include <deskstorm/base/result.hpp>
#include <deskstorm/base/text.hpp>

namespace deskstorm {

/// A list of top-level keys of user data, or all keys. By default all.
class key_list {
public:
  key_list() = default;
  explicit key_list(std::vector<std::string> keys) : keys_(std::move(keys)), all_(false) {}

  bool has(std::string_view key) const {
    return all_ || std::ranges::find(keys_, key) != keys_.end();
  }
  bool all() const { return all_; }

  friend bool operator==(const key_list&, const key_list&) = default;

private:
  std::vector<std::string> keys_;
  bool all_ = true;
};

/// Reads "Key1,Key3" or "*". Blanks around keys do not count. An empty value is an empty list: no
/// key at all, as the vendor does not say.
inline key_list parse_keys(std::string_view text) {
  std::vector<std::string> keys;
  while (!text.empty()) {
    const auto key = trimmed(cut(text, ','));
    if (key == "*")
      return {};
    if (!key.empty())
      keys.emplace_back(key);
  }
  return key_list{std::move(keys)};
}

/// What to do with a setUserData of which only a part may be written.
enum class partial_write : std::uint8_t {
  drop,   ///< write what may be written; an error where nothing may
  refuse, ///< write nothing: an error
};

/// Which keys of the data attached to interactions clients may read and write. The lists are
/// independent of each other. Source: options service-client-api.user-data.read-allowed and
/// .write-allowed; filtering by top-level key and `partial` are our choice.
struct user_data_policy {
  key_list read = {};
  key_list write = {};
  partial_write partial = partial_write::drop;

  friend bool operator==(const user_data_policy&, const user_data_policy&) = default;
};

/// Returns the members of `data` whose keys are in `allowed`. What is no object has no keys and is
/// returned as it is.
inline json only(const key_list& allowed, const json& data) {
  if (allowed.all() || !data.is_object())
    return data;
  json kept = json::object();
  for (const auto& [key, value] : data.items())
    if (allowed.has(key))
      kept[key] = value;
  return kept;
}

/// Returns what interaction.setUserData may write of `values`, an object. Errors: a key that must
/// not be written, where none is left or the policy refuses partial writes.
inline result<json> writable(const user_data_policy& policy, const json& values) {
  auto kept = only(policy.write, values);
  if (kept.size() == values.size())
    return kept;
  if (kept.empty() || policy.partial == partial_write::refuse) {
    const auto& items = values.items();
    const auto barred = std::find_if(items.begin(), items.end(), [&](const auto& member) {
      return !policy.write.has(member.key());
    });
    return failure{"The user data key '" + barred.key() + "' must not be written.", "keyValues"};
  }
  return kept;
}

} // namespace deskstorm
