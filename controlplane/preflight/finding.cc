#include "controlplane/preflight/finding.h"

#include <algorithm>
#include <iterator>

namespace sluice::controlplane {
namespace {

constexpr absl::string_view kOthers[] = {
    // By the time somebody deploys, these may have been mended; Deploy looks again.
    "BROKER_TOO_OLD", "FOREIGN_LEDGER", "GROUP_NOT_EMPTY", "BATCH_FORMAT_UNKNOWN",
    // Nobody answered.
    kReasonNotAnswered, "KAFKA_DNS_FAILED", "KAFKA_CONNECTION_REFUSED",
    "KAFKA_CONNECTION_TIMED_OUT"};

}  // namespace

Finding Checked(absl::string_view field, absl::string_view subject, absl::string_view message) {
  return {Severity::kInfo,      std::string(field),   std::string(kReasonChecked),
          std::string(subject), std::string(message), ""};
}

Finding NotRecommended(absl::string_view field, absl::string_view subject,
                       absl::string_view message, absl::string_view remedy) {
  return {Severity::kWarning,   std::string(field),   std::string(kReasonNotRecommended),
          std::string(subject), std::string(message), std::string(remedy)};
}

bool StandsInTheWayOfCreate(const Finding& finding) {
  return finding.severity == Severity::kError &&
         std::find(std::begin(kOthers), std::end(kOthers), finding.reason) == std::end(kOthers);
}

}  // namespace sluice::controlplane
