#include "dataplane/task/error_class.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "base/status/reason.h"

namespace sluice::dataplane {
namespace {

struct Exception {
  absl::string_view reason;
  ErrorClass error_class;
};

// Where the code, which says what a program does next, would name the wrong one to mend it.
constexpr Exception kExceptions[] = {
    // The brokers are away; nobody has to change a definition for that.
    {"KAFKA_CONNECTION_REFUSED", ErrorClass::kSystem},
    {"KAFKA_DNS_FAILED", ErrorClass::kSystem},
    // A queue of ours, no limit of MaxCompute.
    {"KAFKA_PRODUCER_QUEUE_FULL", ErrorClass::kSystem},
    {"CLOCK_SKEWED", ErrorClass::kSystem},
    // The service has lost or changed what it had; the task begins it anew.
    {"SESSION_NOT_FOUND", ErrorClass::kDestination},
    {"SESSION_CONFLICT", ErrorClass::kDestination},
    {"BLOCK_DAMAGED", ErrorClass::kDestination},
    {"ANSWER_INVALID", ErrorClass::kDestination},
    {"COMMIT_PENDING", ErrorClass::kDestination},
    // Renewed by itself.
    {"CREDENTIALS_EXPIRED", ErrorClass::kDestination},
};

}  // namespace

ErrorClass ClassOf(const absl::Status& error) {
  const std::string reason = ReasonOf(error);
  for (const Exception& exception : kExceptions) {
    if (exception.reason == reason) return exception.error_class;
  }
  if (absl::IsResourceExhausted(error)) return ErrorClass::kQuota;
  if (absl::StartsWith(reason, "MAXCOMPUTE_") || absl::StartsWith(reason, "STS_"))
    return ErrorClass::kDestination;
  switch (error.code()) {
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return ErrorClass::kUser;
    default:
      return ErrorClass::kSystem;
  }
}

}  // namespace sluice::dataplane
