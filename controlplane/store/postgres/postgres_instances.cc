#include "controlplane/store/postgres/postgres_instances.h"

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

constexpr char kHasConnectors[] = "SELECT 1 FROM connectors WHERE instance_id = $1 LIMIT 1";

constexpr char kDelete[] = "DELETE FROM instances WHERE id = $1";

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

absl::Status PostgresInstances::DeleteInstance(absl::string_view id, absl::string_view uid,
                                               int64_t generation, const Request& request,
                                               absl::Time now) {
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    SLUICE_RETURN_IF_ERROR(StoreAnswer(transaction, secrets_, request, now));
    // The lock keeps CreateConnector, which holds the row's key, out until we are done.
    const pqxx::result rows = Exec(transaction, kLock, {id});
    if (rows.empty()) return InstanceNotFound(id);
    if (Text(rows[0], "uid") != uid || Int(rows[0], "generation") != generation) {
      return EtagMismatch();
    }
    if (!Exec(transaction, kHasConnectors, {id}).empty()) return InstanceNotEmpty(id);
    Exec(transaction, kDelete, {id});
    return absl::OkStatus();
  });
}

}  // namespace sluice::controlplane::postgres
