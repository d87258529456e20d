#include "controlplane/rpc/connector_verbs.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/lifecycle/observe.h"
#include "controlplane/model/etag.h"
#include "controlplane/rpc/feature_disabled.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/store/refusals.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

// How often a verb without an etag is tried against others who change the same connector.
constexpr int kTriesMax = 5;

}  // namespace

absl::Status ConnectorVerbs::Answer(const Connector& connector, v1::Connector* response) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Task> tasks, tasks_.ListTasks(connector.uid));
  *response = ToProto(connector, Observe(connector, tasks, clock_.Now(), observe_));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<StartPin>> ConnectorVerbs::Prepare(const Connector& connector,
                                                                bool validate_only) {
  SLUICE_ASSIGN_OR_RETURN(const Instance instance, instances_.GetInstance(connector.id.instance));
  if (!instance.connector_feature_enabled) return FeatureDisabled(instance);
  if (validate_only) return std::nullopt;
  // Its topics may not be there yet, when Deploy follows Create closely: making them here, too, is
  // harmless.
  if (!connector.provisioning.done) {
    SLUICE_RETURN_IF_ERROR(provisioner_.Provision(connector, instance));
  }
  SLUICE_ASSIGN_OR_RETURN(StartPin pin, pinner_.Pin(connector, instance));
  return std::optional<StartPin>(std::move(pin));
}

absl::Status ConnectorVerbs::ChangeOnce(const Call& call, const ConnectorId& id,
                                        const Request& stored, v1::Connector* response) {
  SLUICE_ASSIGN_OR_RETURN(Connector connector, connectors_.GetConnector(id));
  if (!call.etag.empty() && call.etag != EtagOf(connector.uid, connector.generation)) {
    return EtagMismatch();
  }
  SLUICE_ASSIGN_OR_RETURN(const DesiredState to, Apply(call.verb, connector.desired_state));
  DesiredChange change{.connector_uid = connector.uid,
                       .from_generation = connector.generation,
                       .desired_state = to,
                       .now = StorableNow(clock_)};
  const bool changes = to != connector.desired_state;
  if (changes) {
    if (call.verb == Verb::kDeploy) {
      SLUICE_ASSIGN_OR_RETURN(change.start_pin, Prepare(connector, call.validate_only));
      change.now = StorableNow(clock_);
    }
    ++connector.generation;
    connector.desired_state = to;
    connector.desired_state_time = connector.update_time = change.now;
    if (!connector.start_pin.has_value()) connector.start_pin = change.start_pin;
  }
  SLUICE_RETURN_IF_ERROR(Answer(connector, response));
  if (call.validate_only) return absl::OkStatus();
  Request answered = stored;
  answered.answer = response->SerializeAsString();
  if (changes) return connectors_.ChangeDesiredState(change, answered).status();
  return stored.id.empty() ? absl::OkStatus() : guard_.log().StoreAnswer(answered, change.now);
}

absl::Status ConnectorVerbs::Change(const Call& call, const ConnectorId& id, const Request& stored,
                                    v1::Connector* response) {
  absl::Status status;
  for (int tries = 0; tries < kTriesMax; ++tries) {
    status = ChangeOnce(call, id, stored, response);
    // Without an etag the caller does not mind what came between.
    if (!call.etag.empty() || ReasonOf(status) != "ETAG_MISMATCH") break;
  }
  return status;
}

template <typename VerbRequest>
absl::Status ConnectorVerbs::Run(Verb verb, const char* method, const VerbRequest& request,
                                 v1::Connector* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  const ConnectorId id = ReadConnectorName("name", request.name(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const Call call{verb, method, request.etag(), request.validate_only()};
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  return About(guard_.Run(method, request_id, request, response,
                          [&](Request stored) { return Change(call, id, stored, response); }),
               kConnectorType, request.name());
}

absl::Status ConnectorVerbs::Delete(const v1::DeleteConnectorRequest& request,
                                    v1::Connector* response) {
  return Run(Verb::kDelete, "DeleteConnector", request, response);
}

absl::Status ConnectorVerbs::Deploy(const v1::DeployConnectorRequest& request,
                                    v1::Connector* response) {
  return Run(Verb::kDeploy, "DeployConnector", request, response);
}

absl::Status ConnectorVerbs::Pause(const v1::PauseConnectorRequest& request,
                                   v1::Connector* response) {
  return Run(Verb::kPause, "PauseConnector", request, response);
}

absl::Status ConnectorVerbs::Resume(const v1::ResumeConnectorRequest& request,
                                    v1::Connector* response) {
  return Run(Verb::kResume, "ResumeConnector", request, response);
}

absl::Status ConnectorVerbs::Stop(const v1::StopConnectorRequest& request,
                                  v1::Connector* response) {
  return Run(Verb::kStop, "StopConnector", request, response);
}

}  // namespace sluice::controlplane
