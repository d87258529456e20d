#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_FINDING_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_FINDING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sluice::controlplane {

enum class Severity {
  kError,    // Stands in the way of Create or Deploy.
  kWarning,  // Does not; a person should know.
  kInfo,     // As it should be; said because it was asked.
};

// Something that was found out about a definition and the world.
struct Finding {
  Severity severity = Severity::kError;
  std::string field;    // `connector.sink.table`; empty when it is none.
  std::string reason;   // UPPER_SNAKE, one of ErrorReason.
  std::string subject;  // What it is about: `topics/orders`, `projects/p/tables/t`.
  std::string message;  // What is so.
  std::string remedy;   // What mends it: a statement or command wherever one does.

  friend bool operator==(const Finding&, const Finding&) = default;
};

using Findings = std::vector<Finding>;

inline constexpr absl::string_view kReasonChecked = "CHECKED";
inline constexpr absl::string_view kReasonNotAnswered = "NOT_ANSWERED";
inline constexpr absl::string_view kReasonNotRecommended = "NOT_RECOMMENDED";

// An INFO: asked, and found as it should be.
Finding Checked(absl::string_view field, absl::string_view subject, absl::string_view message);

// A WARNING: works, but is not as recommended.
Finding NotRecommended(absl::string_view field, absl::string_view subject,
                       absl::string_view message, absl::string_view remedy);

// Whether Create refuses for it. Not for what only Deploy minds (the brokers' age, another's task
// group), and not for what could not be asked: that says nothing about the definition.
bool StandsInTheWayOfCreate(const Finding& finding);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_FINDING_H_
