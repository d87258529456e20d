#ifndef SLUICE_BASE_STATUS_REASON_H_
#define SLUICE_BASE_STATUS_REASON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sluice {

// What a program reads of an error beside its code, and what a person does about it. Both travel as
// payloads of the status, so that nobody parses messages. An OK status carries nothing.

// `status` with a reason in UPPER_SNAKE, such as TABLE_NOT_FOUND. Replaces the one that is there.
absl::Status WithReason(absl::Status status, absl::string_view reason);

// The reason; empty when there is none.
std::string ReasonOf(const absl::Status& status);

// `status` with what a person can do now, such as the exact GRANT statement.
absl::Status WithRemedy(absl::Status status, absl::string_view remedy);

// The remedy; empty when there is none.
std::string RemedyOf(const absl::Status& status);

// `status` with `context` and a colon before its message; code, reason and remedy stay.
absl::Status Annotate(const absl::Status& status, absl::string_view context);

}  // namespace sluice

#endif  // SLUICE_BASE_STATUS_REASON_H_
