// Reads docs/access.md and writes it with fresh tables.

#include <iostream>
#include <iterator>
#include <string>

#include "controlplane/access/access_text.h"

int main() {
  const std::string document(std::istreambuf_iterator<char>(std::cin), {});
  std::cout << sluice::controlplane::WithFreshAccessTables(document);
  return std::cout.flush() ? 0 : 1;
}
