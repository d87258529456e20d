#include "controlplane/rpc/connector_definitions.h"

#include <optional>
#include <string>
#include <vector>

#include "base/status/status_macros.h"
#include "controlplane/lifecycle/observe.h"
#include "controlplane/model/uid.h"
#include "controlplane/rpc/feature_disabled.h"
#include "controlplane/rpc/finding_proto.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/rpc/world_check.h"
#include "controlplane/store/refusals.h"
#include "controlplane/validation/connector_rules.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kAuthorBytesMax = 128;

DesiredState InitialStateOf(const v1::CreateConnectorRequest& request, Violations& violations) {
  switch (request.initial_state()) {
    case v1::Connector::Desired::STATE_UNSPECIFIED:
    case v1::Connector::Desired::DRAFT:
      return DesiredState::kDraft;
    case v1::Connector::Desired::RUNNING:
      return DesiredState::kRunning;
    case v1::Connector::Desired::PAUSED:
      return DesiredState::kPaused;
    case v1::Connector::Desired::STOPPED:
      return DesiredState::kStopped;
    default:
      violations.Add("initial_state", "FIELD_OUT_OF_RANGE",
                     "is none that a connector can begin with; use DRAFT, RUNNING, PAUSED or "
                     "STOPPED");
      return DesiredState::kDraft;
  }
}

}  // namespace

absl::StatusOr<Findings> ConnectorDefinitions::CheckWorld(const Connector& connector,
                                                          const Instance& instance) {
  if (!instance.connector_feature_enabled) return FeatureDisabled(instance);
  // Before the world is asked: it is not to blame for a name that is taken.
  const absl::StatusOr<Connector> existing = connectors_.GetConnector(connector.id);
  if (existing.ok()) return ConnectorExists(connector.id, existing->desired_state);
  if (!absl::IsNotFound(existing.status())) return existing.status();
  return controlplane::CheckWorld(preflight_, connector, instance);
}

absl::Status ConnectorDefinitions::Create(const v1::CreateConnectorRequest& request,
                                          v1::Connector* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  CheckText("author", request.author(), kAuthorBytesMax, violations);
  const DesiredState initial_state = InitialStateOf(request, violations);
  const std::string instance_id = ReadInstanceName("parent", request.parent(), violations);
  Connector connector =
      ConnectorFromProto(request.connector(), {instance_id, request.connector_id()}, violations);
  absl::StatusOr<Instance> instance = InstanceNotFound(instance_id);
  if (!instance_id.empty()) instance = instances_.GetInstance(instance_id);
  if (!instance.ok() && !absl::IsNotFound(instance.status())) return instance.status();
  const Instance* known = instance.ok() ? &*instance : nullptr;
  FillDefaults(connector, known);
  CheckConnector(connector, known, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  if (known == nullptr) return About(instance.status(), kInstanceType, request.parent());

  const std::string request_id = request.validate_only() ? "" : request.request_id();
  const absl::Status status = guard_.Run(
      "CreateConnector", request_id, request, response, [&](Request stored) -> absl::Status {
        SLUICE_ASSIGN_OR_RETURN(const Findings warnings, CheckWorld(connector, *known));
        const absl::Time now = StorableNow(clock_);
        connector.uid = NewUid();
        connector.desired_state = initial_state;
        connector.create_time = connector.update_time = connector.desired_state_time = now;
        *response = ToProto(connector, Observe(connector, {}, now, observe_));
        AddToProto(warnings, *response->mutable_warnings());
        if (request.validate_only()) return absl::OkStatus();
        stored.answer = response->SerializeAsString();
        return connectors_.CreateConnector(connector, stored, {request.author(), ""});
      });
  return About(status, kConnectorType, ConnectorName(connector.id));
}

absl::Status ConnectorDefinitions::Get(const v1::GetConnectorRequest& request,
                                       v1::Connector* response) {
  Violations violations;
  const ConnectorId id = ReadConnectorName("name", request.name(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const absl::StatusOr<Connector> connector = connectors_.GetConnector(id);
  if (!connector.ok()) return About(connector.status(), kConnectorType, request.name());
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Task> tasks, tasks_.ListTasks(connector->uid));
  *response = ToProto(*connector, Observe(*connector, tasks, clock_.Now(), observe_));
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
