#ifndef SLUICE_CONTROLPLANE_RPC_DEAD_LETTER_CALLS_H_
#define SLUICE_CONTROLPLANE_RPC_DEAD_LETTER_CALLS_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/deadletters/dead_letter_reader.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/rpc/repeat_guard.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/dead_letter_mark_store.h"
#include "controlplane/store/instance_store.h"
#include "controlplane/store/operation_store.h"
#include "google/longrunning/operations.pb.h"
#include "sluice/v1/dead_letter_service.pb.h"

namespace sluice::controlplane {

// The calls of DeadLetterService. Borrows its arguments. Thread-safe; blocks as the store and Kafka
// do.
class DeadLetterCalls {
 public:
  struct Stores {
    InstanceStore& instances;
    ConnectorStore& connectors;
    OperationStore& operations;
    DeadLetterMarkStore& marks;
    RequestLog& requests;
  };

  DeadLetterCalls(const Stores& stores, ClusterConnections& clusters, Clock& clock,
                  absl::Duration kafka_timeout)
      : stores_(stores),
        clusters_(clusters),
        clock_(clock),
        kafka_timeout_(kafka_timeout),
        reader_(clusters, stores.marks, clock, {}),
        guard_(stores.requests, clock) {}

  absl::Status List(const v1::ListDeadLettersRequest& request,
                    v1::ListDeadLettersResponse* response);
  absl::Status Get(const v1::GetDeadLetterRequest& request, v1::DeadLetter* response);
  absl::Status Replay(const v1::ReplayDeadLettersRequest& request,
                      google::longrunning::Operation* response);
  absl::Status Discard(const v1::DiscardDeadLettersRequest& request,
                       v1::DiscardDeadLettersResponse* response);

 private:
  // A connector where it is.
  struct Scene {
    Connector connector;
    Instance instance;
  };
  absl::StatusOr<Scene> Find(const ConnectorId& id);
  absl::Status ReplayOnce(const v1::ReplayDeadLettersRequest& request, const ConnectorId& id,
                          Request stored, google::longrunning::Operation* response);
  absl::Status DiscardOnce(const v1::DiscardDeadLettersRequest& request, const ConnectorId& id,
                           Request stored, v1::DiscardDeadLettersResponse* response);
  // What a discard shall mark, from `position` on; then that is where there are more.
  absl::StatusOr<std::vector<DeadLetter>> Chosen(const Scene& scene, const DeadLetterChoice& choice,
                                                 std::optional<DeadLetterPositions>& position);
  absl::Status CheckSourceTopic(const Scene& scene);

  const Stores stores_;
  ClusterConnections& clusters_;
  Clock& clock_;
  const absl::Duration kafka_timeout_;
  DeadLetterReader reader_;
  RepeatGuard guard_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_DEAD_LETTER_CALLS_H_
