#include "emulator/store/database.h"

#include <sqlite3.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/blocks/full_disk.h"
#include "emulator/store/tables.h"

namespace sluice::emulator {

namespace {

absl::Status CreateTables(Sql& sql) {
  int64_t version = 0;
  SLUICE_RETURN_IF_ERROR(
      sql.Run("PRAGMA user_version", {}, [&](const SqlRow& row) { version = row.Int(0); }));
  if (version > kMetadataVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat("the data directory is of version ", version, ", this program knows up to ",
                     kMetadataVersion, "; start the newer program or another directory"));
  }
  // 0 is an empty file.
  if (version == 1) {
    for (const char* change : UpgradeToVersion2()) SLUICE_RETURN_IF_ERROR(sql.Run(change));
  }
  for (const char* table : TableStatements()) SLUICE_RETURN_IF_ERROR(sql.Run(table));
  static_assert(kMetadataVersion == 2);
  return sql.Run("PRAGMA user_version = 2");
}

}  // namespace

int64_t SqlRow::Int(int column) const { return sqlite3_column_int64(statement_, column); }

std::string SqlRow::Text(int column) const {
  const auto* text = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return text == nullptr ? std::string()
                         : std::string(text, sqlite3_column_bytes(statement_, column));
}

absl::Status Sql::Fail(const char* text) const {
  return absl::InternalError(absl::StrCat("metadata: ", sqlite3_errmsg(handle_), " in ", text));
}

absl::StatusOr<sqlite3_stmt*> Sql::Prepare(const char* text) {
  auto [entry, is_new] = prepared_.try_emplace(text, nullptr);
  if (is_new && sqlite3_prepare_v3(handle_, text, -1, SQLITE_PREPARE_PERSISTENT, &entry->second,
                                   nullptr) != SQLITE_OK) {
    prepared_.erase(entry);
    return Fail(text);
  }
  return entry->second;
}

absl::Status Sql::Run(const char* text, std::initializer_list<SqlValue> values) {
  return Run(text, values, [](const SqlRow&) {});
}

absl::Status Sql::Run(const char* text, std::initializer_list<SqlValue> values, EachRow each) {
  SLUICE_ASSIGN_OR_RETURN(sqlite3_stmt * statement, Prepare(text));
  int place = 0;
  for (const SqlValue& value : values) {
    ++place;
    if (const auto* number = std::get_if<int64_t>(&value)) {
      sqlite3_bind_int64(statement, place, *number);
    } else {
      const std::string& bytes = std::get<std::string>(value);
      sqlite3_bind_text(statement, place, bytes.data(), static_cast<int>(bytes.size()),
                        SQLITE_TRANSIENT);
    }
  }
  int result = SQLITE_ROW;
  while ((result = sqlite3_step(statement)) == SQLITE_ROW) each(SqlRow(statement));
  absl::Status status = result == SQLITE_DONE ? absl::OkStatus() : Fail(text);
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  return status;
}

absl::StatusOr<bool> Sql::Any(const char* text, std::initializer_list<SqlValue> values) {
  bool any = false;
  SLUICE_RETURN_IF_ERROR(Run(text, values, [&](const SqlRow&) { any = true; }));
  return any;
}

int64_t Sql::LastId() const { return sqlite3_last_insert_rowid(handle_); }
int64_t Sql::Changes() const { return sqlite3_changes(handle_); }

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const std::string& path) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(path.c_str(), &handle, flags, nullptr) != SQLITE_OK) {
    std::string why = sqlite3_errmsg(handle);
    sqlite3_close(handle);
    return absl::UnavailableError(absl::StrCat("cannot open ", path, ": ", why));
  }
  std::unique_ptr<Database> database(new Database(handle));
  sqlite3_busy_timeout(handle, 5000);
  // An exclusive lock for as long as the process lives: two emulators on one directory would
  // destroy it.
  for (const char* pragma : {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL",
                             "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"}) {
    if (sqlite3_exec(handle, pragma, nullptr, nullptr, nullptr) != SQLITE_OK) {
      return absl::UnavailableError(absl::StrCat("cannot use ", path, ": ", sqlite3_errmsg(handle),
                                                 "; is another emulator running on it?"));
    }
  }
  SLUICE_RETURN_IF_ERROR(database->Transact([](Sql& sql) { return CreateTables(sql); }));
  return database;
}

Database::~Database() {
  for (auto& [text, statement] : sql_.prepared_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

absl::Status Database::Transact(absl::FunctionRef<absl::Status(Sql&)> work) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(sql_.Run("BEGIN IMMEDIATE"));
  const int64_t before = sqlite3_total_changes(handle_);
  absl::Status status = work(sql_);
  if (status.ok() && sqlite3_total_changes(handle_) != before) status = FullDisk::Check();
  if (status.ok()) status = sql_.Run("COMMIT");
  if (!status.ok()) sql_.Run("ROLLBACK").IgnoreError();
  return status;
}

}  // namespace sluice::emulator
