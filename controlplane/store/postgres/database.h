#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_DATABASE_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_DATABASE_H_

#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"

namespace sluice::controlplane::postgres {

struct DatabaseOptions {
  // libpq's URL or key=value form; see CheckUrl. May hold a password: never shown.
  std::string url;
  int connections_max = 16;  // What one replica takes of the server's max_connections.
  absl::Duration wait_max = absl::Seconds(5);  // For a free connection.
  absl::Duration connect_timeout = absl::Seconds(3);
  absl::Duration statement_timeout = absl::Seconds(10);
  absl::Duration lock_timeout = absl::Seconds(5);
};

// INVALID_ARGUMENT when libpq cannot read `url`. What it says about that repeats parts of the url,
// so no error of ours has it.
absl::Status CheckUrl(const std::string& url);

// A bounded pool of connections to PostgreSQL, and the border where libpqxx's exceptions become a
// Status. Opens connections when they are needed and forgets broken ones, so it recovers by itself
// when the server comes back. Thread-safe.
class Database {
 public:
  explicit Database(DatabaseOptions options);

  // Runs `body` in a transaction: committed when it returns OK, rolled back otherwise. `body` may
  // throw what libpqxx throws and may be run again from the beginning, when the connection broke
  // before the commit or when it met another transaction in a deadlock.
  //
  // Beside what `body` answers: UNAVAILABLE, DATABASE_UNAVAILABLE when the server is away, too slow
  // or all connections are busy (if that happened at the commit, the writes may be there);
  // INTERNAL, DATABASE_ERROR for what no caller can mend. INVALID_ARGUMENT as CheckUrl.
  absl::Status Run(absl::FunctionRef<absl::Status(pqxx::work&)> body);

  // A connection of one's own, outside of the pool. Throws what StatusOfCurrentException knows.
  std::unique_ptr<pqxx::connection> Connect() const;

 private:
  struct Lent;

  absl::StatusOr<std::unique_ptr<pqxx::connection>> Take();
  void Return(std::unique_ptr<pqxx::connection> connection);
  void ForgetIdle();
  absl::Status TryOnce(absl::FunctionRef<absl::Status(pqxx::work&)> body, bool& again);

  const DatabaseOptions options_;
  const std::string conninfo_;
  Mutex mu_;
  CondVar returned_;
  std::vector<std::unique_ptr<pqxx::connection>> idle_ SLUICE_GUARDED_BY(mu_);
  int lent_ SLUICE_GUARDED_BY(mu_) = 0;
};

// What was thrown, as a Status. To be called in a catch block.
absl::Status StatusOfCurrentException();

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_DATABASE_H_
