#include "controlplane/rpc/worker/worker_messages.h"

#include <optional>
#include <string>

#include "controlplane/model/problem.h"
#include "controlplane/model/resource_name.h"
#include "controlplane/rpc/translate.h"

namespace sluice::controlplane {
namespace {

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

void SetTime(absl::Time time, google::protobuf::Timestamp& message) {
  const int64_t micros = absl::ToUnixMicros(time);
  message.set_seconds(micros / 1'000'000);
  message.set_nanos(static_cast<int32_t>(micros % 1'000'000 * 1000));
}

std::optional<ReportedState> StateOf(v1::TaskReport::State state) {
  switch (state) {
    case v1::TaskReport::STARTING:
      return ReportedState::kStarting;
    case v1::TaskReport::RUNNING:
      return ReportedState::kRunning;
    case v1::TaskReport::PAUSED:
      return ReportedState::kPaused;
    case v1::TaskReport::DEGRADED:
      return ReportedState::kDegraded;
    case v1::TaskReport::FAILED:
      return ReportedState::kFailed;
    case v1::TaskReport::FENCED:
      return ReportedState::kFenced;
    default:
      return std::nullopt;
  }
}

SourcePartitionReport PartitionOf(const v1::SourcePartitionReport& partition) {
  SourcePartitionReport report;
  report.partition = partition.partition();
  report.next_offset = partition.next_offset();
  report.end_offset = partition.end_offset();
  report.rows_committed = partition.rows_committed();
  report.dead_letters = partition.dead_letters();
  for (const v1::ReasonCount& counted : partition.dead_letters_by_reason()) {
    report.dead_letters_by_reason[counted.reason()] = counted.count();
  }
  report.intent_revision = partition.intent_revision();
  if (partition.has_progress_time()) report.progress_time = TimeOf(partition.progress_time());
  if (partition.has_watermark()) report.watermark = TimeOf(partition.watermark());
  report.bytes_committed = partition.bytes_committed();
  if (partition.has_newest_record_time())
    report.newest_record_time = TimeOf(partition.newest_record_time());
  return report;
}

Problem ReadProblem(const v1::TaskError& error) {
  return {ParseErrorClass(error.error_class()), error.reason(), error.message(), error.remedy()};
}

void ReadError(const v1::TaskError& error, TaskReport& report) {
  report.problem = ReadProblem(error);
  report.retrying = error.retrying();
  if (error.has_since()) report.problem_since = TimeOf(error.since());
  report.problem_count = error.count();
  if (error.has_next_attempt_time()) report.next_attempt_time = TimeOf(error.next_attempt_time());
  report.slowed = error.slowed();
}

TaskReport TaskReportOf(const v1::TaskReport& task, ReportedState state) {
  TaskReport report;
  report.assignment_revision = task.assignment_revision();
  report.state = state;
  report.connector_revision = task.connector_revision();
  if (task.has_state_time()) report.state_time = TimeOf(task.state_time());
  if (task.has_error()) ReadError(task.error(), report);
  report.restarts = task.restarts();
  report.memory_bytes = task.memory_bytes();
  if (task.has_waiting()) {
    report.waiting = {.partition = task.waiting().partition(),
                      .records = task.waiting().records(),
                      .since = TimeOf(task.waiting().since())};
  }
  if (task.has_held_up()) report.held_up = ReadProblem(task.held_up());
  for (const auto& partition : task.partitions())
    report.partitions.push_back(PartitionOf(partition));
  for (const auto& written : task.table_partitions()) {
    report.table_partitions.push_back({.value = written.value(),
                                       .rows = written.rows(),
                                       .commit_time = TimeOf(written.commit_time())});
  }
  return report;
}

// ToProto leaves secrets out; here alone they are put back.
void FillConnection(const Instance& instance, v1::KafkaConnection& message) {
  v1::Instance cluster = ToProto(instance);
  message.mutable_bootstrap_servers()->Swap(cluster.mutable_bootstrap_servers());
  message.set_security_protocol(cluster.security_protocol());
  if (instance.sasl.has_value()) {
    message.mutable_sasl()->Swap(cluster.mutable_sasl());
    message.mutable_sasl()->set_password(instance.sasl->password);
  }
  if (instance.tls.has_value()) {
    message.mutable_tls()->Swap(cluster.mutable_tls());
    message.mutable_tls()->set_client_key_pem(instance.tls->client_key_pem);
  }
}

// With the secret of its access key.
void AddRevision(int64_t number, const ConnectorSpec& spec, v1::TaskAssignment& message) {
  Connector connector;
  connector.spec = spec;
  v1::Connector definition = ToProto(connector, Observation());
  v1::ConnectorRevisionSpec& revision = *message.add_revisions();
  revision.set_revision(number);
  revision.mutable_source()->Swap(definition.mutable_source());
  revision.mutable_sink()->Swap(definition.mutable_sink());
  if (spec.sink.access_key.has_value()) {
    revision.mutable_sink()->mutable_access_key()->set_access_key_secret(
        spec.sink.access_key->secret);
  }
  revision.mutable_error_policy()->Swap(definition.mutable_error_policy());
}

// Why the definition of a task cannot be given, if it cannot.
absl::Status WhyUnreadable(const Snapshot::AssignedTask& assigned) {
  absl::Status why = assigned.connector.secrets_status;
  why.Update(assigned.instance.secrets_status);
  return why;
}

void Fill(const absl::Status& error, v1::TaskError& message) {
  const Problem problem = ProblemOf(error);
  message.set_reason(problem.reason);
  message.set_error_class(std::string(NameOf(problem.error_class)));
  message.set_message(problem.message);
  message.set_remedy(problem.remedy);
}

void Fill(const Snapshot::AssignedTask& assigned, v1::TaskAssignment& message) {
  const auto& [task, connector, instance, older_revisions, log_level] = assigned;
  message.set_connector(ConnectorName(connector.id));
  message.set_connector_uid(connector.uid);
  message.set_task_index(task.key.index);
  message.set_task_count(connector.spec.tasks);
  message.set_assignment_revision(task.assignment_revision);
  message.set_paused(connector.pauses_tasks());
  if (log_level.has_value()) {
    message.set_log_level(std::string(log::WordOf(log_level->level)));
    SetTime(log_level->until, *message.mutable_log_level_until());
  }
  if (const absl::Status why = WhyUnreadable(assigned); !why.ok()) {
    return Fill(why, *message.mutable_unreadable());
  }
  FillConnection(instance, *message.mutable_kafka());
  const ConnectorResources& resources = connector.spec.resources;
  message.set_group_id(resources.task_group);
  message.set_offset_topic(resources.offset_topic);
  message.set_dead_letter_topic(resources.dead_letter_topic);
  message.set_abnormal_data_topic(resources.abnormal_data_topic);
  message.set_connector_revision(connector.task_revision);
  for (const ConnectorRevision& revision : older_revisions) {
    AddRevision(revision.number, revision.spec, message);
  }
  // The present definition says the same of tasks as the revision that they run.
  AddRevision(connector.task_revision, connector.spec, message);
  if (!connector.start_pin.has_value()) return;
  message.set_source_topic_id(connector.start_pin->source_topic_id);
  for (const auto& [partition, offset] : connector.start_pin->asked_until) {
    v1::AskedUntil* asked = message.add_asked_until();
    asked->set_partition(partition);
    asked->set_offset(offset);
  }
}

}  // namespace

Worker WorkerOf(const v1::WorkerHello& hello) {
  Worker worker;
  worker.uid = hello.worker_uid();
  worker.name = hello.worker_name();
  worker.vpc_id = hello.vpc_id();
  worker.vswitch_id = hello.vswitch_id();
  worker.tasks_max = hello.tasks_max();
  worker.protocol_version = hello.protocol_version();
  worker.features.assign(hello.features().begin(), hello.features().end());
  worker.build_version = hello.build_version();
  worker.acknowledged_revision = hello.assignment_revision();
  return worker;
}

WorkerReport ReportOf(const std::string& worker_uid, const v1::WorkerReport& report) {
  WorkerReport made;
  made.worker_uid = worker_uid;
  made.acknowledged_revision = report.assignment_revision();
  made.draining = report.draining();
  made.now = TimeOf(report.report_time());
  for (const v1::TaskReport& task : report.tasks()) {
    const std::optional<ReportedState> state = StateOf(task.state());
    if (!state.has_value()) continue;
    made.tasks[{task.connector_uid(), task.task_index()}] = TaskReportOf(task, *state);
  }
  return made;
}

v1::Assignment AssignmentOf(const Snapshot& snapshot) {
  v1::Assignment assignment;
  assignment.set_revision(snapshot.revision);
  for (const auto& task : snapshot.tasks) Fill(task, *assignment.add_tasks());
  return assignment;
}

}  // namespace sluice::controlplane
