#ifndef SLUICE_CONVERSION_MISFIT_H_
#define SLUICE_CONVERSION_MISFIT_H_

#include <string>

namespace sluice::conversion {

// Why a text or a value is not what a column takes: a rejection that does not yet know of which
// column and which part of the record it is. Never holds the value.
struct Misfit {
  const char* reason;       // UPPER_SNAKE; README.md lists them.
  std::string message;      // A sentence without its subject's name: "is not valid UTF-8".
  bool unreadable = false;  // It cannot be read, rather than: it does not fit.
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_MISFIT_H_
