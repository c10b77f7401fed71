#pragma once

#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <deskstorm/base/time.hpp>

/// The reference workload: clients, four to a tab, think, ask one of four kinds of request, and
/// wait for the answer; the tab limits each client and kind. This is its model, which every engine
/// runs; how messages travel is the engine's.
namespace deskstorm::bench::w1 {

using namespace std::chrono_literals;

inline constexpr duration hop = 1ms;
inline constexpr double mean_think_ns = 10e9;
inline constexpr std::uint32_t clients_a_tab = 4;
inline constexpr std::uint32_t kinds = 4;

/// 32 well mixed bits.
inline std::uint32_t scramble(std::uint32_t x) {
  x = (x ^ (x >> 16)) * 0x21F0AAADu;
  x = (x ^ (x >> 15)) * 0x735A2D97u;
  return x ^ (x >> 15);
}

class draws {
public:
  explicit draws(std::uint32_t of_client) : state_(scramble(of_client + 1)) {}
  std::uint32_t next() { return scramble(state_ += 0x9E3779B9u); }

private:
  std::uint32_t state_;
};

class client {
public:
  explicit client(std::uint32_t number) : draw_(number) {}

  duration think() {
    const double u = (draw_.next() + 0.5) * 0x1p-32;
    return duration{static_cast<std::int64_t>(-std::log(u) * mean_think_ns)};
  }

  std::uint32_t ask(instant now) { // returns the kind of request
    ++sent_;
    asked_at_ = now;
    return draw_.next() % kinds;
  }

  void answer(bool admitted, instant now) {
    ++(admitted ? admitted_ : refused_);
    waited_ += now - asked_at_;
  }

  std::uint64_t summary() const {
    return scramble(scramble(sent_ + 3 * admitted_ + 5 * refused_)
                    ^ static_cast<std::uint32_t>(waited_ / 1us));
  }

private:
  draws draw_;
  std::uint32_t sent_ = 0;
  std::uint32_t admitted_ = 0;
  std::uint32_t refused_ = 0;
  instant asked_at_{};
  duration waited_{};
};

/// At most four requests in each minute, and half a minute of quarantine for the fifth.
class limiter {
public:
  bool admit(instant now) {
    if (now < barred_until_)
      return false;
    const auto minute = static_cast<std::int32_t>(now.time_since_epoch() / 1min);
    if (minute != minute_) {
      minute_ = minute;
      count_ = 0;
    }
    if (++count_ <= 4)
      return true;
    barred_until_ = now + 30s;
    return false;
  }

private:
  instant barred_until_{};
  std::int32_t minute_ = 0;
  std::int32_t count_ = 0;
};

struct tab {
  std::array<std::array<limiter, kinds>, clients_a_tab> limiters;

  bool serve(std::uint32_t place, std::uint32_t kind, instant now) {
    return limiters[place][kind].admit(now);
  }
};

/// What a run came to: equal on every engine.
struct outcome {
  std::uint64_t events = 0;
  std::uint64_t summary = 0;

  void add(const client& c, std::uint32_t number) {
    summary += scramble(static_cast<std::uint32_t>(c.summary()) ^ (number + 1));
  }
  friend bool operator==(const outcome&, const outcome&) = default;
};

} // namespace deskstorm::bench::w1
