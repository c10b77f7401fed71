#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <deskstorm/base/time.hpp>
#include <deskstorm/policy/limiter_rules.hpp>
#include <deskstorm/policy/origin_policy.hpp>
#include <deskstorm/policy/user_data_policy.hpp>

namespace deskstorm {

/// What an administrator sets for the Service Client API, with the vendor's defaults. option_table
/// says which text sets which member.
struct options {
  origin_policy origins = {}; ///< by default nobody has access
  request_limits limits = {};
  user_data_policy user_data = {};
  /// The longest that a client may block mark-done. The vendor's default is not public.
  duration block_markdone_timeout = std::chrono::seconds{30};
  /// Sections that describe the pages in the workspace and beside interactions.
  std::vector<std::string> workspace_web_content = {};
  std::vector<std::string> interaction_web_content = {};
  /// All that was set, as it was written; "SECTION/name" is an option of another section.
  std::map<std::string, std::string, std::less<>> written = {};

  friend bool operator==(const options&, const options&) = default;
};

} // namespace deskstorm
