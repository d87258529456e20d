#ifndef SLUICE_BASE_CHECK_H_
#define SLUICE_BASE_CHECK_H_

#include <cstdlib>
#include <iostream>
#include <sstream>

namespace sluice::check_internal {

// Prints what failed, with what was streamed into it, and ends the process.
class Failure {
 public:
  Failure(const char* file, int line, const char* condition) {
    text_ << file << ':' << line << ": CHECK failed: " << condition << ' ';
  }
  [[noreturn]] ~Failure() {
    std::cerr << text_.str() << std::endl;
    std::abort();
  }
  std::ostream& text() { return text_; }

 private:
  std::ostringstream text_;
};

}  // namespace sluice::check_internal

// Ends the process when `condition` is false. For our own mistakes only, never for what came over a
// wire.
#define SLUICE_CHECK(condition) \
  while (!(condition)) ::sluice::check_internal::Failure(__FILE__, __LINE__, #condition).text()

#endif  // SLUICE_BASE_CHECK_H_
