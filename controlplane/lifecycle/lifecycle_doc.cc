// Reads docs/lifecycle.md and writes it with fresh tables.

#include <iostream>
#include <iterator>
#include <string>

#include "controlplane/lifecycle/lifecycle_text.h"

int main() {
  const std::string document(std::istreambuf_iterator<char>(std::cin), {});
  std::cout << sluice::controlplane::WithFreshTables(document);
  return std::cout.flush() ? 0 : 1;
}
