#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_SESSIONS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_SESSIONS_H_

#include <optional>
#include <string>

#include "controlplane/store/postgres/database.h"
#include "controlplane/store/session_store.h"

namespace sluice::controlplane::postgres {

// SessionStore in PostgreSQL.
class PostgresSessions : public SessionStore {
 public:
  explicit PostgresSessions(Database& database) : database_(database) {}

  absl::Status CreateSession(const Session& session, absl::string_view secret_hash,
                             absl::string_view shown_hash) override;
  absl::StatusOr<std::optional<FoundSession>> FindSession(absl::string_view secret_hash) override;
  absl::Status NoteSessionUse(absl::string_view secret_hash, absl::Time now) override;
  absl::Status EndSession(absl::string_view secret_hash) override;
  absl::Status CreateSignInCode(absl::string_view code_hash, absl::string_view token_id,
                                absl::string_view shown_hash, absl::Time expire_time,
                                absl::Time now) override;
  absl::StatusOr<std::optional<std::string>> FindSignInCode(absl::string_view code_hash,
                                                            absl::Time now) override;
  absl::StatusOr<int> ForgetSessions(absl::Time idle_since, absl::Time now) override;

 private:
  Database& database_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_SESSIONS_H_
