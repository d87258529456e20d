#ifndef SLUICE_EMULATOR_ACCESS_PRINCIPAL_H_
#define SLUICE_EMULATOR_ACCESS_PRINCIPAL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sluice::emulator {

// Who asks: an account itself, or a role of it.
struct Principal {
  std::string uid;
  std::string role;  // Lower case; empty for the account itself.

  // "ALIYUN$1234", "RAM$1234:role/name": the one spelling that is stored and shown.
  std::string Name() const;

  friend bool operator==(const Principal&, const Principal&) = default;
};

// As security statements spell it: `RAM$1234:role/Name`, `RAM$:$1234:role/name`, `ALIYUN$1234`, in
// any case, with or without backquotes. InvalidParameter otherwise.
absl::StatusOr<Principal> ParsePrincipal(absl::string_view text);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_ACCESS_PRINCIPAL_H_
