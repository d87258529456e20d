#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_API_TOKENS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_API_TOKENS_H_

#include <optional>
#include <vector>

#include "controlplane/store/api_token_store.h"
#include "controlplane/store/postgres/database.h"

namespace sluice::controlplane::postgres {

// ApiTokenStore in PostgreSQL.
class PostgresApiTokens : public ApiTokenStore {
 public:
  explicit PostgresApiTokens(Database& database) : database_(database) {}

  absl::StatusOr<ApiToken> CreateApiToken(const ApiToken& token, absl::string_view secret_hash,
                                          absl::string_view request_id) override;
  absl::Status ReplaceApiToken(const ApiToken& token, absl::string_view secret_hash) override;
  absl::StatusOr<std::optional<ApiToken>> FindApiToken(absl::string_view secret_hash) override;
  absl::StatusOr<ApiToken> GetApiToken(absl::string_view id) override;
  absl::StatusOr<std::vector<ApiToken>> ListApiTokens(absl::string_view after, int limit) override;
  absl::StatusOr<ApiToken> RevokeApiToken(absl::string_view id, absl::string_view by,
                                          absl::Time now) override;
  absl::Status NoteTokenUse(absl::string_view id, absl::Time now) override;
  absl::StatusOr<int> ForgetDeadTokens(absl::Time now) override;

 private:
  Database& database_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_API_TOKENS_H_
