#ifndef SLUICE_EMULATOR_FRONT_CALL_H_
#define SLUICE_EMULATOR_FRONT_CALL_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"

namespace sluice::emulator {

// How the service words its errors.
enum class ErrorForm { kXml, kJson };

// A request whose meaning is known and that has not been carried out.
struct Call {
  std::string operation;  // "commit_upload", …: what faults and logs call it.
  std::string table;      // In lower case; empty when about none.
  std::string project;    // Of that table; only of calls on sessions.
  ErrorForm errors = ErrorForm::kXml;
  std::function<absl::StatusOr<http::ServerResponse>()> run;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_FRONT_CALL_H_
