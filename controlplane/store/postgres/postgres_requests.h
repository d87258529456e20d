#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_REQUESTS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_REQUESTS_H_

#include <optional>

#include "controlplane/store/postgres/database.h"
#include "controlplane/store/postgres/sealed_secrets.h"
#include "controlplane/store/request.h"

namespace sluice::controlplane::postgres {

// RequestLog in PostgreSQL. Borrows its arguments.
class PostgresRequests : public RequestLog {
 public:
  PostgresRequests(Database& database, const SealedSecrets& secrets)
      : database_(database), secrets_(secrets) {}

  absl::StatusOr<std::optional<StoredAnswer>> FindAnswer(absl::string_view method,
                                                         absl::string_view request_id,
                                                         absl::Time now) override;
  absl::Status StoreAnswer(const Request& request, absl::Time now) override;
  absl::StatusOr<int> ForgetOldAnswers(absl::Time now) override;

 private:
  Database& database_;
  const SealedSecrets& secrets_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_REQUESTS_H_
