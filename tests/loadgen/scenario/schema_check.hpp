#pragma once

#include <deskstorm/base/json.hpp>

namespace deskstorm::loadgen {

/// Returns whether an independent validator finds that `document` fits the printed schema.
bool fits_schema(const json& document);

} // namespace deskstorm::loadgen
