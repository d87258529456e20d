#ifndef SLUICE_CONTROLPLANE_RPC_WORKER_WORKER_MESSAGES_H_
#define SLUICE_CONTROLPLANE_RPC_WORKER_WORKER_MESSAGES_H_

#include "absl/status/statusor.h"
#include "controlplane/model/worker.h"
#include "controlplane/store/worker_store.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::controlplane {

// worker.proto ↔ the model. Pure.

Worker WorkerOf(const v1::WorkerHello& hello);

// The times that only the control plane knows are left out; `now` is the worker's. Tasks in a state
// that this version does not know are left out too: a newer worker may have more of them.
WorkerReport ReportOf(const std::string& worker_uid, const v1::WorkerReport& report);

v1::Assignment AssignmentOf(const Snapshot& snapshot);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_WORKER_WORKER_MESSAGES_H_
