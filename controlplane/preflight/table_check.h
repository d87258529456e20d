#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_CHECK_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_CHECK_H_

#include <vector>

#include "absl/status/status.h"
#include "controlplane/preflight/preflight.h"
#include "controlplane/preflight/table_connections.h"

namespace sluice::controlplane {

// Adds what is wrong with the role, the project, the table, its columns and the role's permissions.
// An error when STS or MaxCompute could not be asked.
absl::Status CheckTable(const MaxComputeSink& sink, TableConnections& tables,
                        std::vector<Finding>& findings);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_CHECK_H_
