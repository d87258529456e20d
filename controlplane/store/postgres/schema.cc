#include "controlplane/store/postgres/schema.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/store/postgres/sql.h"

namespace sluice::controlplane::postgres {
namespace {

// Held by each step's transaction; the number means nothing.
constexpr char kLock[] = "SELECT pg_advisory_xact_lock(727000)";

constexpr char kCreateTable[] = R"sql(
  CREATE TABLE IF NOT EXISTS schema_migrations (
    version    integer PRIMARY KEY,
    name       text NOT NULL,
    apply_time timestamptz NOT NULL DEFAULT now()))sql";

constexpr char kHasTable[] = "SELECT to_regclass('schema_migrations') IS NOT NULL AS has";

constexpr char kVersion[] = "SELECT coalesce(max(version), 0) AS version FROM schema_migrations";

constexpr char kNote[] = "INSERT INTO schema_migrations (version, name) VALUES ($1, $2)";

absl::Status TooNew(int64_t version, int64_t known) {
  return WithRemedy(WithReason(absl::FailedPreconditionError(
                                   absl::StrCat("the database's schema is at version ", version,
                                                ", this program knows only ", known)),
                               "SCHEMA_TOO_NEW"),
                    "start the release that made this schema, or a newer one");
}

}  // namespace

absl::StatusOr<int> Migrate(Database& database,
                            absl::Span<const migrations::Migration> migrations) {
  const int64_t known = static_cast<int64_t>(migrations.size());
  int applied = 0;
  // The database is asked anew before each step: another migrate may have taken it meanwhile.
  for (bool more = true; more;) {
    const migrations::Migration* step = nullptr;
    SLUICE_RETURN_IF_ERROR(database.Run([&](pqxx::work& transaction) {
      step = nullptr;
      Exec(transaction, kLock);
      Exec(transaction, kCreateTable);
      const int64_t version = Int(Exec(transaction, kVersion)[0], "version");
      if (version > known) return TooNew(version, known);
      if (version == known) return absl::OkStatus();
      step = &migrations[version];
      transaction.exec(std::string(step->sql));
      Exec(transaction, kNote, {step->version, step->name});
      return absl::OkStatus();
    }));
    more = step != nullptr;
    if (!more) break;
    ++applied;
    log::Info("schema migrated", {{"version", step->version}, {"name", step->name}});
  }
  return applied;
}

absl::Status CheckSchema(Database& database) {
  return database.Run([&](pqxx::work& transaction) {
    const int64_t known = static_cast<int64_t>(migrations::All().size());
    const bool has = Bool(Exec(transaction, kHasTable)[0], "has");
    const int64_t version = has ? Int(Exec(transaction, kVersion)[0], "version") : 0;
    if (version > known) return TooNew(version, known);
    if (version == known) return absl::OkStatus();
    return WithRemedy(
        WithReason(absl::UnavailableError(absl::StrCat("the database's schema is at version ",
                                                       version, ", not yet at ", known)),
                   "DATABASE_UNAVAILABLE"),
        "run `sluice-controlplane migrate`");
  });
}

}  // namespace sluice::controlplane::postgres
