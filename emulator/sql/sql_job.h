#ifndef SLUICE_EMULATOR_SQL_SQL_JOB_H_
#define SLUICE_EMULATOR_SQL_SQL_JOB_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/access/principal.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/select_run.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// What a statement gave: rows of a SELECT, or text.
struct SqlOutcome {
  std::string text;
  std::optional<SelectResult> rows;
};

// Carries one statement out for a principal, with the grants that it needs:
//   SELECT: Select; SHOW PARTITIONS, DESC: Describe; ALTER TABLE: Alter; DROP TABLE: Drop (all on
//   the table); CREATE TABLE: CreateTable, SHOW TABLES: List (on the project). CreateInstance is
//   the caller's to check.
class SqlJob {
 public:
  SqlJob(const World& world, std::string project, Principal principal, absl::TimeZone zone)
      : world_(world),
        project_(std::move(project)),
        principal_(std::move(principal)),
        zone_(zone) {}

  absl::StatusOr<SqlOutcome> Run(const Statement& statement);

 private:
  absl::StatusOr<SqlOutcome> Do(const Select& select);
  absl::StatusOr<SqlOutcome> Do(const CreateTable& create);
  absl::StatusOr<SqlOutcome> Do(const DropTable& drop);
  absl::StatusOr<SqlOutcome> Do(const AddPartitions& add);
  absl::StatusOr<SqlOutcome> Do(const DropPartitions& drop);
  absl::StatusOr<SqlOutcome> Do(const ShowPartitions& show);
  absl::StatusOr<SqlOutcome> Do(const ShowTables& show);
  absl::StatusOr<SqlOutcome> Do(const DescribeTable& describe);
  absl::StatusOr<SqlOutcome> Do(const SecurityStatement& statement);

  // The table, if the principal may do `action` on it.
  absl::StatusOr<Table> Open(Sql& sql, const TableName& name, const std::string& action);
  std::string ProjectOf(const TableName& name) const;

  const World& world_;
  const std::string project_;
  const Principal principal_;
  const absl::TimeZone zone_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_SQL_JOB_H_
