#pragma once

#include <cstddef>
#include <malloc.h>

namespace deskstorm::bench {

/// Returns how many bytes the allocator has handed out, its own bookkeeping included.
inline std::size_t heap_in_use() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

} // namespace deskstorm::bench
