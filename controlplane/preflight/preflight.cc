#include "controlplane/preflight/preflight.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"

namespace sluice::controlplane {

absl::Status StatusOf(const Findings& findings) {
  if (findings.size() == 1) {
    return WithRemedy(
        WithReason(absl::FailedPreconditionError(findings[0].message), findings[0].reason),
        findings[0].remedy);
  }
  std::string message = absl::StrCat(findings.size(), " things stand in the way");
  std::string remedy;
  for (const Finding& finding : findings) {
    absl::StrAppend(&message, "; ", finding.message);
    if (finding.remedy.empty()) continue;
    absl::StrAppend(&remedy, remedy.empty() ? "" : "\n", finding.remedy);
  }
  return WithRemedy(WithReason(absl::FailedPreconditionError(message), "PREFLIGHT_FAILED"), remedy);
}

}  // namespace sluice::controlplane
