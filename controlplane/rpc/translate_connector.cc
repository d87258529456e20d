#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "controlplane/lifecycle/allowed_actions.h"
#include "controlplane/model/etag.h"
#include "controlplane/model/resource_name.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/rpc/translate_sink.h"
#include "controlplane/rpc/translate_words.h"

namespace sluice::controlplane {
namespace {

using Desired = v1::Connector::Desired;

constexpr Words<v1::Connector::TaskType, TaskType, 1> kTaskTypes = {{
    {v1::Connector::KAFKA2ODPS, TaskType::kKafka2Odps},
}};
constexpr Words<Desired::State, DesiredState, 5> kDesiredStates = {{
    {Desired::DRAFT, DesiredState::kDraft},
    {Desired::RUNNING, DesiredState::kRunning},
    {Desired::PAUSED, DesiredState::kPaused},
    {Desired::STOPPED, DesiredState::kStopped},
    {Desired::DELETED, DesiredState::kDeleted},
}};
constexpr Words<v1::Connector::State, ObservedState, 13> kStates = {{
    {v1::Connector::CREATING, ObservedState::kCreating},
    {v1::Connector::DRAFT, ObservedState::kDraft},
    {v1::Connector::STARTING, ObservedState::kStarting},
    {v1::Connector::RUNNING, ObservedState::kRunning},
    {v1::Connector::DEGRADED, ObservedState::kDegraded},
    {v1::Connector::STALLED, ObservedState::kStalled},
    {v1::Connector::FAILED, ObservedState::kFailed},
    {v1::Connector::PAUSING, ObservedState::kPausing},
    {v1::Connector::PAUSED, ObservedState::kPaused},
    {v1::Connector::STOPPING, ObservedState::kStopping},
    {v1::Connector::STOPPED, ObservedState::kStopped},
    {v1::Connector::DELETING, ObservedState::kDeleting},
    {v1::Connector::DELETED, ObservedState::kDeleted},
}};
constexpr Words<v1::KafkaSource::StartOffset, StartOffset, 3> kStartOffsets = {{
    {v1::KafkaSource::LATEST, StartOffset::kLatest},
    {v1::KafkaSource::EARLIEST, StartOffset::kEarliest},
    {v1::KafkaSource::TIMESTAMP, StartOffset::kTimestamp},
}};
constexpr Words<v1::ErrorPolicy::Tolerance, ErrorTolerance, 2> kTolerances = {{
    {v1::ErrorPolicy::ALL, ErrorTolerance::kAll},
    {v1::ErrorPolicy::NONE, ErrorTolerance::kNone},
}};
constexpr Words<v1::ConnectorResources::StorageEngine, StorageEngine, 2> kStorageEngines = {{
    {v1::ConnectorResources::LOCAL, StorageEngine::kLocal},
    {v1::ConnectorResources::CLOUD, StorageEngine::kCloud},
}};
constexpr Words<v1::ConnectorResources::Creation, ResourceCreation, 2> kCreations = {{
    {v1::ConnectorResources::AUTOMATIC, ResourceCreation::kAutomatic},
    {v1::ConnectorResources::MANUAL, ResourceCreation::kManual},
}};
constexpr Words<v1::Condition::Status, ConditionStatus, 3> kConditionStatuses = {{
    {v1::Condition::UNKNOWN, ConditionStatus::kUnknown},
    {v1::Condition::TRUE, ConditionStatus::kTrue},
    {v1::Condition::FALSE, ConditionStatus::kFalse},
}};
constexpr Words<v1::Condition::ErrorClass, ErrorClass, 5> kErrorClasses = {{
    {v1::Condition::ERROR_CLASS_UNSPECIFIED, ErrorClass::kNone},
    {v1::Condition::USER, ErrorClass::kUser},
    {v1::Condition::SYSTEM, ErrorClass::kSystem},
    {v1::Condition::DESTINATION, ErrorClass::kDestination},
    {v1::Condition::QUOTA, ErrorClass::kQuota},
}};

ConnectorResources FromProto(const v1::ConnectorResources& proto, Violations& violations) {
  ConnectorResources resources;
  resources.creation =
      FromWord(kCreations, proto.creation(), "connector.resources.creation", violations);
  resources.offset_topic = proto.offset_topic();
  resources.config_topic = proto.config_topic();
  resources.status_topic = proto.status_topic();
  resources.dead_letter_topic = proto.dead_letter_topic();
  resources.abnormal_data_topic = proto.abnormal_data_topic();
  resources.task_group = proto.task_group();
  resources.connector_group = proto.connector_group();
  resources.dead_letter_storage = FromWord(kStorageEngines, proto.dead_letter_storage(),
                                           "connector.resources.dead_letter_storage", violations);
  if (proto.abnormal_data_storage() != v1::ConnectorResources::STORAGE_ENGINE_UNSPECIFIED) {
    resources.abnormal_data_storage =
        FromWord(kStorageEngines, proto.abnormal_data_storage(),
                 "connector.resources.abnormal_data_storage", violations);
  }
  resources.replication_factor = proto.replication_factor();
  return resources;
}

KafkaSource FromProto(const v1::KafkaSource& proto, Violations& violations) {
  KafkaSource source;
  source.topic = proto.topic();
  source.start_offset =
      FromWord(kStartOffsets, proto.start_offset(), "connector.source.start_offset", violations);
  if (proto.has_start_time()) {
    source.start_time = FromTime(proto.start_time(), "connector.source.start_time", violations);
  }
  return source;
}

ErrorPolicy FromProto(const v1::ErrorPolicy& proto, Violations& violations) {
  ErrorPolicy policy;
  policy.tolerance =
      FromWord(kTolerances, proto.tolerance(), "connector.error_policy.tolerance", violations);
  if (proto.max_share() != 0) policy.max_share = proto.max_share();
  policy.max_per_minute = proto.max_per_minute();
  return policy;
}

CompletenessPolicy FromProto(const v1::CompletenessPolicy& proto, Violations& violations) {
  CompletenessPolicy policy;
  if (proto.has_grace())
    policy.grace = FromDuration(proto.grace(), "connector.completeness.grace", violations);
  policy.announcement_topic = proto.announcement_topic();
  return policy;
}

void ToProto(const CompletenessPolicy& policy, v1::CompletenessPolicy& proto) {
  SetDuration(policy.grace, *proto.mutable_grace());
  proto.set_announcement_topic(policy.announcement_topic);
}

void ToProto(const ConnectorResources& resources, v1::ConnectorResources& proto) {
  proto.set_creation(ToWord(kCreations, resources.creation));
  proto.set_offset_topic(resources.offset_topic);
  proto.set_config_topic(resources.config_topic);
  proto.set_status_topic(resources.status_topic);
  proto.set_dead_letter_topic(resources.dead_letter_topic);
  proto.set_abnormal_data_topic(resources.abnormal_data_topic);
  proto.set_task_group(resources.task_group);
  proto.set_connector_group(resources.connector_group);
  proto.set_dead_letter_storage(ToWord(kStorageEngines, resources.dead_letter_storage));
  if (resources.abnormal_data_storage.has_value()) {
    proto.set_abnormal_data_storage(ToWord(kStorageEngines, *resources.abnormal_data_storage));
  }
  proto.set_replication_factor(resources.replication_factor);
}

void ToProto(const KafkaSource& source, v1::KafkaSource& proto) {
  proto.set_topic(source.topic);
  proto.set_start_offset(ToWord(kStartOffsets, source.start_offset));
  if (source.start_time.has_value()) {
    SetTime(*source.start_time, [&] { return proto.mutable_start_time(); });
  }
}

void ToProto(const ErrorPolicy& policy, v1::ErrorPolicy& proto) {
  proto.set_tolerance(ToWord(kTolerances, policy.tolerance));
  proto.set_max_share(policy.max_share);
  proto.set_max_per_minute(policy.max_per_minute);
}

void ToProto(const Condition& condition, v1::Condition& proto) {
  proto.set_type(condition.type);
  proto.set_status(ToWord(kConditionStatuses, condition.status));
  proto.set_reason(condition.problem.reason);
  proto.set_message(condition.problem.message);
  proto.set_remedy(condition.problem.remedy);
  proto.set_error_class(ToWord(kErrorClasses, condition.problem.error_class));
  SetTime(condition.last_transition_time, [&] { return proto.mutable_last_transition_time(); });
}

void ToProto(const ConnectorSpec& spec, v1::Connector& proto) {
  proto.set_description(spec.description);
  proto.set_task_type(ToWord(kTaskTypes, spec.task_type));
  ToProto(spec.source, *proto.mutable_source());
  ToProto(spec.resources, *proto.mutable_resources());
  *proto.mutable_sink() = SinkToProto(spec.sink);
  ToProto(spec.error_policy, *proto.mutable_error_policy());
  ToProto(spec.completeness, *proto.mutable_completeness());
  proto.set_vpc_id(spec.vpc_id);
  proto.set_vswitch_id(spec.vswitch_id);
  proto.set_internet_access(spec.internet_access);
  proto.mutable_scaling()->set_tasks(spec.tasks);
}

void ToProto(const Observation& observation, v1::Connector& proto) {
  proto.set_state(ToWord(kStates, observation.state));
  for (const Condition& condition : observation.conditions) {
    ToProto(condition, *proto.add_conditions());
  }
  for (const AllowedAction& action : observation.actions) {
    v1::AllowedAction& out = *proto.add_allowed_actions();
    out.set_verb(std::string(NameOf(action.verb)));
    out.set_allowed(action.refusal.ok());
    if (action.refusal.ok()) continue;
    out.set_reason(absl::StrCat(action.refusal.message(), "; ", RemedyOf(action.refusal)));
  }
  v1::ConnectorStatus& status = *proto.mutable_status();
  const Progress& progress = observation.progress;
  status.set_tasks(progress.tasks);
  status.set_tasks_running(progress.tasks_running);
  status.set_rows_committed(progress.rows_committed);
  status.set_dead_letters(progress.dead_letters);
  for (const auto& [reason, count] : progress.dead_letters_by_reason) {
    v1::ReasonCount* out = status.add_dead_letters_by_reason();
    out->set_reason(reason);
    out->set_count(count);
  }
  status.set_lag_records(progress.lag_records);
  SetTime(progress.last_commit_time, [&] { return status.mutable_last_commit_time(); });
}

}  // namespace

Connector ConnectorFromProto(const v1::Connector& proto, const ConnectorId& id,
                             Violations& violations) {
  Connector connector;
  connector.id = id;
  connector.labels = {proto.labels().begin(), proto.labels().end()};
  connector.annotations = {proto.annotations().begin(), proto.annotations().end()};
  ConnectorSpec& spec = connector.spec;
  spec.description = proto.description();
  spec.task_type = FromWord(kTaskTypes, proto.task_type(), "connector.task_type", violations);
  spec.source = FromProto(proto.source(), violations);
  spec.resources = FromProto(proto.resources(), violations);
  spec.sink = SinkFromProto(proto.sink(), violations);
  spec.error_policy = FromProto(proto.error_policy(), violations);
  spec.completeness = FromProto(proto.completeness(), violations);
  spec.vpc_id = proto.vpc_id();
  spec.vswitch_id = proto.vswitch_id();
  spec.internet_access = proto.internet_access();
  spec.tasks = proto.scaling().tasks();
  return connector;
}

v1::Connector ToProto(const Connector& connector, const Observation& observation) {
  v1::Connector proto;
  proto.set_name(ConnectorName(connector.id));
  proto.set_uid(connector.uid);
  proto.set_etag(EtagOf(connector.uid, connector.generation));
  SetTime(connector.create_time, [&] { return proto.mutable_create_time(); });
  SetTime(connector.update_time, [&] { return proto.mutable_update_time(); });
  proto.mutable_labels()->insert(connector.labels.begin(), connector.labels.end());
  proto.mutable_annotations()->insert(connector.annotations.begin(), connector.annotations.end());
  ToProto(connector.spec, proto);
  proto.set_generation(connector.generation);
  proto.set_observed_generation(connector.observed_generation);
  proto.set_reconciling(connector.observed_generation < connector.generation);
  proto.set_desired_state(ToWord(kDesiredStates, connector.desired_state));
  proto.set_revision(connector.spec_revision);
  proto.set_task_revision(connector.task_revision);
  if (connector.trial.has_value()) {
    proto.mutable_trial()->set_revision(connector.trial->revision);
    proto.mutable_trial()->set_back_to(connector.trial->back_to);
    SetTime(connector.trial->deadline, [&] { return proto.mutable_trial()->mutable_deadline(); });
  }
  if (connector.deletion.has_value()) {
    SetTime(connector.deletion->purge_time, [&] { return proto.mutable_purge_time(); });
  }
  ToProto(observation, proto);
  if (connector.hold.has_value()) {
    proto.set_operation(OperationName(connector.hold->operation_id));
  }
  if (connector.start_pin.has_value()) {
    SetTime(connector.start_pin->time,
            [&] { return proto.mutable_status()->mutable_start_pinned_time(); });
  }
  return proto;
}

}  // namespace sluice::controlplane
