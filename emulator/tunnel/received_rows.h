#ifndef SLUICE_EMULATOR_TUNNEL_RECEIVED_ROWS_H_
#define SLUICE_EMULATOR_TUNNEL_RECEIVED_ROWS_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

// The rows of a request's body: a sound record stream, unpacked.
struct ReceivedRows {
  std::string bytes;
  int64_t count = 0;
};

// Takes the body of `request` and reads it to its last checksum; `check` sees each row. Errors: the
// decoder's, the coding's and those of `check`; NotImplemented for Arrow bodies.
absl::StatusOr<ReceivedRows> ReceiveRows(const Columns& columns, http::ServerRequest& request,
                                         int64_t bytes_max,
                                         absl::FunctionRef<absl::Status(const Row&)> check);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_TUNNEL_RECEIVED_ROWS_H_
