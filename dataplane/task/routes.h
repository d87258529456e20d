#ifndef SLUICE_DATAPLANE_TASK_ROUTES_H_
#define SLUICE_DATAPLANE_TASK_ROUTES_H_

#include <cstdint>
#include <map>
#include <memory>

#include "absl/status/statusor.h"
#include "conversion/row_converter.h"
#include "conversion/table_partition.h"
#include "dataplane/task/task_definition.h"
#include "maxcompute/record/table_schema.h"

namespace sluice::dataplane {

// How one revision makes rows of records.
struct Route {
  conversion::TablePartition table_partition;
  conversion::RowConverter converter;
};

// The routes of every revision that an entry of the ledger may name, for one state of the table.
// One thread.
class Routes {
 public:
  // FAILED_PRECONDITION, TABLE_COLUMNS_UNFIT: the table does not take the rows; every problem is
  // named.
  static absl::StatusOr<Routes> Plan(const TaskDefinition& definition,
                                     const maxcompute::TableSchema& schema,
                                     int64_t field_bytes_max);

  // Null: the definition does not hold this revision (REVISION_GONE).
  Route* Of(int64_t revision);

  const std::string& partition_key() const { return partition_key_; }

 private:
  std::map<int64_t, Route> routes_;
  std::string partition_key_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_ROUTES_H_
