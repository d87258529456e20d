#ifndef SLUICE_CONTROLPLANE_API_HANDLERS_H_
#define SLUICE_CONTROLPLANE_API_HANDLERS_H_

#include <vector>

#include "absl/time/time.h"
#include "base/kafka/connection_probe.h"
#include "base/sync/work_queue.h"
#include "base/time/clock.h"
#include "controlplane/access/gatekeeper.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/lifecycle/observe_options.h"
#include "controlplane/preflight/instance_check.h"
#include "controlplane/preflight/table_connections.h"
#include "controlplane/preflight/world_preflight.h"
#include "controlplane/provisioning/provisioner.h"
#include "controlplane/provisioning/start_pinner.h"
#include "controlplane/provisioning/witness_bounds.h"
#include "controlplane/rpc/access_service.h"
#include "controlplane/rpc/connector_service.h"
#include "controlplane/rpc/dead_letter_service.h"
#include "controlplane/rpc/fleet_service.h"
#include "controlplane/rpc/instance_service.h"
#include "controlplane/rpc/offset_service.h"
#include "controlplane/rpc/operations_service.h"
#include "controlplane/rpc/watch/watch_service.h"
#include "controlplane/store/store.h"
#include "controlplane/watch/change_board.h"

namespace sluice::controlplane {

struct ApiOptions {
  int threads = 16;  // For calls to the database; as many again for calls to the world,
                     // and for those that wait because they are asked to.
  size_t waiting_max = 256;
  absl::Duration call_life = absl::Seconds(30);
  absl::Duration worker_lease = absl::Seconds(10);
  ObserveOptions observe;
  // Of one call to Kafka. A client that tries a few times shall learn the reason before its
  // patience ends.
  absl::Duration kafka_timeout = absl::Seconds(5);
  WorldPreflightOptions preflight;
  WatchService::Options watch;
  GatekeeperOptions access;
};

// The public API, put together: handlers, their threads and their services. Borrows its arguments.
// Stop it after the server.
class ApiHandlers {
 public:
  ApiHandlers(Store& store, ClusterConnections& clusters, kafka::ConnectionProbe& probe,
              TableConnections& tables, Clock& clock, const ApiOptions& options);

  std::vector<grpc::Service*> services();

  // Who lets callers in; for what else is served.
  Gatekeeper& gatekeeper() { return gatekeeper_; }

  // What is told to those who watch; an Observer fills it.
  ChangeBoard& board() { return board_; }

  // Ends what would keep the server from stopping. Before the server stops.
  void EndStreams() { watch_service_.EndStreams(); }
  // How many calls wait for a thread now.
  struct Waiting {
    size_t quick = 0;    // For the database.
    size_t slow = 0;     // For Kafka or MaxCompute besides.
    size_t patient = 0;  // Because they were asked to.
  };
  Waiting waiting();

  // Returns when no handler runs any more.
  void Stop();

 private:
  Gatekeeper gatekeeper_;
  WorldPreflight preflight_;
  Provisioner provisioner_;
  StartPinner pinner_;
  WitnessBounds witness_bounds_;
  InstanceCheck instance_check_;
  InstanceCalls instances_;
  PickerCalls pickers_;
  ConnectorDefinitions definitions_;
  ConnectorLists lists_;
  HistoryCalls history_;
  ConnectorUpdates updates_;
  ConnectorRevisions revisions_;
  ConnectorVerbs verbs_;
  BatchCalls batch_;
  ValidateCall validate_;
  PreviewCall preview_;
  RenderCall render_;
  TestRecordCall test_record_;
  TableCalls tables_;
  FleetCalls fleet_;
  OffsetCalls offsets_;
  OperationCalls operations_;
  DeadLetterCalls dead_letters_;
  LogLevelCall log_levels_;
  AccessCalls access_;
  WorkQueue quick_queue_;
  WorkQueue slow_queue_;
  WorkQueue patient_queue_;
  CallRunner quick_;
  CallRunner slow_;
  CallRunner patient_;
  InstanceService instance_service_;
  ConnectorService connector_service_;
  FleetService fleet_service_;
  OffsetService offset_service_;
  OperationsService operations_service_;
  DeadLetterService dead_letter_service_;
  AccessService access_service_;
  ChangeBoard board_;
  WatchService watch_service_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_API_HANDLERS_H_
