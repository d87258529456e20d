#include "controlplane/model/etag.h"
#include "controlplane/model/resource_name.h"
#include "controlplane/rpc/translate.h"
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
constexpr Words<v1::Connector::State, ObservedState, 12> kStates = {{
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
}};
constexpr Words<v1::KafkaSource::StartOffset, StartOffset, 2> kStartOffsets = {{
    {v1::KafkaSource::LATEST, StartOffset::kLatest},
    {v1::KafkaSource::EARLIEST, StartOffset::kEarliest},
}};
constexpr Words<v1::ConnectorResources::Creation, ResourceCreation, 2> kCreations = {{
    {v1::ConnectorResources::AUTOMATIC, ResourceCreation::kAutomatic},
    {v1::ConnectorResources::MANUAL, ResourceCreation::kManual},
}};
constexpr Words<v1::MaxComputeSink::Mode, SinkMode, 3> kModes = {{
    {v1::MaxComputeSink::DEFAULT, SinkMode::kDefault},
    {v1::MaxComputeSink::KEY, SinkMode::kKey},
    {v1::MaxComputeSink::VALUE, SinkMode::kValue},
}};
constexpr Words<v1::MaxComputeSink::Format, SinkFormat, 3> kFormats = {{
    {v1::MaxComputeSink::TEXT, SinkFormat::kText},
    {v1::MaxComputeSink::BINARY, SinkFormat::kBinary},
    {v1::MaxComputeSink::CSV, SinkFormat::kCsv},
}};
constexpr Words<v1::MaxComputeSink::PartitionGranularity, PartitionGranularity, 3> kGranularities =
    {{
        {v1::MaxComputeSink::HOUR, PartitionGranularity::kHour},
        {v1::MaxComputeSink::DAY, PartitionGranularity::kDay},
        {v1::MaxComputeSink::MINUTE, PartitionGranularity::kMinute},
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
  return {FromWord(kCreations, proto.creation(), "connector.resources.creation", violations),
          proto.offset_topic(),
          proto.config_topic(),
          proto.status_topic(),
          proto.dead_letter_topic(),
          proto.abnormal_data_topic(),
          proto.task_group(),
          proto.connector_group()};
}

MaxComputeSink FromProto(const v1::MaxComputeSink& proto, Violations& violations) {
  return {proto.endpoint(),
          proto.tunnel_endpoint(),
          proto.project(),
          proto.table(),
          proto.region(),
          proto.account_uid(),
          proto.role_name(),
          FromWord(kModes, proto.mode(), "connector.sink.mode", violations),
          FromWord(kFormats, proto.format(), "connector.sink.format", violations),
          FromWord(kGranularities, proto.partition_granularity(),
                   "connector.sink.partition_granularity", violations),
          proto.time_zone()};
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
}

void ToProto(const MaxComputeSink& sink, v1::MaxComputeSink& proto) {
  proto.set_endpoint(sink.endpoint);
  proto.set_tunnel_endpoint(sink.tunnel_endpoint);
  proto.set_project(sink.project);
  proto.set_table(sink.table);
  proto.set_region(sink.region);
  proto.set_account_uid(sink.account_uid);
  proto.set_role_name(sink.role_name);
  proto.set_mode(ToWord(kModes, sink.mode));
  proto.set_format(ToWord(kFormats, sink.format));
  proto.set_partition_granularity(ToWord(kGranularities, sink.partition_granularity));
  proto.set_time_zone(sink.time_zone);
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
  proto.mutable_source()->set_topic(spec.source.topic);
  proto.mutable_source()->set_start_offset(ToWord(kStartOffsets, spec.source.start_offset));
  ToProto(spec.resources, *proto.mutable_resources());
  ToProto(spec.sink, *proto.mutable_sink());
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
  v1::ConnectorStatus& status = *proto.mutable_status();
  const Progress& progress = observation.progress;
  status.set_tasks(progress.tasks);
  status.set_tasks_running(progress.tasks_running);
  status.set_rows_committed(progress.rows_committed);
  status.set_dead_letters(progress.dead_letters);
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
  spec.source.topic = proto.source().topic();
  spec.source.start_offset = FromWord(kStartOffsets, proto.source().start_offset(),
                                      "connector.source.start_offset", violations);
  spec.resources = FromProto(proto.resources(), violations);
  spec.sink = FromProto(proto.sink(), violations);
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
  ToProto(observation, proto);
  if (connector.start_pin.has_value()) {
    SetTime(connector.start_pin->time,
            [&] { return proto.mutable_status()->mutable_start_pinned_time(); });
  }
  return proto;
}

}  // namespace sluice::controlplane
