#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_TASKS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_TASKS_H_

#include <map>
#include <string>
#include <vector>

#include "controlplane/store/postgres/database.h"
#include "controlplane/store/postgres/sealed_secrets.h"
#include "controlplane/store/task_store.h"

namespace sluice::controlplane::postgres {

// TaskStore in PostgreSQL. Borrows its arguments.
class PostgresTasks : public TaskStore {
 public:
  PostgresTasks(Database& database, const SealedSecrets& secrets)
      : database_(database), secrets_(secrets) {}

  absl::StatusOr<std::vector<Task>> ListTasks(absl::string_view connector_uid) override;
  absl::StatusOr<std::map<std::string, std::vector<Task>>> ListTasksOf(
      const std::vector<std::string>& connector_uids) override;
  absl::Status RestartTasks(absl::string_view connector_uid, const std::vector<int32_t>& indices,
                            const Request& request, absl::Time now) override;
  absl::StatusOr<bool> Place(absl::FunctionRef<PlacementChanges(const PlacementView&)> plan,
                             absl::Time now) override;

 private:
  Database& database_;
  const SealedSecrets& secrets_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_TASKS_H_
