#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_WORKERS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_WORKERS_H_

#include <map>
#include <string>
#include <vector>

#include "controlplane/store/postgres/database.h"
#include "controlplane/store/postgres/sealed_secrets.h"
#include "controlplane/store/worker_store.h"

namespace sluice::controlplane::postgres {

// WorkerStore in PostgreSQL. Borrows its arguments.
class PostgresWorkers : public WorkerStore {
 public:
  PostgresWorkers(Database& database, const SealedSecrets& secrets)
      : database_(database), secrets_(secrets) {}

  absl::StatusOr<Worker> Hello(const Worker& worker, absl::Duration name_life) override;
  absl::Status Report(const WorkerReport& report) override;
  absl::StatusOr<Snapshot> GetSnapshot(absl::string_view worker_uid) override;
  absl::StatusOr<Worker> GetWorkerByName(absl::string_view name) override;
  absl::StatusOr<std::vector<Worker>> ListWorkers(absl::string_view after, int limit) override;
  absl::StatusOr<std::map<std::string, Worker>> FindWorkers(
      const std::vector<std::string>& uids) override;
  absl::StatusOr<std::map<std::string, int>> CountTasks() override;
  absl::StatusOr<int> ForgetWorkers(absl::Time heard_before) override;

 private:
  Database& database_;
  const SealedSecrets& secrets_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_WORKERS_H_
