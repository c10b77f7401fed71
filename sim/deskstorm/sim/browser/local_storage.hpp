#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <deskstorm/tabs/election.hpp>

namespace deskstorm::sim {

/// Local storage: all writes are in one order, and each page's process has a cache of its own,
/// which it sees its own writes in at once and those of others when they have come to it. Source:
/// HTML standard on web storage (no locking; assume none).
template <std::size_t Pages>
class local_storage {
public:
  struct change {
    tabs::stored_record what;
    std::uint8_t key;
  };

  void reset() {
    log_.clear();
    truth_ = {};
  }

  /// A process begins, and sees what is written by now.
  void attach(std::size_t page) { caches_[page] = truth_; }

  /// Writes for a page. Returns the place of the write in the one order.
  std::uint32_t write(std::size_t page, std::uint8_t key, const tabs::stored_record& what) {
    log_.push_back({what, key});
    const auto place = static_cast<std::uint32_t>(log_.size());
    truth_.put(key, what, place);
    caches_[page].put(key, what, place);
    return place;
  }

  /// A write of another has come to the process of a page. Returns its key.
  std::uint8_t arrive(std::size_t page, std::uint32_t place) {
    const auto& one = log_[place - 1];
    caches_[page].put(one.key, one.what, place);
    return one.key;
  }

  const tabs::stored_records& seen_by(std::size_t page) const { return caches_[page].records; }

private:
  struct cache {
    tabs::stored_records records{};
    std::array<std::uint32_t, tabs::stored_keys> places{};

    void put(std::uint8_t key, const tabs::stored_record& what, std::uint32_t place) {
      if (place < places[key])
        return; // a later write is here already
      places[key] = place;
      records[key] = what;
    }
  };

  std::vector<change> log_;
  cache truth_{};
  std::array<cache, Pages> caches_{};
};

} // namespace deskstorm::sim
