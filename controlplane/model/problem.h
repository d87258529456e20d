#ifndef SLUICE_CONTROLPLANE_MODEL_PROBLEM_H_
#define SLUICE_CONTROLPLANE_MODEL_PROBLEM_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// Who can mend what is wrong.
enum class ErrorClass {
  kNone,
  kUser,         // The definition, a permission or the table: a person must act.
  kSystem,       // Sluice, Kafka or PostgreSQL: tried again.
  kDestination,  // MaxCompute: tried again.
  kQuota,        // A limit: tried again, more slowly.
};

// USER, SYSTEM, DESTINATION, QUOTA; empty for kNone.
absl::string_view NameOf(ErrorClass error_class);
// kNone for a word that is none of these.
ErrorClass ParseErrorClass(absl::string_view name);

// What stands in the way of a connector: the first cause, and what to do about it.
struct Problem {
  ErrorClass error_class = ErrorClass::kNone;
  std::string reason;   // UPPER_SNAKE, as in the API's ErrorInfo.
  std::string message;  // For people; at most 1 KiB.
  std::string remedy;   // What to do now; may be empty.

  friend bool operator==(const Problem&, const Problem&) = default;
};

// `status`, which is not OK, as a problem: reason and remedy are those it carries. Its class
// follows from the code: what a retry may mend is kSystem (or kQuota for RESOURCE_EXHAUSTED), a
// mistake of ours too, everything else is kUser.
Problem ProblemOf(const absl::Status& status);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_PROBLEM_H_
