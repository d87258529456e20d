#ifndef SLUICE_CONTROLPLANE_RPC_OPERATION_FILTER_H_
#define SLUICE_CONTROLPLANE_RPC_OPERATION_FILTER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "controlplane/store/operation_store.h"

namespace sluice::controlplane {

// `done = true`, `target = "instances/a/connectors/b"`, or both joined by AND; empty: all.
// INVALID_ARGUMENT, FILTER_INVALID. Pure.
absl::StatusOr<OperationFilter> ReadOperationFilter(absl::string_view text);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_OPERATION_FILTER_H_
