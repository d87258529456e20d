#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_INSTANCES_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_INSTANCES_H_

#include <vector>

#include "controlplane/store/instance_store.h"
#include "controlplane/store/postgres/database.h"
#include "controlplane/store/postgres/sealed_secrets.h"

namespace sluice::controlplane::postgres {

// InstanceStore in PostgreSQL. Borrows its arguments.
class PostgresInstances : public InstanceStore {
 public:
  PostgresInstances(Database& database, const SealedSecrets& secrets)
      : database_(database), secrets_(secrets) {}

  absl::Status CreateInstance(const Instance& instance, const Request& request) override;
  absl::StatusOr<Instance> GetInstance(absl::string_view id) override;
  absl::StatusOr<std::vector<Instance>> ListInstances(absl::string_view after, int limit) override;
  absl::Status UpdateInstance(const InstanceChange& change, const Request& request) override;
  absl::Status NoteObservation(const Instance& instance) override;
  absl::Status DeleteInstance(absl::string_view id, absl::string_view uid, int64_t generation,
                              const Request& request, absl::Time now) override;

 private:
  Database& database_;
  const SealedSecrets& secrets_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_INSTANCES_H_
