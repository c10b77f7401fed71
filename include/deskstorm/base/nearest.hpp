#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskstorm {

/// How many letters must be put in, taken out or replaced to make `b` of `a`; beyond `at_most`,
/// some number above it.
inline std::size_t edit_distance(std::string_view a, std::string_view b,
                                 std::size_t at_most = ~std::size_t{0}) {
  const auto same = std::ranges::mismatch(a, b).in1 - a.begin();
  a.remove_prefix(static_cast<std::size_t>(same));
  b.remove_prefix(static_cast<std::size_t>(same));
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = std::exchange(row[0], i);
    auto least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
      least = std::min(least, row[j]);
    }
    if (least > at_most)
      return least;
  }
  return row[b.size()];
}

/// Returns the known word that `word` was probably meant to be: the one that takes the fewest
/// edits, the first of equals, if these are no more than a third of its letters (at least two).
/// Otherwise returns "". `known` is any range of texts.
template <class Texts>
std::string nearest(std::string_view word, const Texts& known) {
  constexpr std::size_t longest = 200;
  if (word.size() > longest)
    return {};
  std::string_view best;
  auto fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string_view text : known) {
    const auto least = std::max(word.size(), text.size()) - std::min(word.size(), text.size());
    if (least >= fewest)
      continue;
    if (const auto edits = edit_distance(word, text, fewest); edits < fewest) {
      fewest = edits;
      best = text;
    }
  }
  return std::string{best};
}

/// Returns " (did you mean 'x'?)" where there is a nearest word, else "".
template <class Texts>
std::string did_you_mean(std::string_view word, const Texts& known) {
  const auto meant = nearest(word, known);
  return meant.empty() ? std::string{} : " (did you mean '" + meant + "'?)";
}

} // namespace deskstorm
