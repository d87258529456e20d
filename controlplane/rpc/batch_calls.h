#ifndef SLUICE_CONTROLPLANE_RPC_BATCH_CALLS_H_
#define SLUICE_CONTROLPLANE_RPC_BATCH_CALLS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/time/clock.h"
#include "controlplane/lifecycle/verb_table.h"
#include "controlplane/model/ids.h"
#include "controlplane/rpc/connector_verbs.h"
#include "controlplane/rpc/repeat_guard.h"
#include "controlplane/store/connector_index.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/request.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// BatchSetConnectorState: one verb for many connectors, each on its own by the code of the single
// verb. Borrows its arguments. Thread-safe; works on a few connectors at the same time, and blocks
// until all are done.
class BatchCalls {
 public:
  BatchCalls(ConnectorIndex& index, ConnectorStore& connectors, ConnectorVerbs& verbs,
             RequestLog& requests, Clock& clock)
      : index_(index),
        connectors_(connectors),
        verbs_(verbs),
        clock_(clock),
        guard_(requests, clock) {}

  absl::Status SetState(const v1::BatchSetConnectorStateRequest& request,
                        v1::BatchSetConnectorStateResponse* response);

 private:
  using Result = v1::BatchSetConnectorStateResponse::Result;

  // Which are meant, ordered by name; sets `more` of the answer.
  absl::StatusOr<std::vector<ConnectorId>> Choose(const v1::BatchSetConnectorStateRequest& request,
                                                  const std::string& instance,
                                                  v1::BatchSetConnectorStateResponse* response);
  Result SetOne(const v1::BatchSetConnectorStateRequest& request, Verb verb, const ConnectorId& id);

  ConnectorIndex& index_;
  ConnectorStore& connectors_;
  ConnectorVerbs& verbs_;
  Clock& clock_;
  RepeatGuard guard_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_BATCH_CALLS_H_
