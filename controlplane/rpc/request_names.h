#ifndef SLUICE_CONTROLPLANE_RPC_REQUEST_NAMES_H_
#define SLUICE_CONTROLPLANE_RPC_REQUEST_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/model/ids.h"
#include "controlplane/model/resource_name.h"
#include "controlplane/validation/violations.h"

namespace sluice::controlplane {

inline constexpr absl::string_view kInstanceType = "sluice.dev/Instance";
inline constexpr absl::string_view kConnectorType = "sluice.dev/Connector";
inline constexpr absl::string_view kTaskType = "sluice.dev/Task";
inline constexpr absl::string_view kRevisionType = "sluice.dev/ConnectorRevision";
inline constexpr absl::string_view kWorkerType = "sluice.dev/Worker";
inline constexpr absl::string_view kApiTokenType = "sluice.dev/ApiToken";
inline constexpr absl::string_view kOperationType = "google.longrunning.Operation";

// The ids in the name in `field`; a name of another form, or with an id that cannot exist, is a
// violation.
std::string ReadInstanceName(absl::string_view field, absl::string_view name,
                             Violations& violations);
ConnectorId ReadConnectorName(absl::string_view field, absl::string_view name,
                              Violations& violations);
ParsedTaskName ReadTaskName(absl::string_view field, absl::string_view name,
                            Violations& violations);
ParsedRevisionName ReadRevisionName(absl::string_view field, absl::string_view name,
                                    Violations& violations);
std::string ReadWorkerName(absl::string_view field, absl::string_view name, Violations& violations);
std::string ReadOperationName(absl::string_view field, absl::string_view name,
                              Violations& violations);
std::string ReadApiTokenName(absl::string_view field, absl::string_view name,
                             Violations& violations);

// Now, as exactly as it is stored: an answer shows the same time before and after.
absl::Time StorableNow(Clock& clock);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_REQUEST_NAMES_H_
