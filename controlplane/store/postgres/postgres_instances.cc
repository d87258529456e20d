#include "controlplane/store/postgres/postgres_instances.h"

#include <string>
#include <vector>

#include "base/status/status_macros.h"
#include "controlplane/store/postgres/codec.h"
#include "controlplane/store/postgres/sql.h"
#include "controlplane/store/postgres/statements.h"
#include "controlplane/store/refusals.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr char kCreate[] = R"sql(
  INSERT INTO instances (id, uid, generation, create_time, update_time, definition, secrets)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING)sql";

constexpr char kGet[] = "SELECT" SLUICE_INSTANCE_COLUMNS "FROM instances WHERE id = $1";

constexpr char kList[] =
    "SELECT" SLUICE_INSTANCE_COLUMNS "FROM instances WHERE id > $1 ORDER BY id LIMIT $2";

constexpr char kLock[] = "SELECT uid, generation FROM instances WHERE id = $1 FOR UPDATE";

constexpr char kUpdate[] = R"sql(
  UPDATE instances SET generation = $2, update_time = $3, definition = $4, secrets = $5
  WHERE id = $1)sql";

constexpr char kNoteObservation[] = R"sql(
  UPDATE instances SET definition = definition || jsonb_build_object('observed', $2::jsonb)
  WHERE id = $1)sql";

constexpr char kConnectors[] = "SELECT uid FROM connectors WHERE instance_id = $1";

// Whoever runs tasks of its connectors must be told.
constexpr char kRenewSnapshots[] = R"sql(
  UPDATE workers SET assignment_revision = assignment_revision + 1
  WHERE uid IN (
    SELECT worker_uid FROM tasks JOIN connectors ON connectors.uid = connector_uid
    WHERE instance_id = $1 AND NOT leaving))sql";

constexpr char kHasConnectors[] = "SELECT 1 FROM connectors WHERE instance_id = $1 LIMIT 1";

constexpr char kDelete[] = "DELETE FROM instances WHERE id = $1";

// Keeps everybody else away from the row until the transaction is over, if it still is this one.
absl::Status Lock(pqxx::work& transaction, absl::string_view id, absl::string_view uid,
                  int64_t generation) {
  const pqxx::result rows = Exec(transaction, kLock, {id});
  if (rows.empty()) return InstanceNotFound(id);
  const bool same = Text(rows[0], "uid") == uid && Int(rows[0], "generation") == generation;
  return same ? absl::OkStatus() : EtagMismatch();
}

}  // namespace

absl::Status PostgresInstances::CreateInstance(const Instance& instance, const Request& request) {
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    SLUICE_RETURN_IF_ERROR(StoreAnswer(transaction, secrets_, request, instance.create_time));
    const pqxx::result created =
        Exec(transaction, kCreate,
             {instance.id, instance.uid, instance.generation, instance.create_time,
              instance.update_time, DefinitionToJson(instance), secrets_.Seal(instance)});
    return created.affected_rows() == 1 ? absl::OkStatus() : InstanceExists(instance.id);
  });
}

absl::StatusOr<Instance> PostgresInstances::GetInstance(absl::string_view id) {
  Instance instance;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    const pqxx::result rows = Exec(transaction, kGet, {id});
    if (rows.empty()) return InstanceNotFound(id);
    instance = InstanceOf(rows[0], secrets_);
    return absl::OkStatus();
  }));
  return instance;
}

absl::StatusOr<std::vector<Instance>> PostgresInstances::ListInstances(absl::string_view after,
                                                                       int limit) {
  std::vector<Instance> instances;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    instances.clear();
    for (const auto& row : Exec(transaction, kList, {after, limit})) {
      instances.push_back(InstanceOf(row, secrets_));
    }
    return absl::OkStatus();
  }));
  return instances;
}

absl::Status PostgresInstances::UpdateInstance(const InstanceChange& change,
                                               const Request& request) {
  const Instance& instance = change.instance;
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    SLUICE_RETURN_IF_ERROR(StoreAnswer(transaction, secrets_, request, instance.update_time));
    SLUICE_RETURN_IF_ERROR(Lock(transaction, instance.id, instance.uid, change.from_generation));
    Exec(transaction, kUpdate,
         {instance.id, instance.generation, instance.update_time, DefinitionToJson(instance),
          secrets_.Seal(instance)});
    if (!change.connection_changes) return absl::OkStatus();
    Exec(transaction, kRenewSnapshots, {instance.id});
    std::vector<std::string> connectors;
    for (const auto& row : Exec(transaction, kConnectors, {instance.id})) {
      connectors.push_back(Text(row, "uid"));
    }
    WakeConnectors(transaction, connectors, instance.update_time);
    Notify(transaction, Change::kSnapshots);
    return absl::OkStatus();
  });
}

absl::Status PostgresInstances::NoteObservation(const Instance& instance) {
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    SLUICE_RETURN_IF_ERROR(Lock(transaction, instance.id, instance.uid, instance.generation));
    Exec(transaction, kNoteObservation, {instance.id, ObservationToJson(instance.observed)});
    return absl::OkStatus();
  });
}

absl::Status PostgresInstances::DeleteInstance(absl::string_view id, absl::string_view uid,
                                               int64_t generation, const Request& request,
                                               absl::Time now) {
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    SLUICE_RETURN_IF_ERROR(StoreAnswer(transaction, secrets_, request, now));
    // The lock keeps CreateConnector, which holds the row's key, out until we are done.
    SLUICE_RETURN_IF_ERROR(Lock(transaction, id, uid, generation));
    if (!Exec(transaction, kHasConnectors, {id}).empty()) return InstanceNotEmpty(id);
    Exec(transaction, kDelete, {id});
    return absl::OkStatus();
  });
}

}  // namespace sluice::controlplane::postgres
