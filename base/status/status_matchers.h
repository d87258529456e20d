#ifndef SLUICE_BASE_STATUS_STATUS_MATCHERS_H_
#define SLUICE_BASE_STATUS_STATUS_MATCHERS_H_

#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/status/reason.h"
#include "gmock/gmock.h"

namespace sluice {
namespace status_internal {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& value) {
  return value.status();
}

}  // namespace status_internal

// Matches an OK absl::Status or absl::StatusOr.
MATCHER(IsOk, negation ? "is an error" : "is OK") {
  const absl::Status& status = status_internal::StatusOf(arg);
  if (!status.ok()) *result_listener << "which is " << status.ToString();
  return status.ok();
}

// Matches an absl::StatusOr that holds a value which `inner` matches.
MATCHER_P(IsOkAndHolds, inner, "") {
  if (!arg.ok()) {
    *result_listener << "which is " << arg.status().ToString();
    return false;
  }
  return ::testing::ExplainMatchResult(inner, arg.value(), result_listener);
}

// Matches the code of an absl::Status or absl::StatusOr.
MATCHER_P(StatusIs, code, "") {
  const absl::Status& status = status_internal::StatusOf(arg);
  *result_listener << "which is " << status.ToString();
  return status.code() == code;
}

// Matches code and message.
MATCHER_P2(StatusIs, code, message, "") {
  const absl::Status& status = status_internal::StatusOf(arg);
  *result_listener << "which is " << status.ToString() << ' ';
  return status.code() == code &&
         ::testing::ExplainMatchResult(message, std::string(status.message()), result_listener);
}

// Matches the reason that the status carries.
MATCHER_P(HasReason, reason, "has the reason " + ::testing::PrintToString(reason)) {
  const absl::Status& status = status_internal::StatusOf(arg);
  *result_listener << "which is " << status.ToString() << " with reason '" << ReasonOf(status)
                   << "'";
  return ReasonOf(status) == reason;
}

}  // namespace sluice

#endif  // SLUICE_BASE_STATUS_STATUS_MATCHERS_H_
