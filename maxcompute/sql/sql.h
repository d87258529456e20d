#ifndef SLUICE_MAXCOMPUTE_SQL_SQL_H_
#define SLUICE_MAXCOMPUTE_SQL_SQL_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maxcompute/record/partition_spec.h"
#include "maxcompute/record/table_name.h"

namespace sluice::maxcompute {

// Rows as text; NULL is nothing.
struct SqlRows {
  std::vector<std::string> columns;
  std::vector<std::vector<std::optional<std::string>>> rows;
};

// Runs SQL statements in a project. The seam to it: `sql_client.h` runs them in MaxCompute,
// `../in_memory/in_memory_sql.h` is for tests.
//
// Any thread may call, and waits until the statement has ended or its deadline has. Errors carry a
// reason
// (../request/service_error.h); a statement that the service could not carry out is SQL_FAILED
// unless its code says something better (TABLE_NOT_FOUND, PERMISSION_MISSING, …).
class Sql {
 public:
  virtual ~Sql() = default;

  // The statement's result text. Not repeated: after an error that is no clear refusal it may have
  // been carried out or may yet be.
  virtual absl::StatusOr<std::string> Run(absl::string_view project,
                                          absl::string_view statement) = 0;

  // For statements that only read, which are repeated as needed.
  virtual absl::StatusOr<SqlRows> Select(absl::string_view project,
                                         absl::string_view statement) = 0;

  // Makes the partition unless it exists. Harmless twice, and repeated as needed.
  virtual absl::Status AddPartition(const TableName& table, const PartitionSpec& partition) = 0;
};

// A text literal in single quotes.
std::string QuoteSql(absl::string_view text);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_SQL_SQL_H_
