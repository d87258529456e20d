#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_TASKS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_TASKS_H_

#include <map>
#include <string>
#include <vector>

#include "controlplane/store/postgres/database.h"
#include "controlplane/store/task_store.h"

namespace sluice::controlplane::postgres {

// TaskStore in PostgreSQL. Borrows the database.
class PostgresTasks : public TaskStore {
 public:
  explicit PostgresTasks(Database& database) : database_(database) {}

  absl::StatusOr<std::vector<Task>> ListTasks(absl::string_view connector_uid) override;
  absl::StatusOr<std::map<std::string, std::vector<Task>>> ListTasksOf(
      const std::vector<std::string>& connector_uids) override;
  absl::StatusOr<bool> Place(absl::FunctionRef<PlacementChanges(const PlacementView&)> plan,
                             absl::Time now) override;

 private:
  Database& database_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_TASKS_H_
