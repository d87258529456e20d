#ifndef SLUICE_MAXCOMPUTE_IN_MEMORY_IN_MEMORY_SQL_H_
#define SLUICE_MAXCOMPUTE_IN_MEMORY_IN_MEMORY_SQL_H_

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/sync/mutex.h"
#include "maxcompute/sql/sql.h"
#include "maxcompute/tunnel/in_memory_tunnel.h"

namespace sluice::maxcompute {

// Sql for tests: AddPartition adds to the tables of an InMemoryTunnel, every other statement is
// given to a function of the test. Any thread may call. Borrows `tunnel`.
class InMemorySql : public Sql {
 public:
  using SelectHandler = std::function<absl::StatusOr<SqlRows>(absl::string_view statement)>;

  explicit InMemorySql(InMemoryTunnel& tunnel) : tunnel_(tunnel) {}

  // Answers Select from now on; without one it is UNIMPLEMENTED.
  void OnSelect(SelectHandler handler);
  // The next call of any method answers `status`. Several queue up.
  void FailNext(absl::Status status);
  // The next call of Run alone, whatever comes before it. Several queue up.
  void FailNextRun(absl::Status status);
  // Every statement of Run and Select so far.
  std::vector<std::string> Statements() const;

  absl::StatusOr<std::string> Run(absl::string_view project, absl::string_view statement) override;
  absl::StatusOr<SqlRows> Select(absl::string_view project, absl::string_view statement) override;
  absl::Status AddPartition(const TableName& table, const PartitionSpec& partition) override;

 private:
  absl::Status Note(absl::string_view statement);
  static absl::Status TakeFrom(std::deque<absl::Status>& failures);

  InMemoryTunnel& tunnel_;
  mutable Mutex mu_;
  SelectHandler on_select_ SLUICE_GUARDED_BY(mu_);
  std::deque<absl::Status> failures_ SLUICE_GUARDED_BY(mu_);
  std::deque<absl::Status> run_failures_ SLUICE_GUARDED_BY(mu_);
  std::vector<std::string> statements_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_IN_MEMORY_IN_MEMORY_SQL_H_
