#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_OBSERVATIONS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_OBSERVATIONS_H_

#include <set>
#include <string>
#include <vector>

#include "controlplane/store/observation_store.h"
#include "controlplane/store/postgres/database.h"

namespace sluice::controlplane::postgres {

// ObservationStore in PostgreSQL. Borrows its argument.
class PostgresObservations : public ObservationStore {
 public:
  explicit PostgresObservations(Database& database) : database_(database) {}

  absl::StatusOr<FleetNews> ReadNews(const std::string& cursor) override;
  absl::StatusOr<FleetKeys> ReadKeys() override;
  absl::StatusOr<std::set<std::string>> NoteObservations(const std::vector<ObservationNote>& notes,
                                                         absl::Time now) override;

 private:
  Database& database_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_OBSERVATIONS_H_
