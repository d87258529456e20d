#ifndef SLUICE_MAXCOMPUTE_IN_MEMORY_IN_MEMORY_TABLE_CATALOG_H_
#define SLUICE_MAXCOMPUTE_IN_MEMORY_IN_MEMORY_TABLE_CATALOG_H_

#include <deque>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/sync/mutex.h"
#include "maxcompute/rest/table_catalog.h"
#include "maxcompute/tunnel/in_memory_tunnel.h"

namespace sluice::maxcompute {

// TableCatalog over the tables of an InMemoryTunnel; for tests. Any thread may call. Borrows
// `tunnel`.
class InMemoryTableCatalog : public TableCatalog {
 public:
  explicit InMemoryTableCatalog(InMemoryTunnel& tunnel) : tunnel_(tunnel) {}

  // The next call of any method answers `status`. Several queue up.
  void FailNext(absl::Status status);

  absl::StatusOr<Project> GetProject(absl::string_view project) override;
  absl::StatusOr<Table> GetTable(const TableName& table) override;
  absl::StatusOr<bool> PartitionExists(const TableName& table,
                                       const PartitionSpec& partition) override;
  absl::StatusOr<PartitionPage> ListPartitions(const TableName& table, int page_size,
                                               absl::string_view marker) override;
  absl::StatusOr<TablePage> ListTables(const TableName& table, int page_size,
                                       absl::string_view marker) override;

 private:
  absl::Status TakeFailure();

  InMemoryTunnel& tunnel_;
  Mutex mu_;
  std::deque<absl::Status> failures_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_IN_MEMORY_IN_MEMORY_TABLE_CATALOG_H_
