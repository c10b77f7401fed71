#pragma once

#include <nlohmann/json.hpp>

namespace deskstorm {

/// A JSON value. This is the one header that knows where it comes from.
using json = nlohmann::json;

/// A JSON value whose objects keep the order in which their keys were put in.
using ordered_json = nlohmann::ordered_json;

} // namespace deskstorm
