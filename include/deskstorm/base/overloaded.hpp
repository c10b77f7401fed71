#pragma once

namespace deskstorm {

/// Joins lambdas into one visitor, e.g. for std::visit.
template <class... Lambdas>
struct overloaded : Lambdas... {
  using Lambdas::operator()...;
};

// Needed by clang before 17, which does not deduce the arguments of an aggregate.
template <class... Lambdas>
overloaded(Lambdas...) -> overloaded<Lambdas...>;

} // namespace deskstorm
