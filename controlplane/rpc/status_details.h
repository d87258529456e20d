#ifndef SLUICE_CONTROLPLANE_RPC_STATUS_DETAILS_H_
#define SLUICE_CONTROLPLANE_RPC_STATUS_DETAILS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "controlplane/preflight/preflight.h"
#include "controlplane/validation/violations.h"
#include "google/rpc/status.pb.h"

namespace sluice::controlplane {

// INVALID_ARGUMENT, VALIDATION_FAILED, carrying every violation. There must be one.
absl::Status InvalidRequest(const Violations& violations);

// As StatusOf(findings), carrying each finding.
absl::Status WorldUnfit(const Findings& findings);

// `status` with the resource it is about: `instances/a`, of the type `sluice.dev/Instance`.
absl::Status About(absl::Status status, absl::string_view type, absl::string_view name);

// What goes over the wire for `status`, which is not OK: exactly one ErrorInfo (domain `sluice`),
// with the remedy in its metadata, then what the status carries, and RetryInfo where a retry may
// help. The message stays below 1 KiB, the whole below 4 KiB and valid UTF-8: longer answers would
// be turned into RESOURCE_EXHAUSTED on their way. Pure.
google::rpc::Status DetailsOf(const absl::Status& status);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_STATUS_DETAILS_H_
