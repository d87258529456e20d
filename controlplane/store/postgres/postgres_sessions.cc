#include "controlplane/store/postgres/postgres_sessions.h"

#include "base/status/status_macros.h"
#include "controlplane/store/postgres/api_token_row.h"
#include "controlplane/store/postgres/sql.h"
#include "controlplane/store/refusals.h"

namespace sluice::controlplane::postgres {
namespace {

// Held until the transaction ends: whoever revokes the token meanwhile ends also what comes of it,
// and two who count wait for each other.
constexpr char kHoldToken[] = R"sql(
  SELECT secret_hash FROM api_tokens WHERE id = $1 AND revoke_time IS NULL
  FOR NO KEY UPDATE)sql";

constexpr char kCreate[] = R"sql(
  INSERT INTO sessions (secret_hash, token_id, create_time, last_used_time, expire_time)
  VALUES ($1, $2, $3, $4, $5))sql";

constexpr char kEndLeastUsed[] = R"sql(
  DELETE FROM sessions WHERE secret_hash IN (
    SELECT secret_hash FROM sessions WHERE token_id = $1
    ORDER BY last_used_time DESC, secret_hash OFFSET $2))sql";

constexpr char kFind[] = R"sql(
  SELECT token_id,)sql" SLUICE_MICROS("create_time") "," SLUICE_MICROS(
    "last_used_time") "," SLUICE_MICROS("expire_time") R"sql(
  FROM sessions WHERE secret_hash = $1)sql";

constexpr char kFindToken[] = "SELECT" SLUICE_API_TOKEN_COLUMNS "FROM api_tokens WHERE id = $1";

constexpr char kNoteUse[] = R"sql(
  UPDATE sessions SET last_used_time = $2 WHERE secret_hash = $1 AND last_used_time <= $3)sql";

constexpr char kEnd[] = "DELETE FROM sessions WHERE secret_hash = $1";

constexpr char kCountCodes[] = R"sql(
  SELECT count(*) AS open FROM sign_in_codes WHERE token_id = $1 AND expire_time > $2)sql";

constexpr char kCreateCode[] = R"sql(
  INSERT INTO sign_in_codes (code_hash, token_id, expire_time) VALUES ($1, $2, $3))sql";

constexpr char kFindCode[] = R"sql(
  SELECT token_id FROM sign_in_codes WHERE code_hash = $1 AND expire_time > $2)sql";

constexpr char kTakeCode[] = R"sql(
  DELETE FROM sign_in_codes WHERE code_hash = $1 AND token_id = $2 AND expire_time > $3)sql";

constexpr char kIsSession[] = R"sql(
  SELECT 1 FROM sessions WHERE secret_hash = $1 AND token_id = $2)sql";

constexpr char kForgetSessions[] = R"sql(
  DELETE FROM sessions WHERE last_used_time < $1 OR expire_time <= $2)sql";

constexpr char kForgetCodes[] = "DELETE FROM sign_in_codes WHERE expire_time <= $1";

// What is asked after it sees what those have done who held it before.
std::optional<std::string> HoldToken(pqxx::work& transaction, absl::string_view id) {
  const pqxx::result rows = Exec(transaction, kHoldToken, {id});
  if (rows.empty()) return std::nullopt;
  return Text(rows[0], "secret_hash");
}

}  // namespace

absl::Status PostgresSessions::CreateSession(const Session& session, absl::string_view secret_hash,
                                             absl::string_view shown_hash) {
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    const std::optional<std::string> token = HoldToken(transaction, session.token_id);
    const auto takes_code = [&] {
      return Exec(transaction, kTakeCode, {shown_hash, session.token_id, session.create_time})
                 .affected_rows() > 0;
    };
    if (!token.has_value() || (*token != shown_hash && !takes_code())) {
      return ApiTokenNotFound(session.token_id);
    }
    Exec(transaction, kCreate,
         {secret_hash, session.token_id, session.create_time, session.last_used_time,
          session.expire_time});
    Exec(transaction, kEndLeastUsed, {session.token_id, kSessionsPerTokenMax});
    return absl::OkStatus();
  });
}

absl::StatusOr<std::optional<FoundSession>> PostgresSessions::FindSession(
    absl::string_view secret_hash) {
  std::optional<FoundSession> found;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    found.reset();
    const pqxx::result rows = Exec(transaction, kFind, {secret_hash});
    if (rows.empty()) return absl::OkStatus();
    const pqxx::result tokens = Exec(transaction, kFindToken, {Text(rows[0], "token_id")});
    if (tokens.empty()) return absl::OkStatus();  // Gone since.
    found = {{Text(rows[0], "token_id"), Time(rows[0], "create_time"),
              Time(rows[0], "last_used_time"), Time(rows[0], "expire_time")},
             ApiTokenOf(tokens[0])};
    return absl::OkStatus();
  }));
  return found;
}

absl::Status PostgresSessions::NoteSessionUse(absl::string_view secret_hash, absl::Time now) {
  return database_.Run([&](pqxx::work& transaction) {
    Exec(transaction, kNoteUse, {secret_hash, now, now - kSessionUseNotedEvery});
    return absl::OkStatus();
  });
}

absl::Status PostgresSessions::EndSession(absl::string_view secret_hash) {
  return database_.Run([&](pqxx::work& transaction) {
    Exec(transaction, kEnd, {secret_hash});
    return absl::OkStatus();
  });
}

absl::Status PostgresSessions::CreateSignInCode(absl::string_view code_hash,
                                                absl::string_view token_id,
                                                absl::string_view shown_hash,
                                                absl::Time expire_time, absl::Time now) {
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    const std::optional<std::string> token = HoldToken(transaction, token_id);
    const auto is_session = [&] {
      return !Exec(transaction, kIsSession, {shown_hash, token_id}).empty();
    };
    if (!token.has_value() || (*token != shown_hash && !is_session())) {
      return ApiTokenNotFound(token_id);
    }
    const pqxx::result counted = Exec(transaction, kCountCodes, {token_id, now});
    if (Int(counted[0], "open") >= kSignInCodesPerTokenMax) return TooManySignInCodes();
    Exec(transaction, kCreateCode, {code_hash, token_id, expire_time});
    return absl::OkStatus();
  });
}

absl::StatusOr<std::optional<std::string>> PostgresSessions::FindSignInCode(
    absl::string_view code_hash, absl::Time now) {
  std::optional<std::string> token_id;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    token_id.reset();
    const pqxx::result rows = Exec(transaction, kFindCode, {code_hash, now});
    if (!rows.empty()) token_id = Text(rows[0], "token_id");
    return absl::OkStatus();
  }));
  return token_id;
}

absl::StatusOr<int> PostgresSessions::ForgetSessions(absl::Time idle_since, absl::Time now) {
  int forgotten = 0;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    forgotten =
        static_cast<int>(Exec(transaction, kForgetSessions, {idle_since, now}).affected_rows() +
                         Exec(transaction, kForgetCodes, {now}).affected_rows());
    return absl::OkStatus();
  }));
  return forgotten;
}

}  // namespace sluice::controlplane::postgres
