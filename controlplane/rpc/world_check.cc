#include "controlplane/rpc/world_check.h"

#include "base/status/status_macros.h"
#include "controlplane/rpc/status_details.h"

namespace sluice::controlplane {

absl::StatusOr<Findings> CheckWorld(Preflight& preflight, const Connector& connector,
                                    const Instance& instance) {
  const PreflightReport report = preflight.Check(connector, instance, AskAbout());
  Findings obstacles, warnings;
  for (const Finding& finding : report.findings) {
    if (StandsInTheWayOfCreate(finding)) {
      obstacles.push_back(finding);
    } else if (finding.severity != Severity::kInfo) {
      warnings.push_back(finding);
      warnings.back().severity = Severity::kWarning;
    }
  }
  if (!obstacles.empty()) return WorldUnfit(obstacles);
  SLUICE_RETURN_IF_ERROR(report.unanswered);
  return warnings;
}

}  // namespace sluice::controlplane
