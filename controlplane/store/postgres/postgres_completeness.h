#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_COMPLETENESS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_COMPLETENESS_H_

#include <set>
#include <string>
#include <vector>

#include "controlplane/store/completeness_store.h"
#include "controlplane/store/postgres/database.h"

namespace sluice::controlplane::postgres {

// CompletenessStore in PostgreSQL. Borrows the database.
class PostgresCompleteness : public CompletenessStore {
 public:
  explicit PostgresCompleteness(Database& database) : database_(database) {}

  absl::StatusOr<CompletenessState> GetCompleteness(absl::string_view connector_uid) override;
  absl::StatusOr<std::vector<Completion>> FindCompletions(
      absl::string_view connector_uid, const std::set<std::string>& table_partitions) override;
  absl::StatusOr<std::vector<Completion>> ListUnannounced(absl::string_view connector_uid,
                                                          int limit) override;
  absl::Status NoteCompleteness(const ReconcileClaim& claim, const CompletenessState& state,
                                const std::vector<Completion>& changes) override;
  absl::Status NoteAnnounced(const ReconcileClaim& claim,
                             const std::vector<Completion>& told) override;

 private:
  Database& database_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_COMPLETENESS_H_
