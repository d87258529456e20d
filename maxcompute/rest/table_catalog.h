#ifndef SLUICE_MAXCOMPUTE_REST_TABLE_CATALOG_H_
#define SLUICE_MAXCOMPUTE_REST_TABLE_CATALOG_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "maxcompute/record/partition_spec.h"
#include "maxcompute/record/table_name.h"
#include "maxcompute/record/table_schema.h"

namespace sluice::maxcompute {

struct Project {
  std::string name;
  std::string owner;
  std::string state;   // "AVAILABLE"
  std::string region;  // Empty when the service does not tell.
};

struct Table {
  TableName name;
  TableSchema schema;
  // Differs when the schema differs; empty when the service does not tell.
  std::string schema_version;
  std::string owner;
  std::string comment;
  bool is_view = false;
  bool is_transactional = false;
  absl::Time last_ddl_time;
};

struct PartitionPage {
  std::vector<PartitionSpec> partitions;
  // For the next page; empty at the end.
  std::string next_marker;
};

struct TablePage {
  std::vector<std::string> tables;  // Their names within the project and schema.
  // For the next page; empty at the end.
  std::string next_marker;
};

// What there is in MaxCompute. The seam to its metadata: `rest_client.h` asks the service,
// `../in_memory/in_memory_table_catalog.h` is for tests.
//
// Any thread may call; reads only, so each call is repeated with backoff to its deadline. Errors
// carry a reason: PROJECT_NOT_FOUND, TABLE_NOT_FOUND, PERMISSION_MISSING with the grant as remedy,
// … (../request/service_error.h).
class TableCatalog {
 public:
  virtual ~TableCatalog() = default;

  virtual absl::StatusOr<Project> GetProject(absl::string_view project) = 0;

  virtual absl::StatusOr<Table> GetTable(const TableName& table) = 0;

  // Asks for the one partition, whatever the number of others.
  virtual absl::StatusOr<bool> PartitionExists(const TableName& table,
                                               const PartitionSpec& partition) = 0;

  // One page in the service's order. `marker` is empty for the first page.
  virtual absl::StatusOr<PartitionPage> ListPartitions(const TableName& table, int page_size,
                                                       absl::string_view marker) = 0;

  // Likewise the tables beside `table` whose names begin with `table.table`, which may be empty.
  virtual absl::StatusOr<TablePage> ListTables(const TableName& table, int page_size,
                                               absl::string_view marker) = 0;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_REST_TABLE_CATALOG_H_
