#ifndef SLUICE_MAXCOMPUTE_SQL_SQL_CLIENT_H_
#define SLUICE_MAXCOMPUTE_SQL_SQL_CLIENT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/http/url.h"
#include "base/time/clock.h"
#include "maxcompute/request/requester.h"
#include "maxcompute/sql/sql.h"

namespace sluice::maxcompute {

struct SqlOptions {
  // Of one request.
  absl::Duration call_timeout = absl::Seconds(20);
  // From submission to result. A statement that has not ended by then goes on in the service.
  absl::Duration deadline = absl::Seconds(120);
  // Between two looks at a running statement: from the first, doubling, to the last.
  absl::Duration poll_first = absl::Milliseconds(50);
  absl::Duration poll_last = absl::Seconds(1);
  int64_t result_bytes_max = int64_t{16} << 20;
};

// Sql over MaxCompute's instances. Borrows `requester` and `clock`.
class SqlClient : public Sql {
 public:
  SqlClient(Requester& requester, http::Url endpoint, Clock& clock, SqlOptions options = {});

  absl::StatusOr<std::string> Run(absl::string_view project, absl::string_view statement) override;
  absl::StatusOr<SqlRows> Select(absl::string_view project, absl::string_view statement) override;
  absl::Status AddPartition(const TableName& table, const PartitionSpec& partition) override;

 private:
  struct Task;
  struct TaskEnd;

  // Submits the statement and waits for its end; all by `end` of the monotonic clock.
  absl::StatusOr<std::string> RunTask(const Task& task, absl::Duration end);
  absl::StatusOr<std::string> RunRepeatedly(const Task& task);
  absl::Status WaitUntilTerminated(const Task& task, absl::string_view instance,
                                   absl::Duration end);
  absl::StatusOr<bool> Succeeded(const Task& task, absl::string_view instance, absl::Duration end);
  absl::StatusOr<TaskEnd> WaitForEnd(const Task& task, absl::string_view instance,
                                     absl::Duration end);
  absl::Status Failure(const TaskEnd& task_end, const Task& task) const;
  static absl::StatusOr<TaskEnd> ReadEnd(const http::HttpResponse& response);
  absl::StatusOr<http::HttpResponse> Get(const Task& task, absl::string_view instance,
                                         absl::string_view flag, absl::Duration end);
  absl::Duration TimeoutUntil(absl::Duration end);

  Requester& requester_;
  const http::Url endpoint_;
  Clock& clock_;
  const SqlOptions options_;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_SQL_SQL_CLIENT_H_
