#ifndef SLUICE_API_CLIENT_ERROR_DETAILS_H_
#define SLUICE_API_CLIENT_ERROR_DETAILS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sluice::client {

// One thing that is wrong with a request (BadRequest), or with the world that it needs
// (PreconditionFailure).
struct Violation {
  std::string field;    // `connector.sink.table`, or the thing that is not as needed.
  std::string reason;   // UPPER_SNAKE.
  std::string message;  // What is wrong.
  std::string remedy;   // What to do now; may be empty.

  friend bool operator==(const Violation&, const Violation&) = default;
};

// What a gRPC call answered, as a status: `code` and `message` of the answer, and from `details`,
// the bytes of a google.rpc.Status, the reason and the remedy (base/status/reason.h) and all
// violations. Details that cannot be read are ignored: the code still tells the program what to do.
absl::Status StatusOfAnswer(absl::StatusCode code, absl::string_view message,
                            absl::string_view details);

// `status` with these violations instead of those it carries; for errors that are found before
// anything is sent.
absl::Status WithViolations(absl::Status status, const std::vector<Violation>& violations);

// Every violation that `status` carries, in the server's order.
std::vector<Violation> ViolationsOf(const absl::Status& status);

// How many the server found: more than `status` carries when an answer had no room for all.
int ViolationCountOf(const absl::Status& status);

}  // namespace sluice::client

#endif  // SLUICE_API_CLIENT_ERROR_DETAILS_H_
