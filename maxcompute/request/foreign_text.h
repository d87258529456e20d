#ifndef SLUICE_MAXCOMPUTE_REQUEST_FOREIGN_TEXT_H_
#define SLUICE_MAXCOMPUTE_REQUEST_FOREIGN_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sluice::maxcompute {

// What another program said, fit for one line of an error: at most 512 bytes, cut between
// characters, and blanks for line breaks and other controls.
std::string ForeignText(absl::string_view text);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_REQUEST_FOREIGN_TEXT_H_
