#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_LOG_LEVELS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_LOG_LEVELS_H_

#include <optional>
#include <vector>

#include "controlplane/store/log_level_store.h"
#include "controlplane/store/postgres/database.h"

namespace sluice::controlplane::postgres {

// LogLevelStore in PostgreSQL.
class PostgresLogLevels : public LogLevelStore {
 public:
  explicit PostgresLogLevels(Database& database) : database_(database) {}

  absl::Status SetLogLevel(const ConnectorId& id, const std::optional<LogLevelUntil>& level,
                           absl::Time now) override;
  absl::StatusOr<std::vector<ConnectorLogLevel>> ListLogLevels(absl::Time now) override;

 private:
  Database& database_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_LOG_LEVELS_H_
