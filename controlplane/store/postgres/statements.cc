#include "controlplane/store/postgres/statements.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "controlplane/store/postgres/codec.h"
#include "controlplane/store/postgres/sql.h"

namespace sluice::controlplane::postgres {
namespace {

// An answer that is too old to be given makes room.
constexpr char kStoreAnswer[] = R"sql(
  INSERT INTO request_answers AS old (method, request_id, fingerprint, answer, create_time)
  VALUES ($1, $2, $3, decode($4, 'hex'), $5)
  ON CONFLICT (method, request_id) DO UPDATE
    SET fingerprint = excluded.fingerprint, answer = excluded.answer,
        create_time = excluded.create_time
    WHERE old.create_time < $6)sql";

// Rows are locked in one order, so that two who wake the same connectors do not deadlock.
constexpr char kWake[] = R"sql(
  WITH woken AS (
    SELECT connector_uid FROM reconcile_keys
    WHERE connector_uid IN (SELECT jsonb_array_elements_text($1::jsonb))
    ORDER BY connector_uid FOR UPDATE)
  UPDATE reconcile_keys SET due_time = $2, wakes = wakes + 1
  FROM woken WHERE woken.connector_uid = reconcile_keys.connector_uid)sql";

constexpr char kRenewSnapshots[] = R"sql(
  UPDATE workers SET assignment_revision = assignment_revision + 1
  WHERE uid IN (SELECT worker_uid FROM tasks WHERE connector_uid = $1 AND NOT leaving))sql";

constexpr char kNotify[] = "SELECT pg_notify($1, '')";

}  // namespace

Instance InstanceOf(const pqxx::row& row, const SealedSecrets& secrets) {
  Instance instance;
  instance.id = Text(row, "id");
  instance.uid = Text(row, "uid");
  instance.generation = Int(row, "generation");
  instance.create_time = Time(row, "create_time");
  instance.update_time = Time(row, "update_time");
  DefinitionFromJson(Text(row, "definition"), instance);
  secrets.Open(Text(row, "secrets"), instance);
  return instance;
}

Connector ConnectorOf(const pqxx::row& row, const SealedSecrets& secrets) {
  Connector connector = ConnectorWithoutSecretsOf(row);
  secrets.Open(Text(row, "secrets"), connector);
  return connector;
}

Connector ConnectorWithoutSecretsOf(const pqxx::row& row) {
  Connector connector;
  connector.id = {Text(row, "instance_id"), Text(row, "id")};
  connector.uid = Text(row, "uid");
  connector.generation = Int(row, "generation");
  connector.observed_generation = Int(row, "observed_generation");
  connector.create_time = Time(row, "create_time");
  connector.update_time = Time(row, "update_time");
  connector.labels = LabelsFromJson(Text(row, "labels"));
  connector.annotations = LabelsFromJson(Text(row, "annotations"));
  connector.spec = SpecFromJson(Text(row, "spec"));
  connector.spec_revision = Int(row, "spec_revision");
  connector.task_revision = Int(row, "task_revision");
  connector.oldest_revision = Int(row, "oldest_revision");
  connector.healthy_revision = Int(row, "healthy_revision");
  if (auto trial = OptionalText(row, "trial")) connector.trial = TrialFromJson(*trial);
  if (auto deletion = OptionalText(row, "deletion")) {
    connector.deletion = DeletionFromJson(*deletion);
  }
  // The column's CHECK admits no other word.
  connector.desired_state = ParseDesiredState(Text(row, "desired_state")).value();
  connector.desired_state_time = Time(row, "desired_state_time");
  connector.provisioning = ProvisioningFromJson(Text(row, "provisioning"));
  if (auto pin = OptionalText(row, "start_pin")) connector.start_pin = StartPinFromJson(*pin);
  if (auto hold = OptionalText(row, "hold")) connector.hold = HoldFromJson(*hold);
  connector.released_time = Time(row, "released_time");
  return connector;
}

Task TaskOf(const pqxx::row& row) {
  Task task;
  task.key = {Text(row, "connector_uid"), static_cast<int32_t>(Int(row, "task_index"))};
  task.worker_uid = Text(row, "worker_uid");
  task.assignment_revision = Int(row, "assignment_revision");
  task.create_time = Time(row, "create_time");
  task.placed_time = Time(row, "placed_time");
  task.leaving = Bool(row, "leaving");
  task.leaving_revision = Int(row, "leaving_revision");
  if (auto report = OptionalText(row, "report")) task.report = TaskReportFromJson(*report);
  return task;
}

Worker WorkerOf(const pqxx::row& row) {
  Worker worker;
  worker.uid = Text(row, "uid");
  worker.name = Text(row, "name");
  worker.vpc_id = Text(row, "vpc_id");
  worker.vswitch_id = Text(row, "vswitch_id");
  worker.tasks_max = static_cast<int32_t>(Int(row, "tasks_max"));
  worker.protocol_version = static_cast<int32_t>(Int(row, "protocol_version"));
  worker.features = WordsFromJson(Text(row, "features"));
  worker.build_version = Text(row, "build_version");
  worker.draining = Bool(row, "draining");
  worker.assignment_revision = Int(row, "assignment_revision");
  worker.acknowledged_revision = Int(row, "acknowledged_revision");
  worker.create_time = Time(row, "create_time");
  worker.heartbeat_time = Time(row, "heartbeat_time");
  return worker;
}

absl::Status StoreAnswer(pqxx::work& transaction, const SealedSecrets& secrets,
                         const Request& request, absl::Time now) {
  if (request.id.empty()) return absl::OkStatus();
  const pqxx::result stored =
      Exec(transaction, kStoreAnswer,
           {request.method, request.id, secrets.SealFingerprint(request),
            absl::BytesToHexString(request.answer), now, now - kRequestAnswerLife});
  if (stored.affected_rows() == 1) return absl::OkStatus();
  return WithReason(
      absl::AbortedError(absl::StrCat("request ", request.id, " was carried out before")),
      kRequestRepeated);
}

void WakeConnectors(pqxx::work& transaction, const std::vector<std::string>& uids, absl::Time now) {
  if (uids.empty()) return;
  Exec(transaction, kWake, {WordsToJson(uids), now});
  Notify(transaction, Change::kReconcile);
}

void RenewSnapshots(pqxx::work& transaction, absl::string_view connector_uid) {
  Exec(transaction, kRenewSnapshots, {connector_uid});
}

void Notify(pqxx::work& transaction, Change change) {
  Exec(transaction, kNotify, {ChannelOf(change)});
}

const char* ChannelOf(Change change) {
  switch (change) {
    case Change::kReconcile:
      return "sluice_reconcile";
    case Change::kPlacement:
      return "sluice_placement";
    case Change::kSnapshots:
      return "sluice_snapshots";
    case Change::kOperations:
      return "sluice_operations";
  }
  return "";
}

}  // namespace sluice::controlplane::postgres
