#include "controlplane/store/postgres/database.h"

#include <postgresql/libpq-fe.h>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr int kTriesMax = 3;

absl::Status Unavailable(absl::string_view what) {
  return WithReason(absl::UnavailableError(absl::StrCat("the database does not answer: ", what)),
                    "DATABASE_UNAVAILABLE");
}

// `url` with the timeouts that libpq itself keeps; what the url says already stays.
std::string WithTimeouts(const DatabaseOptions& options) {
  const bool is_url = absl::StartsWith(options.url, "postgres://") ||
                      absl::StartsWith(options.url, "postgresql://");
  std::string conninfo = options.url;
  const auto add = [&](absl::string_view key, int64_t value) {
    if (absl::StrContains(options.url, absl::StrCat(key, "="))) return;
    if (!is_url) {
      absl::StrAppend(&conninfo, " ", key, "=", value);
    } else {
      absl::StrAppend(&conninfo, absl::StrContains(conninfo, "?") ? "&" : "?", key, "=", value);
    }
  };
  add("connect_timeout", std::max<int64_t>(2, absl::ToInt64Seconds(options.connect_timeout)));
  // A server whose machine vanished answers nothing at all: give up on it as on a slow statement.
  add("tcp_user_timeout", absl::ToInt64Milliseconds(options.statement_timeout));
  add("keepalives_idle", 10);
  return conninfo;
}

// The first line: what follows repeats the statement, or hints that only a developer wants.
std::string FirstLine(const char* what) {
  return std::pair<std::string, std::string>(absl::StrSplit(what, absl::MaxSplits('\n', 1))).first;
}

bool IsAway(absl::string_view sqlstate) {
  return absl::StartsWith(sqlstate, "08") ||            // Connection.
         absl::StartsWith(sqlstate, "57P") ||           // Shutting down, starting up, terminated.
         absl::StartsWith(sqlstate, "53") ||            // Out of connections, memory, disk.
         sqlstate == "57014" || sqlstate == "55P03" ||  // Statement or lock timeout.
         sqlstate == "25006";                           // A standby: read only.
}

bool IsRaced(absl::string_view sqlstate) {
  return sqlstate == "40001" || sqlstate == "40P01";  // Serialization failure, deadlock.
}

// What Connect throws for a url that cannot be read.
struct UnreadableUrl : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct FreeConninfo {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

}  // namespace

absl::Status CheckUrl(const std::string& url) {
  const std::unique_ptr<PQconninfoOption, FreeConninfo> options(
      PQconninfoParse(url.c_str(), /*errmsg=*/nullptr));
  if (options != nullptr) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "the URL of the database, in database_url_file, is none that libpq can read; it looks like "
      "postgresql://user:password@host:5432/database, with other characters of the password than "
      "letters and digits percent-encoded");
}

absl::Status StatusOfCurrentException() {
  try {
    throw;
  } catch (const pqxx::broken_connection& e) {
    return Unavailable(FirstLine(e.what()));
  } catch (const pqxx::in_doubt_error&) {
    return Unavailable("the connection broke while a change was being stored; it may be there");
  } catch (const pqxx::sql_error& e) {
    if (IsAway(e.sqlstate()) || IsRaced(e.sqlstate())) return Unavailable(FirstLine(e.what()));
    if (e.sqlstate() == "42P01" || e.sqlstate() == "42703") {
      return WithRemedy(Unavailable("its schema is not the one this program knows"),
                        "run `sluice-controlplane migrate`");
    }
    return WithReason(absl::InternalError(
                          absl::StrCat("database error ", e.sqlstate(), ": ", FirstLine(e.what()))),
                      "DATABASE_ERROR");
  } catch (const UnreadableUrl& e) {
    return absl::InvalidArgumentError(FirstLine(e.what()));
  } catch (const std::exception& e) {
    return WithReason(absl::InternalError(absl::StrCat("database error: ", FirstLine(e.what()))),
                      "DATABASE_ERROR");
  }
}

// A connection in use. Goes back into the pool when its transaction is over; a broken one is
// dropped.
struct Database::Lent {
  Database& database;
  std::unique_ptr<pqxx::connection> connection;
  ~Lent() { database.Return(std::move(connection)); }
};

Database::Database(DatabaseOptions options)
    : options_(std::move(options)), conninfo_(WithTimeouts(options_)) {}

std::unique_ptr<pqxx::connection> Database::Connect() const {
  if (const absl::Status url = CheckUrl(options_.url); !url.ok()) {
    throw UnreadableUrl(std::string(url.message()));
  }
  auto connection = std::make_unique<pqxx::connection>(conninfo_);
  pqxx::nontransaction setup(*connection);
  setup.exec(absl::StrCat(
      "SET statement_timeout = ", absl::ToInt64Milliseconds(options_.statement_timeout),
      "; SET lock_timeout = ", absl::ToInt64Milliseconds(options_.lock_timeout),
      // A replica that froze in the middle must not keep its locks.
      "; SET idle_in_transaction_session_timeout = ",
      absl::ToInt64Milliseconds(options_.statement_timeout),
      "; SET TIME ZONE 'UTC'; SET application_name = 'sluice-controlplane'"));
  return connection;
}

absl::StatusOr<std::unique_ptr<pqxx::connection>> Database::Take() {
  {
    MutexLock lock(mu_);
    const absl::Time give_up = absl::Now() + options_.wait_max;
    while (lent_ >= options_.connections_max) {
      const absl::Duration left = give_up - absl::Now();
      if (left <= absl::ZeroDuration() || !returned_.WaitFor(mu_, left)) {
        if (lent_ < options_.connections_max) break;
        return Unavailable(absl::StrCat("all ", options_.connections_max,
                                        " connections are busy for ",
                                        absl::FormatDuration(options_.wait_max)));
      }
    }
    ++lent_;
    if (!idle_.empty()) {
      std::unique_ptr<pqxx::connection> connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  try {
    return Connect();
  } catch (...) {
    Return(nullptr);
    return StatusOfCurrentException();
  }
}

void Database::Return(std::unique_ptr<pqxx::connection> connection) {
  MutexLock lock(mu_);
  --lent_;
  if (connection != nullptr && connection->is_open()) idle_.push_back(std::move(connection));
  returned_.NotifyOne();
}

void Database::ForgetIdle() {
  std::vector<std::unique_ptr<pqxx::connection>> forgotten;
  MutexLock lock(mu_);
  forgotten.swap(idle_);
}

absl::Status Database::TryOnce(absl::FunctionRef<absl::Status(pqxx::work&)> body, bool& again) {
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<pqxx::connection> connection, Take());
  Lent lent{*this, std::move(connection)};
  bool committing = false;
  try {
    pqxx::work transaction(*lent.connection);
    SLUICE_RETURN_IF_ERROR(body(transaction));
    committing = true;
    transaction.commit();
    return absl::OkStatus();
  } catch (const pqxx::broken_connection&) {
    lent.connection.reset();
    ForgetIdle();  // They are most likely as broken as this one.
    again = !committing;
    return StatusOfCurrentException();
  } catch (const pqxx::in_doubt_error&) {
    lent.connection.reset();
    return StatusOfCurrentException();
  } catch (const pqxx::sql_error& e) {
    if (absl::StartsWith(e.sqlstate(), "57P") || absl::StartsWith(e.sqlstate(), "08")) {
      lent.connection.reset();  // The server ended this session.
      ForgetIdle();
      again = !committing;
    }
    if (IsRaced(e.sqlstate())) again = true;
    return StatusOfCurrentException();
  } catch (...) {
    lent.connection.reset();
    return StatusOfCurrentException();
  }
}

absl::Status Database::Run(absl::FunctionRef<absl::Status(pqxx::work&)> body) {
  for (int tries = 1;; ++tries) {
    bool again = false;
    absl::Status status = TryOnce(body, again);
    if (!again || tries >= kTriesMax) return status;
  }
}

}  // namespace sluice::controlplane::postgres
