#include "controlplane/store/postgres/postgres_log_levels.h"

#include <string>

#include "base/status/status_macros.h"
#include "controlplane/store/postgres/sql.h"
#include "controlplane/store/postgres/statements.h"
#include "controlplane/store/refusals.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr char kFind[] = R"sql(
  SELECT uid FROM connectors WHERE instance_id = $1 AND id = $2 FOR KEY SHARE)sql";

constexpr char kSet[] = R"sql(
  INSERT INTO connector_log_levels (connector_uid, level, until_time) VALUES ($1, $2, $3)
  ON CONFLICT (connector_uid) DO UPDATE
    SET level = excluded.level, until_time = excluded.until_time)sql";

constexpr char kClear[] = "DELETE FROM connector_log_levels WHERE connector_uid = $1";

constexpr char kForgetOld[] = "DELETE FROM connector_log_levels WHERE until_time <= $1";

constexpr char kList[] = "SELECT uid, instance_id, id, level," SLUICE_MICROS("until_time") R"sql(
  FROM connector_log_levels JOIN connectors ON uid = connector_uid
  WHERE until_time > $1 ORDER BY uid)sql";

}  // namespace

absl::Status PostgresLogLevels::SetLogLevel(const ConnectorId& id,
                                            const std::optional<LogLevelUntil>& level,
                                            absl::Time now) {
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    const pqxx::result found = Exec(transaction, kFind, {id.instance, id.connector});
    if (found.empty()) return ConnectorNotFound(id);
    const std::string uid = Text(found[0], "uid");
    Exec(transaction, kForgetOld, {now});
    if (level.has_value()) {
      Exec(transaction, kSet, {uid, log::WordOf(level->level), level->until});
    } else {
      Exec(transaction, kClear, {uid});
    }
    RenewSnapshots(transaction, uid);
    Notify(transaction, Change::kSnapshots);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<ConnectorLogLevel>> PostgresLogLevels::ListLogLevels(absl::Time now) {
  std::vector<ConnectorLogLevel> levels;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    levels.clear();
    for (const auto& row : Exec(transaction, kList, {now})) {
      levels.push_back({{Text(row, "instance_id"), Text(row, "id")},
                        Text(row, "uid"),
                        {LogLevelOf(row), Time(row, "until_time")}});
    }
    return absl::OkStatus();
  }));
  return levels;
}

}  // namespace sluice::controlplane::postgres
