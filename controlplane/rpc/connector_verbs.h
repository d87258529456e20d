#ifndef SLUICE_CONTROLPLANE_RPC_CONNECTOR_VERBS_H_
#define SLUICE_CONTROLPLANE_RPC_CONNECTOR_VERBS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/time/clock.h"
#include "controlplane/lifecycle/observe_options.h"
#include "controlplane/lifecycle/verb_table.h"
#include "controlplane/provisioning/provisioner.h"
#include "controlplane/provisioning/start_pinner.h"
#include "controlplane/rpc/deletion.h"
#include "controlplane/rpc/repeat_guard.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/instance_store.h"
#include "controlplane/store/task_store.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// The verbs, DeleteConnector among them: what a connector is asked to be. Borrows its arguments.
// Thread-safe; blocks as the store does, Deploy for Kafka besides.
class ConnectorVerbs {
 public:
  ConnectorVerbs(InstanceStore& instances, ConnectorStore& connectors, TaskStore& tasks,
                 RequestLog& requests, Provisioner& provisioner, StartPinner& pinner, Clock& clock,
                 const ObserveOptions& observe)
      : instances_(instances),
        connectors_(connectors),
        tasks_(tasks),
        provisioner_(provisioner),
        pinner_(pinner),
        clock_(clock),
        observe_(observe),
        guard_(requests, clock) {}

  // `author` is who asks, for the event.
  absl::Status Delete(const v1::DeleteConnectorRequest& request, const std::string& author,
                      v1::Connector* response);
  absl::Status Deploy(const v1::DeployConnectorRequest& request, const std::string& author,
                      v1::Connector* response);
  absl::Status Pause(const v1::PauseConnectorRequest& request, const std::string& author,
                     v1::Connector* response);
  absl::Status Resume(const v1::ResumeConnectorRequest& request, const std::string& author,
                      v1::Connector* response);
  absl::Status Stop(const v1::StopConnectorRequest& request, const std::string& author,
                    v1::Connector* response);
  absl::Status Restart(const v1::RestartConnectorRequest& request, const std::string& author,
                       v1::Connector* response);
  absl::Status Undelete(const v1::UndeleteConnectorRequest& request, const std::string& author,
                        v1::Connector* response);

  // One of many that are asked for together: the same verbs, with somebody who asks.
  struct Asked {
    Verb verb = Verb::kDeploy;  // kDeploy, kPause, kResume, kStop or kRestart.
    ConnectorId id;
    std::string request_id;
    std::string author;
    bool validate_only = false;
  };
  absl::Status SetState(const Asked& asked, v1::Connector* response);

 private:
  struct Call {
    Verb verb;
    std::string method;  // Scope of the request ids.
    std::string etag;
    bool validate_only = false;
    std::optional<DeletionAsked> deletion = std::nullopt;  // With kDelete.
    std::string author = {};
  };

  template <typename VerbRequest>
  absl::Status Run(Verb verb, const char* method, const VerbRequest& request,
                   const std::string& author, v1::Connector* response,
                   const std::optional<DeletionAsked>& deletion = std::nullopt);
  absl::Status Change(const Call& call, const ConnectorId& id, const Request& stored,
                      v1::Connector* response);
  absl::Status ChangeOnce(const Call& call, const ConnectorId& id, const Request& stored,
                          v1::Connector* response);
  // What has to be true before anything runs; the pin of the first Deploy.
  absl::StatusOr<std::optional<StartPin>> Prepare(const Connector& connector, bool validate_only);
  // The same for a connector that has no pin: deleting it waits for the end of this.
  absl::StatusOr<StartPin> Pin(const Connector& connector, const Instance& instance);
  absl::Status RestartOnce(const v1::RestartConnectorRequest& request, const ConnectorId& id,
                           const Request& stored, v1::Connector* response);
  absl::Status Answer(const Connector& connector, v1::Connector* response);

  InstanceStore& instances_;
  ConnectorStore& connectors_;
  TaskStore& tasks_;
  Provisioner& provisioner_;
  StartPinner& pinner_;
  Clock& clock_;
  const ObserveOptions observe_;
  RepeatGuard guard_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_CONNECTOR_VERBS_H_
