#include "controlplane/store/postgres/codec.h"

#include <stdexcept>

#include "absl/strings/numbers.h"
#include "base/status/reason.h"
#include "controlplane/store/postgres/json_fields.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr Words<ReportedState, 6> kReportedStates = {{
    {ReportedState::kStarting, "STARTING"},
    {ReportedState::kRunning, "RUNNING"},
    {ReportedState::kPaused, "PAUSED"},
    {ReportedState::kDegraded, "DEGRADED"},
    {ReportedState::kFailed, "FAILED"},
    {ReportedState::kFenced, "FENCED"},
}};

constexpr Words<TasksHeld, 2> kTasksHeld = {
    {{TasksHeld::kPaused, "PAUSED"}, {TasksHeld::kAway, "AWAY"}}};

constexpr Words<Role, 3> kRoles = {
    {{Role::kViewer, "VIEWER"}, {Role::kOperator, "OPERATOR"}, {Role::kAdmin, "ADMIN"}}};

Json ProblemToJson(const Problem& problem) {
  return {{"class", std::string(NameOf(problem.error_class))},
          {"reason", problem.reason},
          {"message", problem.message},
          {"remedy", problem.remedy}};
}

std::optional<Problem> ProblemFromJson(const Json& json, const char* key = "problem") {
  const auto found = json.find(key);
  if (found == json.end()) return std::nullopt;
  Problem problem;
  problem.error_class = ParseErrorClass(found->value("class", ""));
  Read(*found, "reason", problem.reason);
  Read(*found, "message", problem.message);
  Read(*found, "remedy", problem.remedy);
  return problem;
}

Json OffsetsToJson(const OffsetByPartition& offsets) {
  Json json = Json::object();
  for (const auto& [partition, offset] : offsets) json[std::to_string(partition)] = offset;
  return json;
}

OffsetByPartition OffsetsFromJson(const Json& json, const char* key) {
  OffsetByPartition offsets;
  const auto found = json.find(key);
  if (found == json.end()) return offsets;
  for (const auto& [text, offset] : found->items()) {
    int32_t partition = 0;
    if (!absl::SimpleAtoi(text, &partition)) throw std::runtime_error("not a partition: " + text);
    offsets[partition] = offset.get<int64_t>();
  }
  return offsets;
}

Json PartitionToJson(const SourcePartitionReport& partition) {
  return {{"partition", partition.partition},
          {"next_offset", partition.next_offset},
          {"end_offset", partition.end_offset},
          {"rows_committed", partition.rows_committed},
          {"dead_letters", partition.dead_letters},
          {"dead_letters_by_reason", partition.dead_letters_by_reason},
          {"intent_revision", partition.intent_revision},
          {"progress_time", TimeToJson(partition.progress_time)},
          {"watermark", TimeToJson(partition.watermark)},
          {"bytes_committed", partition.bytes_committed},
          {"newest_record_time", TimeToJson(partition.newest_record_time)}};
}

SourcePartitionReport PartitionFromJson(const Json& json) {
  SourcePartitionReport partition;
  Read(json, "partition", partition.partition);
  Read(json, "next_offset", partition.next_offset);
  Read(json, "end_offset", partition.end_offset);
  Read(json, "rows_committed", partition.rows_committed);
  Read(json, "dead_letters", partition.dead_letters);
  Read(json, "dead_letters_by_reason", partition.dead_letters_by_reason);
  Read(json, "intent_revision", partition.intent_revision);
  partition.progress_time = TimeFromJson(json, "progress_time");
  partition.watermark = TimeFromJson(json, "watermark");
  Read(json, "bytes_committed", partition.bytes_committed);
  partition.newest_record_time = TimeFromJson(json, "newest_record_time");
  return partition;
}

Json WaitingToJson(const WaitingPartition& waiting) {
  return {{"partition", waiting.partition},
          {"records", waiting.records},
          {"since", TimeToJson(waiting.since)}};
}

WaitingPartition WaitingFromJson(const Json& json) {
  WaitingPartition waiting;
  Read(json, "partition", waiting.partition);
  Read(json, "records", waiting.records);
  waiting.since = TimeFromJson(json, "since");
  return waiting;
}

Json TablePartitionToJson(const TablePartitionReport& report) {
  return {{"value", report.value},
          {"rows", report.rows},
          {"commit_time", TimeToJson(report.commit_time)}};
}

TablePartitionReport TablePartitionFromJson(const Json& json) {
  TablePartitionReport report;
  Read(json, "value", report.value);
  Read(json, "rows", report.rows);
  report.commit_time = TimeFromJson(json, "commit_time");
  return report;
}

}  // namespace

std::string LabelsToJson(const Labels& labels) { return Dump(Json(labels)); }

Labels LabelsFromJson(absl::string_view json) { return Json::parse(json).get<Labels>(); }

std::string WordsToJson(const std::vector<std::string>& words) { return Dump(Json(words)); }

std::vector<std::string> WordsFromJson(absl::string_view json) {
  return Json::parse(json).get<std::vector<std::string>>();
}

std::string ProvisioningToJson(const Provisioning& provisioning) {
  Json json = {{"done", provisioning.done}, {"since", TimeToJson(provisioning.since)}};
  if (provisioning.problem.has_value()) json["problem"] = ProblemToJson(*provisioning.problem);
  return Dump(json);
}

Provisioning ProvisioningFromJson(absl::string_view text) {
  const Json json = Json::parse(text);
  Provisioning provisioning;
  Read(json, "done", provisioning.done);
  provisioning.since = TimeFromJson(json, "since");
  provisioning.problem = ProblemFromJson(json);
  return provisioning;
}

std::string StartPinToJson(const StartPin& pin) {
  return Dump({{"time", TimeToJson(pin.time)},
               {"source_topic_id", pin.source_topic_id},
               {"offsets", OffsetsToJson(pin.offsets)},
               {"asked_until", OffsetsToJson(pin.asked_until)}});
}

StartPin StartPinFromJson(absl::string_view text) {
  const Json json = Json::parse(text);
  StartPin pin;
  pin.time = TimeFromJson(json, "time");
  Read(json, "source_topic_id", pin.source_topic_id);
  pin.offsets = OffsetsFromJson(json, "offsets");
  pin.asked_until = OffsetsFromJson(json, "asked_until");
  return pin;
}

std::string RoleBindingsToJson(const std::vector<RoleBinding>& bindings) {
  Json json = Json::array();
  for (const RoleBinding& binding : bindings) {
    json.push_back({{"role", WordOf(kRoles, binding.role)}, {"resource", binding.resource}});
  }
  return Dump(json);
}

std::vector<RoleBinding> RoleBindingsFromJson(absl::string_view text) {
  std::vector<RoleBinding> bindings;
  for (const Json& json : Json::parse(text.begin(), text.end())) {
    RoleBinding binding;
    binding.role = ValueOf(kRoles, json, "role", Role::kViewer);
    Read(json, "resource", binding.resource);
    bindings.push_back(std::move(binding));
  }
  return bindings;
}

std::string TrialToJson(const Trial& trial) {
  return Dump({{"revision", trial.revision},
               {"back_to", trial.back_to},
               {"deadline", TimeToJson(trial.deadline)}});
}

Trial TrialFromJson(absl::string_view text) {
  const Json json = Json::parse(text);
  Trial trial;
  Read(json, "revision", trial.revision);
  Read(json, "back_to", trial.back_to);
  trial.deadline = TimeFromJson(json, "deadline");
  return trial;
}

std::string DeletionToJson(const Deletion& deletion) {
  return Dump({{"keep_group", deletion.keep_group},
               {"drop_topics", deletion.drop_topics},
               {"purge_time", TimeToJson(deletion.purge_time)}});
}

Deletion DeletionFromJson(absl::string_view text) {
  const Json json = Json::parse(text);
  Deletion deletion;
  Read(json, "keep_group", deletion.keep_group);
  Read(json, "drop_topics", deletion.drop_topics);
  deletion.purge_time = TimeFromJson(json, "purge_time");
  return deletion;
}

std::string HoldToJson(const OperationHold& hold) {
  return Dump({{"operation", hold.operation_id}, {"tasks", WordOf(kTasksHeld, hold.tasks)}});
}

OperationHold HoldFromJson(absl::string_view text) {
  const Json json = Json::parse(text);
  OperationHold hold;
  Read(json, "operation", hold.operation_id);
  hold.tasks = ValueOf(kTasksHeld, json, "tasks", hold.tasks);
  return hold;
}

std::string ErrorToJson(const absl::Status& error) {
  return Dump({{"code", static_cast<int>(error.code())},
               {"message", std::string(error.message())},
               {"reason", ReasonOf(error)},
               {"remedy", RemedyOf(error)}});
}

absl::Status ErrorFromJson(absl::string_view text) {
  const Json json = Json::parse(text);
  int code = static_cast<int>(absl::StatusCode::kUnknown);
  std::string message;
  std::string reason;
  std::string remedy;
  Read(json, "code", code);
  Read(json, "message", message);
  Read(json, "reason", reason);
  Read(json, "remedy", remedy);
  absl::Status error(static_cast<absl::StatusCode>(code), message);
  if (!reason.empty()) error = WithReason(error, reason);
  if (!remedy.empty()) error = WithRemedy(error, remedy);
  return error;
}

std::string TaskReportToJson(const TaskReport& report) {
  Json json = {{"assignment_revision", report.assignment_revision},
               {"state", WordOf(kReportedStates, report.state)},
               {"state_time", TimeToJson(report.state_time)},
               {"retrying", report.retrying},
               {"problem_since", TimeToJson(report.problem_since)},
               {"problem_count", report.problem_count},
               {"next_attempt_time", TimeToJson(report.next_attempt_time)},
               {"slowed", report.slowed},
               {"restarts", report.restarts},
               {"memory_bytes", report.memory_bytes},
               {"connector_revision", report.connector_revision},
               {"report_time", TimeToJson(report.report_time)}};
  if (report.problem.has_value()) json["problem"] = ProblemToJson(*report.problem);
  if (report.waiting.has_value()) json["waiting"] = WaitingToJson(*report.waiting);
  if (report.held_up.has_value()) json["held_up"] = ProblemToJson(*report.held_up);
  json["partitions"] = Json::array();
  for (const SourcePartitionReport& partition : report.partitions) {
    json["partitions"].push_back(PartitionToJson(partition));
  }
  json["table_partitions"] = Json::array();
  for (const TablePartitionReport& written : report.table_partitions) {
    json["table_partitions"].push_back(TablePartitionToJson(written));
  }
  return Dump(json);
}

TaskReport TaskReportFromJson(absl::string_view text) {
  const Json json = Json::parse(text);
  TaskReport report;
  Read(json, "assignment_revision", report.assignment_revision);
  report.state = ValueOf(kReportedStates, json, "state", report.state);
  report.state_time = TimeFromJson(json, "state_time");
  report.problem = ProblemFromJson(json);
  if (json.contains("waiting")) report.waiting = WaitingFromJson(json["waiting"]);
  report.held_up = ProblemFromJson(json, "held_up");
  Read(json, "retrying", report.retrying);
  report.problem_since = TimeFromJson(json, "problem_since");
  Read(json, "problem_count", report.problem_count);
  report.next_attempt_time = TimeFromJson(json, "next_attempt_time");
  Read(json, "slowed", report.slowed);
  Read(json, "restarts", report.restarts);
  Read(json, "memory_bytes", report.memory_bytes);
  Read(json, "connector_revision", report.connector_revision);
  report.report_time = TimeFromJson(json, "report_time");
  if (json.contains("partitions")) {
    for (const Json& partition : json["partitions"]) {
      report.partitions.push_back(PartitionFromJson(partition));
    }
  }
  if (json.contains("table_partitions")) {
    for (const Json& written : json["table_partitions"]) {
      report.table_partitions.push_back(TablePartitionFromJson(written));
    }
  }
  return report;
}

}  // namespace sluice::controlplane::postgres
