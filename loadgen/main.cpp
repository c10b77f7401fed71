#include <iostream>

#include <deskstorm/version.hpp>

int main() { std::cout << "deskstorm " << deskstorm::version << '\n'; }
