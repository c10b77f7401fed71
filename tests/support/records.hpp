#pragma once

#include <cstdint>
#include <string>

#include <deskstorm/outbound/record.hpp>

namespace deskstorm::outbound {

/// A record to call; those of one chain are numbers of one customer.
inline record record_of(std::uint32_t handle, std::uint32_t chain) {
  record r;
  r.handle = record_handle{handle};
  r.chain = chain_id{chain};
  r.phone = std::to_string(5000 + handle);
  return r;
}

} // namespace deskstorm::outbound
