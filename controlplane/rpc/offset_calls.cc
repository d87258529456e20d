#include "controlplane/rpc/offset_calls.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "controlplane/model/uid.h"
#include "controlplane/offsets/offset_change.h"
#include "controlplane/rpc/finding_proto.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate_offsets.h"
#include "controlplane/rpc/translate_operation.h"
#include "controlplane/rpc/translate_words.h"
#include "controlplane/store/refusals.h"
#include "controlplane/validation/fields.h"
#include "formats/intent.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kAuthorBytesMax = 128;
constexpr size_t kReasonBytesMax = 1024;

// What a task says of a source partition.
struct Reported {
  int32_t task = -1;
  const SourcePartitionReport* partition = nullptr;
};

std::map<int32_t, Reported> ReportsOf(const std::vector<Task>& tasks) {
  std::map<int32_t, Reported> reports;
  for (const Task& task : tasks) {
    if (!task.report.has_value()) continue;
    for (const SourcePartitionReport& partition : task.report->partitions) {
      reports[partition.partition] = {task.key.index, &partition};
    }
  }
  return reports;
}

void AddInFlight(const kafka::CommittedOffset& committed, v1::PartitionOffsets& proto) {
  const auto entry = formats::ParseIntent(committed.metadata);
  if (!entry.ok() || !entry->open()) return;
  v1::BatchInFlight& batch = *proto.mutable_in_flight();
  batch.set_next_offset(entry->next_offset);
  batch.set_sessions(static_cast<int32_t>(entry->sessions.size()));
  int64_t rows = 0;
  for (const formats::IntentSession& session : entry->sessions) rows += session.rows;
  batch.set_rows(rows);
}

void AddProgress(const Reported& reported, absl::Time now, v1::PartitionOffsets& proto) {
  proto.set_task(reported.task);
  if (proto.lag_records() == 0) SetDuration(absl::ZeroDuration(), *proto.mutable_lag_time());
  if (reported.partition == nullptr) return;
  const SourcePartitionReport& said = *reported.partition;
  if (said.rows_committed > 0) {
    SetTime(said.progress_time, [&] { return proto.mutable_last_commit_time(); });
  }
  if (said.watermark == absl::InfinitePast()) return;
  SetTime(said.watermark, [&] { return proto.mutable_fresh_until(); });
  if (proto.lag_records() > 0) {
    SetDuration(std::max(absl::ZeroDuration(), now - said.watermark), *proto.mutable_lag_time());
  }
}

}  // namespace

absl::StatusOr<SourcePositions> OffsetCalls::Positions(const Connector& connector,
                                                       std::optional<absl::Time> at_time) {
  SLUICE_ASSIGN_OR_RETURN(const Instance instance, instances_.GetInstance(connector.id.instance));
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Admin> admin, clusters_.AdminOf(instance));
  return ReadPositions(*admin, connector, instance, at_time, kafka_timeout_);
}

absl::Status OffsetCalls::Get(const v1::GetOffsetsRequest& request,
                              v1::GetOffsetsResponse* response) {
  Violations violations;
  const ConnectorId id = ReadConnectorName("name", request.name(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const auto connector = connectors_.GetConnector(id);
  if (!connector.ok()) return About(connector.status(), kConnectorType, request.name());
  const auto positions = Positions(*connector, std::nullopt);
  if (!positions.ok()) return About(positions.status(), kConnectorType, request.name());
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Task> tasks, tasks_.ListTasks(connector->uid));
  const std::map<int32_t, Reported> reports = ReportsOf(tasks);
  int64_t lag = 0;
  for (const auto& [partition, position] : positions->partitions) {
    v1::PartitionOffsets& proto = *response->add_partitions();
    proto.set_partition(partition);
    proto.set_begin_offset(position.begin);
    proto.set_end_offset(position.end);
    proto.set_committed_offset(position.committed.value_or(-1));
    proto.set_lag_records(-1);
    if (position.committed.has_value()) {
      proto.set_lag_records(std::max<int64_t>(0, position.end - *position.committed));
      AddInFlight(positions->group.offsets.at({connector->spec.source.topic, partition}), proto);
    }
    const auto reported = reports.find(partition);
    AddProgress(reported == reports.end() ? Reported() : reported->second, clock_.Now(), proto);
    lag = lag < 0 || proto.lag_records() < 0 ? -1 : lag + proto.lag_records();
  }
  response->set_lag_records(lag);
  return absl::OkStatus();
}

absl::Status OffsetCalls::Plan(const v1::PlanOffsetChangeRequest& request,
                               v1::OffsetPlan* response) {
  Violations violations;
  const ConnectorId id = ReadConnectorName("name", request.name(), violations);
  OffsetPlan plan;
  plan.target = TargetFromProto(request.target(), "target", violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const auto connector = connectors_.GetConnector(id);
  absl::Status movable = connector.status();
  if (movable.ok()) movable = CheckMovable(*connector);
  if (!movable.ok()) return About(movable, kConnectorType, request.name());
  // The plan is as old as what it was made of.
  plan.create_time = StorableNow(clock_);
  const bool by_time = plan.target.kind == OffsetTarget::Kind::kTime;
  const auto positions =
      Positions(*connector, by_time ? std::optional(plan.target.time) : std::nullopt);
  if (!positions.ok()) return About(positions.status(), kConnectorType, request.name());
  plan.moves = PlanMoves(plan.target, positions->partitions, "target", violations);
  if (!violations.empty()) return InvalidRequest(violations);

  response->set_name(request.name());
  response->set_etag(PlanEtag(*connector, plan));
  SetTime(plan.create_time, [&] { return response->mutable_create_time(); });
  *response->mutable_target() = request.target();
  for (const PartitionMove& move : plan.moves) ToProto(move, *response->add_moves());
  response->set_read_again(plan.read_again());
  response->set_left_out(plan.left_out());
  response->set_repeats_rows(RepeatsRows(*connector));
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Task> tasks, tasks_.ListTasks(connector->uid));
  AddToProto(WarningsOf(plan.moves, positions->partitions, *connector),
             *response->mutable_warnings());
  AddToProto(DoubtsOf(tasks), *response->mutable_warnings());
  return absl::OkStatus();
}

absl::Status OffsetCalls::CheckFree(const Connector& connector) {
  SLUICE_ASSIGN_OR_RETURN(
      const std::vector<Operation> running,
      operations_.ListOperations({.connector = connector.id, .ended = false}, std::nullopt, 1));
  return running.empty() ? absl::OkStatus() : OperationRunning(running[0].id);
}

absl::Status OffsetCalls::ApplyOnce(const v1::ApplyOffsetChangeRequest& request,
                                    const ConnectorId& id, const OffsetPlan& plan,
                                    const Request& stored,
                                    google::longrunning::Operation* response) {
  SLUICE_ASSIGN_OR_RETURN(const Connector connector, connectors_.GetConnector(id));
  SLUICE_RETURN_IF_ERROR(CheckMovable(connector));
  SLUICE_RETURN_IF_ERROR(CheckFree(connector));
  SLUICE_RETURN_IF_ERROR(CheckPlan(plan, connector, clock_.Now()));
  const auto positions = Positions(connector, std::nullopt);
  if (!positions.ok()) return StaleIfSourceChanged(positions.status());
  SLUICE_RETURN_IF_ERROR(CheckReach(plan.moves, positions->partitions));
  Operation operation;
  operation.kind = OperationKind::kOffsetChange;
  operation.connector_uid = connector.uid;
  operation.connector = connector.id;
  operation.request = MovesToJson(plan.moves);
  operation.author = request.author();
  operation.change_reason = request.change_reason();
  operation.create_time = StorableNow(clock_);
  operation.progress.total_count = static_cast<int64_t>(plan.moves.size());
  if (request.validate_only()) {
    operation.end_time = operation.create_time;
    operation.response = operation.request;
    *response = ToProto(operation);
    return absl::OkStatus();
  }
  operation.id = NewUid();
  *response = ToProto(operation);
  Request answered = stored;
  answered.answer = response->SerializeAsString();
  return operations_.CreateOperation(operation, answered);
}

absl::Status OffsetCalls::Apply(const v1::ApplyOffsetChangeRequest& request,
                                google::longrunning::Operation* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  CheckText("author", request.author(), kAuthorBytesMax, violations);
  CheckText("change_reason", request.change_reason(), kReasonBytesMax, violations);
  const ConnectorId id = ReadConnectorName("name", request.name(), violations);
  const OffsetPlan plan = PlanFromProto(request.plan(), "plan", violations);
  if (!request.plan().name().empty() && request.plan().name() != request.name()) {
    violations.Add("plan.name", "FIELD_CONFLICT",
                   absl::StrCat("is ", Echo(request.plan().name()),
                                "; apply a plan to the connector that it was made for"));
  }
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  return About(guard_.Run("ApplyOffsetChange", request_id, request, response,
                          [&](const Request& stored) {
                            return ApplyOnce(request, id, plan, stored, response);
                          }),
               kConnectorType, request.name());
}

}  // namespace sluice::controlplane
