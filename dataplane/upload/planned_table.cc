#include "dataplane/upload/planned_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "dataplane/upload/share_writer.h"

namespace sluice::dataplane {
namespace {

// Services need not tell that a column is NOT NULL, nor repeat comments.
bool IsAsPlanned(const maxcompute::Column& plan, const maxcompute::Column& column) {
  return plan.name == column.name && plan.type == column.type &&
         (column.nullable || !plan.nullable);
}

}  // namespace

maxcompute::PartitionSpec PlannedTable::Spec(const std::string& partition_value) const {
  if (planned_.partition_keys.empty()) return {};
  return maxcompute::PartitionSpec({{planned_.partition_keys.front().name, partition_value}});
}

absl::Status PlannedTable::CheckColumns(const maxcompute::TableSchema& found) const {
  if (std::equal(planned_.columns.begin(), planned_.columns.end(), found.columns.begin(),
                 found.columns.end(), IsAsPlanned)) {
    return absl::OkStatus();
  }
  return WithReason(absl::UnavailableError(absl::StrCat("the columns of table ", name_.ToString(),
                                                        " have changed; its rows are planned "
                                                        "anew")),
                    kTableChanged);
}

bool IsSessionGone(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == maxcompute::kReasonSessionNotFound ||
         reason == maxcompute::kReasonSessionConflict;
}

bool MustOpenAnother(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return IsSessionGone(status) || reason == maxcompute::kReasonSchemaModified ||
         reason == maxcompute::kReasonTableModified;
}

}  // namespace sluice::dataplane
