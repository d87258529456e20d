#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_DEAD_LETTER_MARKS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_DEAD_LETTER_MARKS_H_

#include <vector>

#include "controlplane/store/dead_letter_mark_store.h"
#include "controlplane/store/postgres/database.h"
#include "controlplane/store/postgres/sealed_secrets.h"

namespace sluice::controlplane::postgres {

// DeadLetterMarkStore in PostgreSQL. Borrows its arguments.
class PostgresDeadLetterMarks : public DeadLetterMarkStore {
 public:
  PostgresDeadLetterMarks(Database& database, const SealedSecrets& secrets)
      : database_(database), secrets_(secrets) {}

  absl::StatusOr<std::vector<DeadLetterMark>> FindMarks(
      absl::string_view connector_uid, const std::vector<DeadLetterRange>& ranges) override;
  absl::StatusOr<std::vector<DeadLetterMark>> FindMarksOfSources(
      absl::string_view connector_uid, const std::vector<SourcePlace>& sources) override;
  absl::StatusOr<std::vector<DeadLetterPlace>> AddMarks(absl::string_view connector_uid,
                                                        const std::vector<DeadLetterMark>& marks,
                                                        absl::Time replace_before,
                                                        const Request& request,
                                                        absl::Time now) override;
  absl::StatusOr<std::vector<DeadLetterPlace>> AddMarksOf(const OperationClaim& claim,
                                                          absl::string_view connector_uid,
                                                          const std::vector<DeadLetterMark>& marks,
                                                          absl::Time replace_before) override;
  absl::Status FinishMarks(const OperationClaim& claim, absl::string_view connector_uid,
                           const std::vector<DeadLetterMark>& marks) override;
  absl::StatusOr<std::vector<DeadLetterMark>> ListUnfinished(
      absl::string_view connector_uid) override;
  absl::Status TakeBackMarks(const OperationClaim& claim, absl::string_view connector_uid,
                             const std::vector<DeadLetterMark>& marks) override;
  absl::Status ForgetBelow(absl::string_view connector_uid,
                           const std::vector<DeadLetterRange>& bounds) override;

 private:
  Database& database_;
  const SealedSecrets& secrets_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_DEAD_LETTER_MARKS_H_
