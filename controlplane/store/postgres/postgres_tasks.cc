#include "controlplane/store/postgres/postgres_tasks.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status/status_macros.h"
#include "controlplane/store/change_events.h"
#include "controlplane/store/postgres/codec.h"
#include "controlplane/store/postgres/events.h"
#include "controlplane/store/postgres/sql.h"
#include "controlplane/store/postgres/statements.h"
#include "controlplane/store/refusals.h"

namespace sluice::controlplane::postgres {
namespace {

// One planner at a time in the whole installation; the number means nothing.
constexpr char kTryLock[] = "SELECT pg_try_advisory_xact_lock(727001) AS locked";

constexpr char kList[] =
    "SELECT" SLUICE_TASK_COLUMNS "FROM tasks WHERE connector_uid = $1 ORDER BY task_index";

constexpr char kListOf[] = "SELECT" SLUICE_TASK_COLUMNS R"sql(
  FROM tasks WHERE connector_uid IN (SELECT jsonb_array_elements_text($1::jsonb))
  ORDER BY connector_uid, task_index)sql";

// Not with OR, for which every connector would be read: drafts and stopped ones may be many.
constexpr char kConnectorsToPlace[] = "SELECT" SLUICE_CONNECTOR_COLUMNS R"sql(
  FROM connectors WHERE uid IN (
    SELECT uid FROM connectors WHERE desired_state IN ('RUNNING', 'PAUSED')
    UNION SELECT connector_uid FROM tasks)
  ORDER BY uid)sql";

// Reports are most of what the table holds, and decide nothing here.
constexpr char kAllTasks[] =
    "SELECT connector_uid, task_index, worker_uid, assignment_revision, " SLUICE_MICROS(
        "create_time") "," SLUICE_MICROS("placed_time") R"sql(, leaving, leaving_revision, restarts_before,
    NULL AS report FROM tasks ORDER BY connector_uid, task_index)sql";

constexpr char kAllWorkers[] = "SELECT" SLUICE_WORKER_COLUMNS "FROM workers ORDER BY uid";

// Whoever changes a definition gives a new snapshot to the workers that he sees at its tasks. So he
// must see a placement, or the placement him: one waits here for the other to commit.
constexpr char kLockDefinitions[] = R"sql(
  SELECT 1 FROM connectors JOIN instances ON instances.id = instance_id
  WHERE connectors.uid IN (SELECT jsonb_array_elements_text($1::jsonb))
  ORDER BY connectors.uid FOR SHARE OF connectors, instances)sql";

// The connector may have gone since the view was read.
constexpr char kCreate[] = R"sql(
  INSERT INTO tasks (connector_uid, task_index, create_time)
  SELECT uid, $2, $3 FROM connectors WHERE uid = $1 FOR KEY SHARE
  ON CONFLICT (connector_uid, task_index) DO NOTHING)sql";

// The worker may have been forgotten since the view was read.
constexpr char kPlace[] = R"sql(
  UPDATE tasks SET worker_uid = $3, assignment_revision = nextval('assignment_revisions'),
    placed_time = $4, leaving = false, leaving_revision = 0,
    restarts_before = restarts_before + coalesce((report->>'restarts')::bigint, 0), report = NULL
  WHERE connector_uid = $1 AND task_index = $2
    AND EXISTS (SELECT 1 FROM workers WHERE uid = $3 FOR KEY SHARE))sql";

constexpr char kUnplace[] = R"sql(
  UPDATE tasks SET worker_uid = NULL, placed_time = $3, leaving = false, leaving_revision = 0,
    restarts_before = restarts_before + coalesce((report->>'restarts')::bigint, 0), report = NULL
  WHERE connector_uid = $1 AND task_index = $2 AND worker_uid IS NOT NULL)sql";

constexpr char kRemove[] = "DELETE FROM tasks WHERE connector_uid = $1 AND task_index = $2";

constexpr char kWorkerOf[] = R"sql(
  SELECT worker_uid FROM tasks
  WHERE connector_uid = $1 AND task_index = $2 AND worker_uid IS NOT NULL AND NOT leaving)sql";

constexpr char kRenewSnapshot[] =
    "UPDATE workers SET assignment_revision = assignment_revision + 1 WHERE uid = $1";

// After the worker's revision has been counted: the new one is the first without the task.
constexpr char kLeave[] = R"sql(
  UPDATE tasks SET leaving = true, leaving_revision = workers.assignment_revision
  FROM workers
  WHERE connector_uid = $1 AND task_index = $2 AND workers.uid = worker_uid AND NOT leaving)sql";

// A new `a`: the worker replaces the task that it has by one of this assignment.
constexpr char kRestart[] = R"sql(
  UPDATE tasks SET assignment_revision = nextval('assignment_revisions'), placed_time = $3,
    restarts_before = 0, report = NULL
  WHERE connector_uid = $1 AND worker_uid IS NOT NULL AND NOT leaving
    AND task_index IN (SELECT jsonb_array_elements($2::jsonb)::integer)
  RETURNING worker_uid)sql";

constexpr char kConnector[] = "SELECT" SLUICE_CONNECTOR_COLUMNS "FROM connectors WHERE uid = $1";

PlacementView ReadView(pqxx::work& transaction) {
  PlacementView view;
  for (const auto& row : Exec(transaction, kConnectorsToPlace)) {
    view.connectors.push_back(ConnectorWithoutSecretsOf(row));
  }
  for (const auto& row : Exec(transaction, kAllTasks)) view.tasks.push_back(TaskOf(row));
  for (const auto& row : Exec(transaction, kAllWorkers)) view.workers.push_back(WorkerOf(row));
  return view;
}

// Writes what a plan wants and remembers whom that concerns.
class Placer {
 public:
  Placer(pqxx::work& transaction, absl::Time now) : transaction_(transaction), now_(now) {}

  void Carry(const PlacementChanges& changes) {
    LockDefinitions(changes);
    for (const TaskKey& key : changes.create) {
      Exec(transaction_, kCreate, {key.connector_uid, key.index, now_});
      connectors_.insert(key.connector_uid);
    }
    for (const TaskKey& key : changes.unplace) {
      Touch(key);
      Exec(transaction_, kUnplace, {key.connector_uid, key.index, now_});
    }
    for (const TaskKey& key : changes.remove) {
      Touch(key);
      Exec(transaction_, kRemove, {key.connector_uid, key.index});
    }
    for (const PlacementChanges::Placement& placement : changes.place) {
      Touch(placement.task);
      workers_.insert(placement.worker_uid);
      Exec(transaction_, kPlace,
           {placement.task.connector_uid, placement.task.index, placement.worker_uid, now_});
    }
    for (const TaskKey& key : changes.leave) Touch(key);
    for (const std::string& worker : workers_) Exec(transaction_, kRenewSnapshot, {worker});
    for (const TaskKey& key : changes.leave) {
      Exec(transaction_, kLeave, {key.connector_uid, key.index});
    }
    WakeConnectors(transaction_, {connectors_.begin(), connectors_.end()}, now_);
    if (!workers_.empty()) Notify(transaction_, Change::kSnapshots);
  }

 private:
  void LockDefinitions(const PlacementChanges& changes) {
    std::set<std::string> placed;
    for (const auto& placement : changes.place) placed.insert(placement.task.connector_uid);
    if (placed.empty()) return;
    Exec(transaction_, kLockDefinitions, {WordsToJson({placed.begin(), placed.end()})});
  }

  // The connector, and the worker whose snapshot holds the task, are concerned.
  void Touch(const TaskKey& key) {
    connectors_.insert(key.connector_uid);
    for (const auto& row : Exec(transaction_, kWorkerOf, {key.connector_uid, key.index})) {
      workers_.insert(Text(row, "worker_uid"));
    }
  }

  pqxx::work& transaction_;
  const absl::Time now_;
  std::set<std::string> connectors_;
  std::set<std::string> workers_;
};

}  // namespace

absl::StatusOr<std::vector<Task>> PostgresTasks::ListTasks(absl::string_view connector_uid) {
  std::vector<Task> tasks;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    tasks.clear();
    for (const auto& row : Exec(transaction, kList, {connector_uid})) tasks.push_back(TaskOf(row));
    return absl::OkStatus();
  }));
  return tasks;
}

absl::StatusOr<std::map<std::string, std::vector<Task>>> PostgresTasks::ListTasksOf(
    const std::vector<std::string>& connector_uids) {
  std::map<std::string, std::vector<Task>> tasks;
  if (connector_uids.empty()) return tasks;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    tasks.clear();
    for (const auto& row : Exec(transaction, kListOf, {WordsToJson(connector_uids)})) {
      tasks[Text(row, "connector_uid")].push_back(TaskOf(row));
    }
    return absl::OkStatus();
  }));
  return tasks;
}

absl::Status PostgresTasks::RestartTasks(absl::string_view connector_uid,
                                         const std::vector<int32_t>& indices,
                                         const Request& request, absl::Time now) {
  const std::string list = absl::StrCat("[", absl::StrJoin(indices, ","), "]");
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    SLUICE_RETURN_IF_ERROR(StoreAnswer(transaction, secrets_, request, now));
    const pqxx::result connector = Exec(transaction, kConnector, {connector_uid});
    if (connector.empty()) return ConnectorUidNotFound(connector_uid);
    AddEvent(transaction,
             RestartedEvent(ConnectorWithoutSecretsOf(connector[0]), indices, request, now));
    std::set<std::string> workers;
    for (const auto& row : Exec(transaction, kRestart, {connector_uid, list, now})) {
      workers.insert(Text(row, "worker_uid"));
    }
    for (const std::string& worker : workers) Exec(transaction, kRenewSnapshot, {worker});
    WakeConnectors(transaction, {std::string(connector_uid)}, now);
    Notify(transaction, Change::kSnapshots);
    return absl::OkStatus();
  });
}

absl::StatusOr<bool> PostgresTasks::Place(
    absl::FunctionRef<PlacementChanges(const PlacementView&)> plan, absl::Time now) {
  bool locked = false;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    locked = Bool(Exec(transaction, kTryLock)[0], "locked");
    if (!locked) return absl::OkStatus();
    const PlacementChanges changes = plan(ReadView(transaction));
    if (!changes.empty()) Placer(transaction, now).Carry(changes);
    return absl::OkStatus();
  }));
  return locked;
}

}  // namespace sluice::controlplane::postgres
