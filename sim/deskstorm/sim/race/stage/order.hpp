#pragma once

#include <deskstorm/sim/race/stage.hpp>

/// Which of the things that are due happens next.
namespace deskstorm::sim {

inline occurrence race_stage::select() {
  const auto first = agenda_.take();
  if (agenda_.empty() || agenda_.next() != first.due)
    return agenda_.release(first);
  constexpr std::size_t most = 16;
  std::array<typename agenda<occurrence>::item, most> ties{first};
  std::size_t count = 1;
  while (count < most && !agenda_.empty() && agenda_.next() == first.due)
    ties[count++] = agenda_.take();
  std::array<std::size_t, most> ready{};
  std::size_t choices = 1;
  for (std::size_t i = 1; i < count; ++i)
    if (competes(agenda_[ties[i]], agenda_[first]) && is_head({ties.data(), i}, ties[i]))
      ready[choices++] = i;
  const auto& lead = agenda_[first];
  const auto chosen = ready[static_cast<std::size_t>(pick(
    choice_kind::next, lead.page + std::size_t{1}, 0, 0, static_cast<std::int64_t>(choices) - 1))];
  for (std::size_t i = 0; i < count; ++i)
    if (i != chosen)
      agenda_.put(ties[i]);
  return agenda_.release(ties[chosen]);
}

inline bool race_stage::competes(const occurrence& a, const occurrence& b) const {
  const auto shared = [](const occurrence& o) {
    return o.what == happening::effect || o.what >= happening::action;
  };
  return a.page == b.page || plan_->protocol->needs_browser || shared(a) || shared(b);
}

inline bool race_stage::is_head(std::span<const typename agenda<occurrence>::item> before,
                                const typename agenda<occurrence>::item& one) const {
  const auto& o = agenda_[one];
  return o.chain == 0 || std::ranges::none_of(before, [&](const auto& other) {
           const auto& b = agenda_[other];
           return b.chain == o.chain && b.page == o.page;
         });
}

} // namespace deskstorm::sim
