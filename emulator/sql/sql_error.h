#ifndef SLUICE_EMULATOR_SQL_SQL_ERROR_H_
#define SLUICE_EMULATOR_SQL_SQL_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sluice::emulator {

// Where in a statement, from 1.
struct TextPlace {
  int line = 1;
  int column = 1;
};

// "ODPS-0130161:[1,15] Parse exception - …"; `code` without the prefix.
absl::Status SqlError(absl::string_view code, TextPlace place, absl::string_view message);

absl::Status ParseError(TextPlace place, absl::string_view message);
absl::Status SemanticError(absl::string_view message);

// The text that a failed instance shows for an error of ours or of the store.
std::string SqlFailureText(const absl::Status& error);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_SQL_ERROR_H_
