#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_RECONCILE_QUEUE_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_RECONCILE_QUEUE_H_

#include <vector>

#include "controlplane/store/postgres/database.h"
#include "controlplane/store/reconcile_queue.h"

namespace sluice::controlplane::postgres {

// ReconcileQueue in PostgreSQL. Borrows the database.
class PostgresReconcileQueue : public ReconcileQueue {
 public:
  explicit PostgresReconcileQueue(Database& database) : database_(database) {}

  absl::Status Wake(absl::string_view connector_uid, absl::Time now) override;
  absl::StatusOr<std::vector<ReconcileClaim>> Claim(int limit, absl::Duration ttl,
                                                    absl::Time now) override;
  absl::Status Complete(const ReconcileClaim& claim, absl::Time next_look) override;
  absl::Status Fail(const ReconcileClaim& claim, absl::Time next_look) override;
  absl::StatusOr<absl::Time> NextDue() override;

 private:
  absl::Status Finish(const char* sql, const ReconcileClaim& claim, absl::Time next_look);

  Database& database_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_RECONCILE_QUEUE_H_
