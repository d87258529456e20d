#ifndef SLUICE_CONTROLPLANE_STORE_REFUSALS_H_
#define SLUICE_CONTROLPLANE_STORE_REFUSALS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/ids.h"

// What the stores refuse, in one wording for every implementation.
namespace sluice::controlplane {

absl::Status InstanceNotFound(absl::string_view id);
absl::Status InstanceExists(absl::string_view id);
absl::Status InstanceNotEmpty(absl::string_view id);
absl::Status ConnectorNotFound(const ConnectorId& id);
absl::Status ConnectorUidNotFound(absl::string_view uid);
absl::Status ConnectorExists(const ConnectorId& id, DesiredState desired_state);
absl::Status ConnectorNotDeleted(const ConnectorId& id);
absl::Status RevisionNotFound(int64_t number);
absl::Status WorkerNotFound(absl::string_view worker);
absl::Status WorkerNameTaken(absl::string_view name);
absl::Status EtagMismatch();
absl::Status RequestRepeated(absl::string_view request_id);
absl::Status ClaimLost();
absl::Status OperationNotFound(absl::string_view id);
absl::Status OperationRunning(absl::string_view id);
absl::Status ApiTokenNotFound(absl::string_view id);
absl::Status ApiTokenExists(absl::string_view id);
absl::Status TooManySignInCodes();
// `ended`: that is why.
absl::Status OperationNotCancellable(absl::string_view id, bool ended);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_REFUSALS_H_
