#ifndef SLUICE_DATAPLANE_TASK_ROUTES_H_
#define SLUICE_DATAPLANE_TASK_ROUTES_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "conversion/conversion_definition.h"
#include "conversion/row_converter.h"
#include "dataplane/task/task_definition.h"
#include "maxcompute/record/partition_spec.h"
#include "maxcompute/record/table_schema.h"

namespace sluice::dataplane {

// How one revision makes rows of records. Table partitions are found by a RecordRouter of this
// definition, one for each source partition.
struct Route {
  conversion::ConversionDefinition definition;
  conversion::RowConverter converter;
  bool tells_insert_time = false;  // The table has a column for it.
};

// The routes of every revision that an entry of the ledger may name, for one state of the table.
// One thread.
class Routes {
 public:
  // FAILED_PRECONDITION, TABLE_UNFIT: the table does not take the rows of the revision that runs;
  // every problem is named.
  static absl::StatusOr<Routes> Plan(const TaskDefinition& definition,
                                     const maxcompute::TableSchema& schema,
                                     int64_t field_bytes_max);

  // FAILED_PRECONDITION, REVISION_GONE: the definition does not hold this revision; TABLE_UNFIT:
  // the table no longer takes its rows.
  absl::StatusOr<Route*> Of(int64_t revision);

  // Of the revision that runs.
  Route& current() { return *routes_.at(current_); }

  // The table partition of this value; none in a table without partitions.
  maxcompute::PartitionSpec Spec(absl::string_view partition_value) const;
  // What the rows are planned for.
  const maxcompute::TableSchema& schema() const { return schema_; }

 private:
  std::map<int64_t, absl::StatusOr<Route>> routes_;
  int64_t current_ = 0;
  maxcompute::TableSchema schema_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_ROUTES_H_
