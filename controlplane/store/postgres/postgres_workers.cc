#include "controlplane/store/postgres/postgres_workers.h"

#include <utility>

#include "base/status/status_macros.h"
#include "controlplane/store/postgres/codec.h"
#include "controlplane/store/postgres/revisions.h"
#include "controlplane/store/postgres/sql.h"
#include "controlplane/store/postgres/statements.h"
#include "controlplane/store/refusals.h"
#include "nlohmann/json.hpp"

namespace sluice::controlplane::postgres {
namespace {

// Of one connector in a snapshot: a bound for what cannot happen, as each was a person's change
// within one life of its tasks.
constexpr int kOlderRevisionsMax = 1000;

constexpr char kNamesake[] = "SELECT uid," SLUICE_MICROS("heartbeat_time") R"sql(
  FROM workers WHERE name = $1 AND uid <> $2 FOR UPDATE)sql";

constexpr char kTakeTasks[] = R"sql(
  UPDATE tasks SET worker_uid = NULL, placed_time = $2, leaving = false, leaving_revision = 0,
    restarts_before = restarts_before + coalesce((report->>'restarts')::bigint, 0), report = NULL
  WHERE worker_uid = $1)sql";

constexpr char kForget[] = "DELETE FROM workers WHERE uid = $1";

// A snapshot whose revision is below the one on the worker's disk would be ignored. So a database
// that lost its memory goes on above it. That it is on the disk does not say that it is carried
// out: tasks may still come to their end, and only the next report tells.
constexpr char kHello[] = R"sql(
  INSERT INTO workers AS known (uid, name, vpc_id, vswitch_id, tasks_max, protocol_version, features,
    build_version, draining, assignment_revision, acknowledged_revision, create_time,
    heartbeat_time)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, false, $9::bigint + 1, $9, $10, $10)
  ON CONFLICT (uid) DO UPDATE SET
    name = excluded.name, vpc_id = excluded.vpc_id, vswitch_id = excluded.vswitch_id,
    tasks_max = excluded.tasks_max, protocol_version = excluded.protocol_version,
    features = excluded.features, build_version = excluded.build_version, draining = false,
    assignment_revision = CASE WHEN known.assignment_revision < excluded.acknowledged_revision
      THEN excluded.assignment_revision ELSE known.assignment_revision END,
    acknowledged_revision = least(known.acknowledged_revision, excluded.acknowledged_revision),
    heartbeat_time = excluded.heartbeat_time
  RETURNING )sql" SLUICE_WORKER_COLUMNS;

// Tasks before workers, as everywhere: two transactions that lock both do so in one order.
constexpr char kStoreReports[] = R"sql(
  WITH news AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb)
      AS r(connector_uid text, task_index integer, assignment_revision bigint, report jsonb)),
  old AS (
    SELECT tasks.connector_uid, tasks.task_index, tasks.report
    FROM tasks JOIN news USING (connector_uid, task_index, assignment_revision)
    WHERE worker_uid = $1
    ORDER BY tasks.connector_uid, tasks.task_index FOR UPDATE OF tasks)
  UPDATE tasks SET report = news.report
  FROM news JOIN old USING (connector_uid, task_index)
  WHERE tasks.connector_uid = news.connector_uid AND tasks.task_index = news.task_index
  RETURNING tasks.connector_uid,
    (old.report->'state' IS DISTINCT FROM news.report->'state'
     OR old.report->'problem' IS DISTINCT FROM news.report->'problem'
     OR old.report->'connector_revision' IS DISTINCT FROM news.report->'connector_revision')
    AS changed)sql";

constexpr char kHeartbeat[] = R"sql(
  UPDATE workers SET heartbeat_time = $2, acknowledged_revision = $3, draining = $4
  FROM (SELECT acknowledged_revision AS revision, draining AS drained
        FROM workers WHERE uid = $1 FOR UPDATE) AS old
  WHERE uid = $1
  RETURNING (old.revision <> $3::bigint OR old.drained <> $4::boolean) AS changed)sql";

constexpr char kGet[] = "SELECT" SLUICE_WORKER_COLUMNS "FROM workers WHERE uid = $1";

constexpr char kGetByName[] = "SELECT" SLUICE_WORKER_COLUMNS "FROM workers WHERE name = $1";

constexpr char kList[] =
    "SELECT" SLUICE_WORKER_COLUMNS "FROM workers WHERE name > $1 ORDER BY name LIMIT $2";

constexpr char kFind[] = "SELECT" SLUICE_WORKER_COLUMNS R"sql(
  FROM workers WHERE uid IN (SELECT jsonb_array_elements_text($1::jsonb)))sql";

constexpr char kCountTasks[] = R"sql(
  SELECT worker_uid, count(*) AS tasks FROM tasks
  WHERE worker_uid IS NOT NULL GROUP BY worker_uid)sql";

constexpr char kForgetOld[] = R"sql(
  DELETE FROM workers WHERE heartbeat_time < $1
    AND NOT EXISTS (SELECT 1 FROM tasks WHERE worker_uid = uid))sql";

constexpr char kSnapshotTasks[] = "SELECT" SLUICE_TASK_COLUMNS R"sql(
  FROM tasks WHERE worker_uid = $1 AND NOT leaving ORDER BY connector_uid, task_index)sql";

constexpr char kSnapshotConnectors[] = "SELECT" SLUICE_CONNECTOR_COLUMNS R"sql(
  FROM connectors WHERE uid IN (
    SELECT connector_uid FROM tasks WHERE worker_uid = $1 AND NOT leaving))sql";

constexpr char kSnapshotInstances[] = "SELECT" SLUICE_INSTANCE_COLUMNS R"sql(
  FROM instances WHERE id IN (
    SELECT instance_id FROM connectors WHERE uid IN (
      SELECT connector_uid FROM tasks WHERE worker_uid = $1 AND NOT leaving)))sql";

constexpr char kSnapshotLogLevels[] =
    "SELECT connector_uid, level," SLUICE_MICROS("until_time") R"sql(
  FROM connector_log_levels WHERE connector_uid IN (
    SELECT connector_uid FROM tasks WHERE worker_uid = $1 AND NOT leaving))sql";

std::string ReportsToJson(const WorkerReport& report) {
  nlohmann::json list = nlohmann::json::array();
  for (const auto& [key, task_report] : report.tasks) {
    list.push_back({{"connector_uid", key.connector_uid},
                    {"task_index", key.index},
                    {"assignment_revision", task_report.assignment_revision},
                    {"report", nlohmann::json::parse(TaskReportToJson(task_report))}});
  }
  return list.dump();
}

}  // namespace

absl::StatusOr<Worker> PostgresWorkers::Hello(const Worker& worker, absl::Duration name_life) {
  Worker stored;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    for (const auto& row : Exec(transaction, kNamesake, {worker.name, worker.uid})) {
      if (worker.heartbeat_time - Time(row, "heartbeat_time") <= name_life) {
        return WorkerNameTaken(worker.name);
      }
      Exec(transaction, kTakeTasks, {Text(row, "uid"), worker.heartbeat_time});
      Exec(transaction, kForget, {Text(row, "uid")});
    }
    const pqxx::result rows =
        Exec(transaction, kHello,
             {worker.uid, worker.name, worker.vpc_id, worker.vswitch_id, worker.tasks_max,
              worker.protocol_version, WordsToJson(worker.features), worker.build_version,
              worker.acknowledged_revision, worker.heartbeat_time});
    stored = WorkerOf(rows[0]);
    Notify(transaction, Change::kPlacement);
    return absl::OkStatus();
  }));
  return stored;
}

absl::Status PostgresWorkers::Report(const WorkerReport& report) {
  return database_.Run([&](pqxx::work& transaction) {
    CommitWithoutWaiting(transaction);
    std::vector<std::string> changed;
    if (!report.tasks.empty()) {
      for (const auto& row :
           Exec(transaction, kStoreReports, {report.worker_uid, ReportsToJson(report)})) {
        if (Bool(row, "changed")) changed.push_back(Text(row, "connector_uid"));
      }
    }
    const pqxx::result heard =
        Exec(transaction, kHeartbeat,
             {report.worker_uid, report.now, report.acknowledged_revision, report.draining});
    if (heard.empty()) return WorkerNotFound(report.worker_uid);
    if (Bool(heard[0], "changed")) Notify(transaction, Change::kPlacement);
    WakeConnectors(transaction, changed, report.now);
    return absl::OkStatus();
  });
}

absl::StatusOr<Snapshot> PostgresWorkers::GetSnapshot(absl::string_view worker_uid) {
  Snapshot snapshot;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) -> absl::Status {
    snapshot = {};
    // The revision first: content newer than its number is sent again under the next one, content
    // older than its number would stay.
    const pqxx::result worker = Exec(transaction, kGet, {worker_uid});
    if (worker.empty()) return WorkerNotFound(worker_uid);
    snapshot.revision = Int(worker[0], "assignment_revision");
    std::map<std::string, Instance> instances;
    std::map<std::string, Connector> connectors;
    std::map<std::string, std::vector<ConnectorRevision>> older;
    const pqxx::result tasks = Exec(transaction, kSnapshotTasks, {worker_uid});
    for (const auto& row : Exec(transaction, kSnapshotConnectors, {worker_uid})) {
      Connector connector = ConnectorOf(row, secrets_);
      if (connector.oldest_revision < connector.task_revision) {
        older[connector.uid] =
            RevisionsOf(transaction, secrets_, connector, connector.oldest_revision,
                        connector.task_revision, kOlderRevisionsMax);
      }
      connectors.emplace(connector.uid, std::move(connector));
    }
    for (const auto& row : Exec(transaction, kSnapshotInstances, {worker_uid})) {
      instances.emplace(Text(row, "id"), InstanceOf(row, secrets_));
    }
    std::map<std::string, LogLevelUntil> levels;
    for (const auto& row : Exec(transaction, kSnapshotLogLevels, {worker_uid})) {
      levels[Text(row, "connector_uid")] = {LogLevelOf(row), Time(row, "until_time")};
    }
    for (const auto& row : tasks) {
      const auto connector = connectors.find(Text(row, "connector_uid"));
      if (connector == connectors.end()) continue;  // Removed between the statements.
      const auto instance = instances.find(connector->second.id.instance);
      if (instance == instances.end()) continue;
      snapshot.tasks.push_back(
          {TaskOf(row), connector->second, instance->second, older[connector->first]});
      if (const auto level = levels.find(connector->first); level != levels.end()) {
        snapshot.tasks.back().log_level = level->second;
      }
    }
    return absl::OkStatus();
  }));
  return snapshot;
}

absl::StatusOr<Worker> PostgresWorkers::GetWorkerByName(absl::string_view name) {
  Worker worker;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    const pqxx::result rows = Exec(transaction, kGetByName, {name});
    if (rows.empty()) return WorkerNotFound(name);
    worker = WorkerOf(rows[0]);
    return absl::OkStatus();
  }));
  return worker;
}

absl::StatusOr<std::vector<Worker>> PostgresWorkers::ListWorkers(absl::string_view after,
                                                                 int limit) {
  std::vector<Worker> workers;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    workers.clear();
    for (const auto& row : Exec(transaction, kList, {after, limit})) {
      workers.push_back(WorkerOf(row));
    }
    return absl::OkStatus();
  }));
  return workers;
}

absl::StatusOr<std::map<std::string, Worker>> PostgresWorkers::FindWorkers(
    const std::vector<std::string>& uids) {
  std::map<std::string, Worker> workers;
  if (uids.empty()) return workers;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    workers.clear();
    for (const auto& row : Exec(transaction, kFind, {WordsToJson(uids)})) {
      workers.emplace(Text(row, "uid"), WorkerOf(row));
    }
    return absl::OkStatus();
  }));
  return workers;
}

absl::StatusOr<std::map<std::string, int>> PostgresWorkers::CountTasks() {
  std::map<std::string, int> counts;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    counts.clear();
    for (const auto& row : Exec(transaction, kCountTasks)) {
      counts[Text(row, "worker_uid")] = static_cast<int>(Int(row, "tasks"));
    }
    return absl::OkStatus();
  }));
  return counts;
}

absl::StatusOr<int> PostgresWorkers::ForgetWorkers(absl::Time heard_before) {
  int forgotten = 0;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    forgotten = static_cast<int>(Exec(transaction, kForgetOld, {heard_before}).affected_rows());
    return absl::OkStatus();
  }));
  return forgotten;
}

}  // namespace sluice::controlplane::postgres
