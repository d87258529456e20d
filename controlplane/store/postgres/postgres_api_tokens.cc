#include "controlplane/store/postgres/postgres_api_tokens.h"

#include "base/status/status_macros.h"
#include "controlplane/store/postgres/api_token_row.h"
#include "controlplane/store/postgres/codec.h"
#include "controlplane/store/refusals.h"

namespace sluice::controlplane::postgres {
namespace {

// Of a repeat only the secret is new.
constexpr char kCreate[] = R"sql(
  INSERT INTO api_tokens (id, secret_hash, display_name, kind, role_bindings, create_time,
    created_by, expire_time, create_request_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash
    WHERE excluded.create_request_id <> ''
      AND api_tokens.create_request_id = excluded.create_request_id
      AND api_tokens.created_by = excluded.created_by
      AND api_tokens.create_time > $10
      AND api_tokens.expire_time > excluded.create_time
      AND api_tokens.revoke_time IS NULL
  RETURNING )sql" SLUICE_API_TOKEN_COLUMNS;

constexpr char kReplace[] = R"sql(
  INSERT INTO api_tokens (id, secret_hash, display_name, kind, role_bindings, create_time,
    created_by, expire_time)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash,
    display_name = excluded.display_name, kind = excluded.kind,
    role_bindings = excluded.role_bindings, create_time = excluded.create_time,
    created_by = excluded.created_by, expire_time = excluded.expire_time, last_used_time = NULL,
    revoke_time = NULL, revoked_by = '', create_request_id = '')sql";

constexpr char kFind[] = "SELECT" SLUICE_API_TOKEN_COLUMNS "FROM api_tokens WHERE secret_hash = $1";

constexpr char kGet[] = "SELECT" SLUICE_API_TOKEN_COLUMNS "FROM api_tokens WHERE id = $1";

constexpr char kList[] =
    "SELECT" SLUICE_API_TOKEN_COLUMNS "FROM api_tokens WHERE id > $1 ORDER BY id LIMIT $2";

constexpr char kRevoke[] = R"sql(
  UPDATE api_tokens SET revoke_time = $2, revoked_by = $3
  WHERE id = $1 AND revoke_time IS NULL)sql";

constexpr char kEndSessions[] = "DELETE FROM sessions WHERE token_id = $1";
constexpr char kVoidCodes[] = "DELETE FROM sign_in_codes WHERE token_id = $1";

constexpr char kNoteUse[] = R"sql(
  UPDATE api_tokens SET last_used_time = $2
  WHERE id = $1 AND (last_used_time IS NULL OR last_used_time <= $3))sql";

constexpr char kForget[] = R"sql(
  DELETE FROM api_tokens WHERE LEAST(expire_time, revoke_time) <= $1)sql";

const char* WordOf(TokenKind kind) { return kind == TokenKind::kWorker ? "WORKER" : "USER"; }

void EndSessionsOf(pqxx::work& transaction, absl::string_view token_id) {
  Exec(transaction, kEndSessions, {token_id});
  Exec(transaction, kVoidCodes, {token_id});
}

std::optional<absl::Time> OptionalTime(const pqxx::row& row, const char* column) {
  if (row[column].is_null()) return std::nullopt;
  return Time(row, column);
}

}  // namespace

ApiToken ApiTokenOf(const pqxx::row& row) {
  return {.id = Text(row, "id"),
          .display_name = Text(row, "display_name"),
          .kind = Text(row, "kind") == "WORKER" ? TokenKind::kWorker : TokenKind::kUser,
          .role_bindings = RoleBindingsFromJson(Text(row, "role_bindings")),
          .create_time = Time(row, "create_time"),
          .created_by = Text(row, "created_by"),
          .expire_time = Time(row, "expire_time"),
          .last_used_time = OptionalTime(row, "last_used_time"),
          .revoke_time = OptionalTime(row, "revoke_time"),
          .revoked_by = Text(row, "revoked_by")};
}

absl::StatusOr<ApiToken> PostgresApiTokens::CreateApiToken(const ApiToken& token,
                                                           absl::string_view secret_hash,
                                                           absl::string_view request_id) {
  ApiToken stored;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) -> absl::Status {
    const pqxx::result rows =
        Exec(transaction, kCreate,
             {token.id, secret_hash, token.display_name, WordOf(token.kind),
              RoleBindingsToJson(token.role_bindings), token.create_time, token.created_by,
              token.expire_time, request_id, token.create_time - kTokenRequestLife});
    if (rows.empty()) return ApiTokenExists(token.id);
    stored = ApiTokenOf(rows[0]);
    EndSessionsOf(transaction, token.id);
    return absl::OkStatus();
  }));
  return stored;
}

absl::Status PostgresApiTokens::ReplaceApiToken(const ApiToken& token,
                                                absl::string_view secret_hash) {
  return database_.Run([&](pqxx::work& transaction) {
    Exec(transaction, kReplace,
         {token.id, secret_hash, token.display_name, WordOf(token.kind),
          RoleBindingsToJson(token.role_bindings), token.create_time, token.created_by,
          token.expire_time});
    EndSessionsOf(transaction, token.id);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::optional<ApiToken>> PostgresApiTokens::FindApiToken(
    absl::string_view secret_hash) {
  std::optional<ApiToken> found;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    const pqxx::result rows = Exec(transaction, kFind, {secret_hash});
    found.reset();
    if (!rows.empty()) found = ApiTokenOf(rows[0]);
    return absl::OkStatus();
  }));
  return found;
}

absl::StatusOr<ApiToken> PostgresApiTokens::GetApiToken(absl::string_view id) {
  ApiToken token;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) -> absl::Status {
    const pqxx::result rows = Exec(transaction, kGet, {id});
    if (rows.empty()) return ApiTokenNotFound(id);
    token = ApiTokenOf(rows[0]);
    return absl::OkStatus();
  }));
  return token;
}

absl::StatusOr<std::vector<ApiToken>> PostgresApiTokens::ListApiTokens(absl::string_view after,
                                                                       int limit) {
  std::vector<ApiToken> page;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    page.clear();
    for (const auto& row : Exec(transaction, kList, {after, limit})) {
      page.push_back(ApiTokenOf(row));
    }
    return absl::OkStatus();
  }));
  return page;
}

absl::StatusOr<ApiToken> PostgresApiTokens::RevokeApiToken(absl::string_view id,
                                                           absl::string_view by, absl::Time now) {
  ApiToken token;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) -> absl::Status {
    if (Exec(transaction, kRevoke, {id, now, by}).affected_rows() > 0) {
      EndSessionsOf(transaction, id);
    }
    const pqxx::result rows = Exec(transaction, kGet, {id});
    if (rows.empty()) return ApiTokenNotFound(id);
    token = ApiTokenOf(rows[0]);
    return absl::OkStatus();
  }));
  return token;
}

absl::Status PostgresApiTokens::NoteTokenUse(absl::string_view id, absl::Time now) {
  return database_.Run([&](pqxx::work& transaction) {
    Exec(transaction, kNoteUse, {id, now, now - kTokenUseNotedEvery});
    return absl::OkStatus();
  });
}

absl::StatusOr<int> PostgresApiTokens::ForgetDeadTokens(absl::Time now) {
  int forgotten = 0;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    forgotten =
        static_cast<int>(Exec(transaction, kForget, {now - kDeadTokenLife}).affected_rows());
    return absl::OkStatus();
  }));
  return forgotten;
}

}  // namespace sluice::controlplane::postgres
