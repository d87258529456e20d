#ifndef SLUICE_EMULATOR_STORE_DATABASE_H_
#define SLUICE_EMULATOR_STORE_DATABASE_H_

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <variant>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/sync/mutex.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sluice::emulator {

// What a statement's ?1, ?2, … stand for.
using SqlValue = std::variant<int64_t, std::string>;

// One row of an answer, valid while the callback runs.
class SqlRow {
 public:
  explicit SqlRow(sqlite3_stmt* statement) : statement_(statement) {}
  int64_t Int(int column) const;
  std::string Text(int column) const;

 private:
  sqlite3_stmt* const statement_;
};

// The statements of one transaction. Lives inside Database::Transact.
class Sql {
 public:
  using EachRow = absl::FunctionRef<void(const SqlRow&)>;

  // Runs one statement; `text` is a constant, prepared once and kept.
  absl::Status Run(const char* text, std::initializer_list<SqlValue> values = {});
  absl::Status Run(const char* text, std::initializer_list<SqlValue> values, EachRow each);

  // Whether at least one row came.
  absl::StatusOr<bool> Any(const char* text, std::initializer_list<SqlValue> values);

  int64_t LastId() const;
  int64_t Changes() const;

 private:
  friend class Database;
  explicit Sql(sqlite3* handle) : handle_(handle) {}
  absl::StatusOr<sqlite3_stmt*> Prepare(const char* text);
  absl::Status Fail(const char* text) const;

  sqlite3* const handle_;
  std::map<std::string, sqlite3_stmt*> prepared_;
};

// The emulator's metadata: one SQLite file, written ahead and synchronised at every commit, so that
// what was answered survives the process and the machine.
//
// Any thread may call; transactions run one after the other.
class Database {
 public:
  // Creates the file and its tables when they are missing. FAILED_PRECONDITION when a newer version
  // wrote it.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const std::string& path);
  ~Database();

  // Runs `work` as one transaction: all of it happened, durably, when this returns OK, and none of
  // it otherwise.
  absl::Status Transact(absl::FunctionRef<absl::Status(Sql&)> work);

  // The same for work that answers with a value.
  template <typename T>
  absl::StatusOr<T> TransactFor(absl::FunctionRef<absl::StatusOr<T>(Sql&)> work) {
    absl::StatusOr<T> answer = absl::InternalError("the transaction did not run");
    absl::Status done = Transact([&](Sql& sql) {
      answer = work(sql);
      return answer.status();
    });
    if (!done.ok()) return done;
    return answer;
  }

 private:
  explicit Database(sqlite3* handle) : handle_(handle), sql_(handle) {}

  sqlite3* const handle_;
  Mutex mu_;
  Sql sql_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_DATABASE_H_
