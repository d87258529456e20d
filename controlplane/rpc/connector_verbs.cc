#include "controlplane/rpc/connector_verbs.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/lifecycle/allowed_actions.h"
#include "controlplane/lifecycle/observe.h"
#include "controlplane/lifecycle/task_health.h"
#include "controlplane/model/etag.h"
#include "controlplane/model/uid.h"
#include "controlplane/rpc/feature_disabled.h"
#include "controlplane/rpc/overtaken.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/store/refusals.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

constexpr int kTasksNamedMax = 64;

// Longer than an attempt to pin, which ends below 10 s, with what it left on its way.
constexpr absl::Duration kPinMax = absl::Seconds(20);

absl::Status TaskNotFound(int32_t index, int32_t tasks) {
  return WithRemedy(
      WithReason(absl::NotFoundError(absl::StrCat("it has no task ", index)), "TASK_NOT_FOUND"),
      absl::StrCat("its tasks are 0 to ", tasks - 1));
}

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
  SLUICE_ASSIGN_OR_RETURN(StartPin pin, Pin(connector, instance));
  return std::optional<StartPin>(std::move(pin));
}

absl::StatusOr<StartPin> ConnectorVerbs::Pin(const Connector& connector, const Instance& instance) {
  if (connector.start_pin.has_value()) return *connector.start_pin;
  const std::string attempt = NewUid();
  // From before it is announced: it ends before the announcement does.
  const absl::Duration begun = clock_.Monotonic();
  SLUICE_RETURN_IF_ERROR(connectors_.BeginPin(connector.uid, connector.generation, attempt,
                                              StorableNow(clock_) + kPinMax));
  absl::StatusOr<StartPin> pin = pinner_.Pin(connector, instance, begun);
  // What was not answered may still be written: then it is over when its time is.
  if (absl::IsUnavailable(pin.status())) return pin;
  const absl::Status ended = connectors_.EndPin(connector.uid, attempt);
  if (!ended.ok()) log::Debug("the end of a pin was not noted", {{"error", ended}});
  return pin;
}

absl::Status ConnectorVerbs::ChangeOnce(const Call& call, const ConnectorId& id,
                                        const Request& stored, v1::Connector* response) {
  SLUICE_ASSIGN_OR_RETURN(Connector connector, connectors_.GetConnector(id));
  if (!call.etag.empty() && call.etag != EtagOf(connector.uid, connector.generation)) {
    return EtagMismatch();
  }
  SLUICE_RETURN_IF_ERROR(CheckVerb(call.verb, connector, clock_.Now()));
  SLUICE_ASSIGN_OR_RETURN(const DesiredState to, Apply(call.verb, connector.desired_state));
  DesiredChange change{.connector_uid = connector.uid,
                       .from_generation = connector.generation,
                       .desired_state = to,
                       .now = StorableNow(clock_),
                       .verb = std::string(NameOf(call.verb))};
  bool changes = to != connector.desired_state;
  if (call.deletion.has_value()) {
    SLUICE_ASSIGN_OR_RETURN(change.deletion, DeletionOf(*call.deletion, connector, change.now));
    // What was asked to go with a window may be asked to go at once.
    changes = changes || (connector.deletion.has_value() && change.deletion != connector.deletion);
  }
  // One that was created as RUNNING may not have been pinned yet, which Deploy promises.
  changes = changes || (call.verb == Verb::kDeploy && !connector.start_pin.has_value());
  if (changes) {
    if (call.verb == Verb::kDeploy) {
      SLUICE_ASSIGN_OR_RETURN(change.start_pin, Prepare(connector, call.validate_only));
      change.now = StorableNow(clock_);
    }
    ++connector.generation;
    connector.desired_state = to;
    connector.desired_state_time = connector.update_time = change.now;
    if (!connector.start_pin.has_value()) connector.start_pin = change.start_pin;
    connector.deletion = change.deletion;
    if (to != DesiredState::kRunning) connector.trial.reset();
  }
  SLUICE_RETURN_IF_ERROR(Answer(connector, response));
  if (call.validate_only) return absl::OkStatus();
  Request answered = stored;
  answered.answer = response->SerializeAsString();
  answered.actor = call.author;
  if (changes) return connectors_.ChangeDesiredState(change, answered).status();
  return stored.id.empty() ? absl::OkStatus() : guard_.log().StoreAnswer(answered, change.now);
}

absl::Status ConnectorVerbs::Change(const Call& call, const ConnectorId& id, const Request& stored,
                                    v1::Connector* response) {
  return UnlessOvertaken(call.etag, clock_, [&] { return ChangeOnce(call, id, stored, response); });
}

template <typename VerbRequest>
absl::Status ConnectorVerbs::Run(Verb verb, const char* method, const VerbRequest& request,
                                 const std::string& author, v1::Connector* response,
                                 const std::optional<DeletionAsked>& deletion) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  const ConnectorId id = ReadConnectorName("name", request.name(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const Call call{verb, method, request.etag(), request.validate_only(), deletion, author};
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  return About(guard_.Run(method, request_id, request, response,
                          [&](Request stored) { return Change(call, id, stored, response); }),
               kConnectorType, request.name());
}

absl::Status ConnectorVerbs::Delete(const v1::DeleteConnectorRequest& request,
                                    const std::string& author, v1::Connector* response) {
  Violations violations;
  const DeletionAsked asked = ReadDeletion(request, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  return Run(Verb::kDelete, "DeleteConnector", request, author, response, asked);
}

absl::Status ConnectorVerbs::Deploy(const v1::DeployConnectorRequest& request,
                                    const std::string& author, v1::Connector* response) {
  return Run(Verb::kDeploy, "DeployConnector", request, author, response);
}

absl::Status ConnectorVerbs::Pause(const v1::PauseConnectorRequest& request,
                                   const std::string& author, v1::Connector* response) {
  return Run(Verb::kPause, "PauseConnector", request, author, response);
}

absl::Status ConnectorVerbs::Resume(const v1::ResumeConnectorRequest& request,
                                    const std::string& author, v1::Connector* response) {
  return Run(Verb::kResume, "ResumeConnector", request, author, response);
}

absl::Status ConnectorVerbs::Stop(const v1::StopConnectorRequest& request,
                                  const std::string& author, v1::Connector* response) {
  return Run(Verb::kStop, "StopConnector", request, author, response);
}

absl::Status ConnectorVerbs::Undelete(const v1::UndeleteConnectorRequest& request,
                                      const std::string& author, v1::Connector* response) {
  return Run(Verb::kUndelete, "UndeleteConnector", request, author, response);
}

absl::Status ConnectorVerbs::RestartOnce(const v1::RestartConnectorRequest& request,
                                         const ConnectorId& id, const Request& stored,
                                         v1::Connector* response) {
  SLUICE_ASSIGN_OR_RETURN(const Connector connector, connectors_.GetConnector(id));
  if (!request.etag().empty() && request.etag() != EtagOf(connector.uid, connector.generation)) {
    return EtagMismatch();
  }
  const absl::Time now = StorableNow(clock_);
  SLUICE_RETURN_IF_ERROR(CheckVerb(Verb::kRestart, connector, now));
  SLUICE_ASSIGN_OR_RETURN(std::vector<Task> tasks, tasks_.ListTasks(connector.uid));
  std::vector<int32_t> chosen;
  for (const Task& task : tasks) {
    const auto& asked = request.tasks();
    if (!asked.empty() && std::find(asked.begin(), asked.end(), task.key.index) == asked.end()) {
      continue;
    }
    if (request.only_failed() && JudgeTask(task, now, observe_).state != TaskState::kFailed) {
      continue;
    }
    chosen.push_back(task.key.index);
  }
  for (const int32_t index : request.tasks()) {
    if (index < 0 || index >= connector.spec.tasks)
      return TaskNotFound(index, connector.spec.tasks);
  }
  // As they will be: begun anew, nothing heard of them yet.
  for (Task& task : tasks) {
    if (std::find(chosen.begin(), chosen.end(), task.key.index) == chosen.end()) continue;
    task.report.reset();
    task.placed_time = now;
  }
  *response = ToProto(connector, Observe(connector, tasks, now, observe_));
  if (request.validate_only()) return absl::OkStatus();
  Request answered = stored;
  answered.answer = response->SerializeAsString();
  return tasks_.RestartTasks(connector.uid, chosen, answered, now);
}

absl::Status ConnectorVerbs::Restart(const v1::RestartConnectorRequest& request,
                                     const std::string& author, v1::Connector* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  const ConnectorId id = ReadConnectorName("name", request.name(), violations);
  if (request.tasks_size() > kTasksNamedMax) {
    violations.Add("tasks", "FIELD_TOO_LONG",
                   absl::StrCat("names ", request.tasks_size(), "; at most ", kTasksNamedMax));
  }
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  return About(guard_.Run("RestartConnector", request_id, request, response,
                          [&](Request stored) {
                            stored.actor = author;
                            return RestartOnce(request, id, stored, response);
                          }),
               kConnectorType, request.name());
}

absl::Status ConnectorVerbs::SetState(const Asked& asked, v1::Connector* response) {
  const auto run = [&](const char* method, auto request) {
    request.set_name(ConnectorName(asked.id));
    request.set_request_id(asked.request_id);
    request.set_validate_only(asked.validate_only);
    return Run(asked.verb, method, request, asked.author, response);
  };
  switch (asked.verb) {
    case Verb::kDeploy:
      return run("DeployConnector", v1::DeployConnectorRequest());
    case Verb::kPause:
      return run("PauseConnector", v1::PauseConnectorRequest());
    case Verb::kResume:
      return run("ResumeConnector", v1::ResumeConnectorRequest());
    case Verb::kStop:
      return run("StopConnector", v1::StopConnectorRequest());
    case Verb::kRestart: {
      v1::RestartConnectorRequest request;
      request.set_name(ConnectorName(asked.id));
      request.set_request_id(asked.request_id);
      request.set_validate_only(asked.validate_only);
      return Restart(request, asked.author, response);
    }
    default:
      return absl::InternalError("a verb that is not asked of many");
  }
}

}  // namespace sluice::controlplane
