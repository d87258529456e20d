#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_EVENTS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_EVENTS_H_

#include <string>
#include <vector>

#include "controlplane/store/event_store.h"
#include "controlplane/store/postgres/database.h"

namespace sluice::controlplane::postgres {

// EventStore in PostgreSQL. Borrows its argument.
class PostgresEvents : public EventStore {
 public:
  explicit PostgresEvents(Database& database) : database_(database) {}

  absl::StatusOr<std::vector<ConnectorEvent>> ListEvents(const EventQuery& query) override;
  absl::Status AddEvent(const ConnectorEvent& event) override;
  absl::StatusOr<std::string> PruneEvents(const std::string& after_uid, int connectors_max,
                                          absl::Time now) override;

 private:
  Database& database_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_EVENTS_H_
