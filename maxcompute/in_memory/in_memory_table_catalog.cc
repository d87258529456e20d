#include "maxcompute/in_memory/in_memory_table_catalog.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "maxcompute/request/answer.h"
#include "maxcompute/request/service_error.h"

namespace sluice::maxcompute {
namespace {

absl::Status NoTable(const TableName& table) {
  return MarkClearRefusal(
      WithReason(absl::NotFoundError(absl::StrCat("table ", table.ToString(), " does not exist")),
                 kReasonTableNotFound));
}

}  // namespace

void InMemoryTableCatalog::FailNext(absl::Status status) {
  MutexLock lock(mu_);
  failures_.push_back(std::move(status));
}

absl::Status InMemoryTableCatalog::TakeFailure() {
  MutexLock lock(mu_);
  if (failures_.empty()) return absl::OkStatus();
  absl::Status failure = std::move(failures_.front());
  failures_.pop_front();
  return failure;
}

absl::StatusOr<Project> InMemoryTableCatalog::GetProject(absl::string_view project) {
  SLUICE_RETURN_IF_ERROR(TakeFailure());
  Project found;
  found.name = std::string(project);
  found.state = "AVAILABLE";
  return found;
}

absl::StatusOr<Table> InMemoryTableCatalog::GetTable(const TableName& table) {
  SLUICE_RETURN_IF_ERROR(TakeFailure());
  std::optional<TableSchema> schema = tunnel_.Schema(table);
  if (!schema.has_value()) return NoTable(table);
  Table found;
  found.name = table;
  found.schema = *std::move(schema);
  return found;
}

absl::StatusOr<bool> InMemoryTableCatalog::PartitionExists(const TableName& table,
                                                           const PartitionSpec& partition) {
  SLUICE_RETURN_IF_ERROR(TakeFailure());
  if (!tunnel_.Schema(table).has_value()) return NoTable(table);
  return tunnel_.HasPartition(table, partition);
}

absl::StatusOr<PartitionPage> InMemoryTableCatalog::ListPartitions(const TableName& table,
                                                                   int page_size,
                                                                   absl::string_view marker) {
  SLUICE_RETURN_IF_ERROR(TakeFailure());
  if (!tunnel_.Schema(table).has_value()) return NoTable(table);
  const std::vector<PartitionSpec> all = tunnel_.Partitions(table);
  size_t first = 0;
  if (!marker.empty() && !absl::SimpleAtoi(marker, &first)) {
    return absl::InvalidArgumentError("the marker is not one of this table");
  }
  PartitionPage page;
  const size_t end = std::min(all.size(), first + page_size);
  for (size_t i = first; i < end; ++i) page.partitions.push_back(all[i]);
  if (end < all.size()) page.next_marker = absl::StrCat(end);
  return page;
}

absl::StatusOr<TablePage> InMemoryTableCatalog::ListTables(const TableName& table, int page_size,
                                                           absl::string_view marker) {
  SLUICE_RETURN_IF_ERROR(TakeFailure());
  TablePage page;
  for (const TableName& name : tunnel_.Tables()) {
    if (name.project != table.project || name.schema != table.schema || name.table <= marker ||
        !absl::StartsWith(name.table, table.table)) {
      continue;
    }
    if (static_cast<int>(page.tables.size()) == page_size) {
      page.next_marker = page.tables.back();
      break;
    }
    page.tables.push_back(name.table);
  }
  return page;
}

}  // namespace sluice::maxcompute
