#include "maxcompute/in_memory/in_memory_sql.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "maxcompute/request/answer.h"
#include "maxcompute/request/service_error.h"

namespace sluice::maxcompute {

void InMemorySql::OnSelect(SelectHandler handler) {
  MutexLock lock(mu_);
  on_select_ = std::move(handler);
}

void InMemorySql::FailNext(absl::Status status) {
  MutexLock lock(mu_);
  failures_.push_back(std::move(status));
}

void InMemorySql::FailNextRun(absl::Status status) {
  MutexLock lock(mu_);
  run_failures_.push_back(std::move(status));
}

std::vector<std::string> InMemorySql::Statements() const {
  MutexLock lock(mu_);
  return statements_;
}

absl::Status InMemorySql::Note(absl::string_view statement) {
  MutexLock lock(mu_);
  if (!statement.empty()) statements_.emplace_back(statement);
  return TakeFrom(failures_);
}

absl::Status InMemorySql::TakeFrom(std::deque<absl::Status>& failures) {
  if (failures.empty()) return absl::OkStatus();
  absl::Status failure = std::move(failures.front());
  failures.pop_front();
  return failure;
}

absl::StatusOr<std::string> InMemorySql::Run(absl::string_view project,
                                             absl::string_view statement) {
  SLUICE_RETURN_IF_ERROR(Note(statement));
  {
    MutexLock lock(mu_);
    SLUICE_RETURN_IF_ERROR(TakeFrom(run_failures_));
  }
  return std::string();
}

absl::StatusOr<SqlRows> InMemorySql::Select(absl::string_view project,
                                            absl::string_view statement) {
  SLUICE_RETURN_IF_ERROR(Note(statement));
  SelectHandler handler;
  {
    MutexLock lock(mu_);
    handler = on_select_;
  }
  if (!handler) return absl::UnimplementedError("no handler for Select");
  return handler(statement);
}

absl::Status InMemorySql::AddPartition(const TableName& table, const PartitionSpec& partition) {
  SLUICE_RETURN_IF_ERROR(Note(""));
  if (!tunnel_.Schema(table).has_value()) {
    return MarkClearRefusal(
        WithReason(absl::NotFoundError(absl::StrCat("table ", table.ToString(), " does not exist")),
                   kReasonTableNotFound));
  }
  tunnel_.AddPartition(table, partition);
  return absl::OkStatus();
}

}  // namespace sluice::maxcompute
