#pragma once

#include <string>
#include <string_view>

#include <deskstorm/base/base64url.hpp>
#include <deskstorm/base/json.hpp>

namespace deskstorm::desk {

/// auth.getJwtToken: a well-formed token without a signature that says of itself that it is
/// simulated. It opens nothing. Source: the form is that of RFC 7519, section 6.
inline std::string simulated_token(std::string_view username) {
  const json header{{"alg", "none"}, {"typ", "JWT"}};
  const json claims{{"iss", "deskstorm"}, {"sub", username}, {"simulated", true}};
  return base64url(header.dump()) + '.'
         + base64url(claims.dump(-1, ' ', false, json::error_handler_t::replace)) + '.';
}

} // namespace deskstorm::desk
