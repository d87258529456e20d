#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_ROW_PREVIEW_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_ROW_PREVIEW_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/record_reader.h"
#include "controlplane/model/connector_spec.h"
#include "conversion/rejection.h"
#include "maxcompute/rest/table_catalog.h"

namespace sluice::controlplane {

// What a task would make of one record.
struct RowPreview {
  // One value per data column, as MaxCompute prints it; NULL is nothing. Empty when it is no row.
  // Of a tombstone that deletes, only the key.
  std::vector<std::optional<std::string>> row;
  // `pt=11-17-2020 15`; empty when it is no row, or the table has no partitions.
  std::string table_partition;
  std::optional<conversion::Rejection> rejection;
};

// The rows of `records` in a table, in their order, made by the data plane's own conversion; as if
// tasks met them now, each in a batch of its own, oldest first. FAILED_PRECONDITION with the reason
// of what does not fit, TABLE_UNFIT, when the table takes no rows of this sink. Pure.
absl::StatusOr<std::vector<RowPreview>> PreviewRows(const std::vector<kafka::StoredRecord>& records,
                                                    const ConnectorSpec& spec,
                                                    const maxcompute::Table& table, absl::Time now);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_ROW_PREVIEW_H_
