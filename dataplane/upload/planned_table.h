#ifndef SLUICE_DATAPLANE_UPLOAD_PLANNED_TABLE_H_
#define SLUICE_DATAPLANE_UPLOAD_PLANNED_TABLE_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "base/status/reason.h"
#include "maxcompute/record/partition_spec.h"
#include "maxcompute/record/table_name.h"
#include "maxcompute/record/table_schema.h"
#include "maxcompute/request/service_error.h"
#include "maxcompute/sql/sql.h"

namespace sluice::dataplane {

// The table that rows go into, as they are planned for it. Borrows `sql`. Any thread may call.
class PlannedTable {
 public:
  // `planned`: the columns for which rows are encoded; fields are told apart by their number.
  PlannedTable(maxcompute::Sql& sql, maxcompute::TableName name, maxcompute::TableSchema planned)
      : sql_(sql), name_(std::move(name)), planned_(std::move(planned)) {}

  const maxcompute::TableName& name() const { return name_; }
  const maxcompute::TableSchema& schema() const { return planned_; }

  // The table partition of this value; none in a table without partitions.
  maxcompute::PartitionSpec Spec(const std::string& partition_value) const;

  // Opens a session of any kind, by `open` and, when the table partition is missing, once more
  // after it was made. UNAVAILABLE, TABLE_CHANGED: the session shows other columns.
  template <typename Open>
  auto OpenSession(const maxcompute::PartitionSpec& partition, Open open) const
      -> decltype(open()) {
    auto opened = open();
    if (ReasonOf(opened.status()) == maxcompute::kReasonPartitionNotFound) {
      if (absl::Status added = sql_.AddPartition(name_, partition); !added.ok()) return added;
      opened = open();
    }
    if (!opened.ok()) return opened;
    if (absl::Status checked = CheckColumns(opened->schema); !checked.ok()) return checked;
    return opened;
  }

 private:
  absl::Status CheckColumns(const maxcompute::TableSchema& found) const;

  maxcompute::Sql& sql_;
  const maxcompute::TableName name_;
  const maxcompute::TableSchema planned_;
};

// The session has ended or was forgotten: nothing of it can be published any more, or will be.
bool IsSessionGone(const absl::Status& status);

// The session takes nothing more: it has ended, or its columns are no longer the table's. Another
// one shows whether they are still those that the rows were planned for.
bool MustOpenAnother(const absl::Status& status);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_PLANNED_TABLE_H_
