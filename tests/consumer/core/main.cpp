#include <iostream>

#include <deskstorm/options/parse.hpp>

int main() {
  using namespace deskstorm;
  const auto read = parse_options("service-client-api.rate-limit=60\n");
  const auto wrong = parse_options("service-client-api.rate-limit=many\n");
  std::cout << "read " << bool{read} << ", refused: " << wrong.why().text << '\n';
  return read && !wrong ? 0 : 1;
}
