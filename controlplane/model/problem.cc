#include "controlplane/model/problem.h"

#include <cstddef>

#include "base/status/reason.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kMessageBytesMax = 1024;

ErrorClass ClassOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kResourceExhausted:
      return ErrorClass::kQuota;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      return ErrorClass::kSystem;
    default:
      return ErrorClass::kUser;
  }
}

}  // namespace

absl::string_view NameOf(ErrorClass error_class) {
  switch (error_class) {
    case ErrorClass::kNone:
      return "";
    case ErrorClass::kUser:
      return "USER";
    case ErrorClass::kSystem:
      return "SYSTEM";
    case ErrorClass::kDestination:
      return "DESTINATION";
    case ErrorClass::kQuota:
      return "QUOTA";
  }
  return "";
}

ErrorClass ParseErrorClass(absl::string_view name) {
  for (ErrorClass candidate :
       {ErrorClass::kUser, ErrorClass::kSystem, ErrorClass::kDestination, ErrorClass::kQuota}) {
    if (NameOf(candidate) == name) return candidate;
  }
  return ErrorClass::kNone;
}

Problem ProblemOf(const absl::Status& status) {
  return {ClassOf(status.code()), ReasonOf(status),
          std::string(status.message().substr(0, kMessageBytesMax)), RemedyOf(status)};
}

}  // namespace sluice::controlplane
