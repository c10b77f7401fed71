#pragma once

#include <nlohmann/json.hpp>

namespace deskstorm {

/// A JSON value. This is the one header that knows where it comes from.
using json = nlohmann::json;

} // namespace deskstorm
