#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_OPERATIONS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_OPERATIONS_H_

#include <optional>
#include <vector>

#include "controlplane/store/operation_store.h"
#include "controlplane/store/postgres/database.h"
#include "controlplane/store/postgres/sealed_secrets.h"

namespace sluice::controlplane::postgres {

// OperationStore in PostgreSQL. Borrows its arguments.
class PostgresOperations : public OperationStore {
 public:
  PostgresOperations(Database& database, const SealedSecrets& secrets)
      : database_(database), secrets_(secrets) {}

  absl::Status CreateOperation(const Operation& operation, const Request& request) override;
  absl::StatusOr<Operation> GetOperation(absl::string_view id) override;
  absl::StatusOr<std::vector<Operation>> ListOperations(const OperationFilter& filter,
                                                        const std::optional<OperationCursor>& after,
                                                        int limit) override;
  absl::Status CancelOperation(absl::string_view id, absl::Time now) override;
  absl::Status DeleteOperation(absl::string_view id) override;
  absl::StatusOr<int> ForgetOperations(absl::Time ended_before) override;
  absl::StatusOr<std::vector<OperationClaim>> ClaimOperations(int limit, absl::Duration ttl,
                                                              absl::Time now) override;
  absl::StatusOr<absl::Time> NextOperationDue() override;
  absl::Status NoteProgress(const OperationClaim& claim, const OperationProgress& progress,
                            absl::Time next_step) override;
  absl::Status NoteFailure(const OperationClaim& claim, absl::string_view waiting_for,
                           absl::Time now, absl::Time next_step) override;
  absl::Status EndOperation(const OperationClaim& claim, const OperationEnd& end) override;
  absl::Status HoldTasks(const OperationClaim& claim, TasksHeld tasks, absl::Time now) override;
  absl::Status NoteOffsetsMoved(const OperationClaim& claim,
                                const OffsetByPartition& asked_until) override;

 private:
  Database& database_;
  const SealedSecrets& secrets_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_OPERATIONS_H_
