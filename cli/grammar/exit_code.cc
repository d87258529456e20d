#include "cli/grammar/exit_code.h"

#include "base/status/reason.h"
#include "cli/grammar/parser.h"

namespace sluice::cli {

const std::vector<ExitCodeMeaning>& ExitCodes() {
  static const auto& codes = *new std::vector<ExitCodeMeaning>{
      {0, "done"},
      {1,
       "validate: not deployable, diff: they differ, a verb for many: one was refused; otherwise "
       "something unexpected, a mistake of "
       "ours (INTERNAL, "
       "UNKNOWN, UNIMPLEMENTED)"},
      {2, "sluicectl was called wrongly; nothing was sent"},
      {3, "what was asked for is wrong: fix the request or the file (INVALID_ARGUMENT)"},
      {4, "no such thing (NOT_FOUND)"},
      {5, "it is there already (ALREADY_EXISTS)"},
      {6,
       "the world or the state is not ready for it (FAILED_PRECONDITION), or the awaited state "
       "cannot come"},
      {7, "not allowed (PERMISSION_DENIED, UNAUTHENTICATED)"},
      {8, "no answer now, try again (UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED)"},
      {9, "somebody else changed it: read again (ABORTED)"},
  };
  return codes;
}

int ExitCodeOf(const absl::Status& status) {
  if (ReasonOf(status) == kUsage) return 2;
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return 0;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return 3;
    case absl::StatusCode::kNotFound:
      return 4;
    case absl::StatusCode::kAlreadyExists:
      return 5;
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kCancelled:
      return 6;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return 7;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return 8;
    case absl::StatusCode::kAborted:
      return 9;
    default:
      return 1;
  }
}

}  // namespace sluice::cli
