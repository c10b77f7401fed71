#pragma once

#include <string>

#include <deskstorm/base/json.hpp>

namespace deskstorm::loadgen {

/// Returns a document as files have it. Names in it may come from a command line, which need not be
/// UTF-8: what is none is replaced.
inline std::string json_text(const ordered_json& document) {
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace);
}

} // namespace deskstorm::loadgen
