#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_CONNECTOR_INDEX_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_CONNECTOR_INDEX_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "controlplane/store/connector_index.h"
#include "controlplane/store/postgres/database.h"
#include "controlplane/store/postgres/sealed_secrets.h"

namespace sluice::controlplane::postgres {

// ConnectorIndex in PostgreSQL. Borrows its arguments.
class PostgresConnectorIndex : public ConnectorIndex {
 public:
  PostgresConnectorIndex(Database& database, const SealedSecrets& secrets)
      : database_(database), secrets_(secrets) {}

  absl::StatusOr<std::vector<FoundConnector>> FindConnectors(const ConnectorQuery& query) override;
  absl::StatusOr<std::map<ObservedState, int64_t>> CountConnectors(
      const ConnectorQuery& query) override;
  absl::StatusOr<std::set<std::string>> OwnTopics(const std::string& instance) override;

  // How PostgreSQL would find that page, with what it really took; for measurements.
  absl::StatusOr<std::string> ExplainFind(const ConnectorQuery& query);

 private:
  Database& database_;
  const SealedSecrets& secrets_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_CONNECTOR_INDEX_H_
