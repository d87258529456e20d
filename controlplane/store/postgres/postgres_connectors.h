#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_CONNECTORS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_CONNECTORS_H_

#include <optional>
#include <string>
#include <vector>

#include "controlplane/store/connector_store.h"
#include "controlplane/store/postgres/database.h"
#include "controlplane/store/postgres/sealed_secrets.h"

namespace sluice::controlplane::postgres {

// ConnectorStore in PostgreSQL. Borrows its arguments.
class PostgresConnectors : public ConnectorStore {
 public:
  PostgresConnectors(Database& database, const SealedSecrets& secrets)
      : database_(database), secrets_(secrets) {}

  absl::Status CreateConnector(const Connector& connector, const Request& request,
                               const ChangeNote& note = {}) override;
  absl::StatusOr<Connector> GetConnector(const ConnectorId& id) override;
  absl::StatusOr<Connector> GetConnectorByUid(absl::string_view uid) override;
  absl::StatusOr<std::vector<Connector>> ListConnectors(const std::optional<std::string>& instance,
                                                        const std::optional<ConnectorId>& after,
                                                        int limit) override;
  absl::StatusOr<Connector> ChangeDesiredState(const DesiredChange& change,
                                               const Request& request) override;
  absl::Status BeginPin(absl::string_view connector_uid, int64_t from_generation,
                        absl::string_view attempt, absl::Time until) override;
  absl::Status EndPin(absl::string_view connector_uid, absl::string_view attempt) override;
  absl::StatusOr<absl::Time> PinningUntil(absl::string_view connector_uid) override;
  absl::Status UpdateConnector(const DefinitionChange& change, const Request& request) override;
  absl::StatusOr<std::vector<ConnectorRevision>> ListRevisions(absl::string_view connector_uid,
                                                               int64_t before, int limit) override;
  absl::StatusOr<ConnectorRevision> GetRevision(absl::string_view connector_uid,
                                                int64_t number) override;
  absl::Status NoteProvisioning(const ReconcileClaim& claim,
                                const Provisioning& provisioning) override;
  absl::Status NoteObservedGeneration(const ReconcileClaim& claim, int64_t generation) override;
  absl::Status NoteStartPin(const ReconcileClaim& claim, const StartPin& pin) override;
  absl::Status NoteRevisionHealthy(const ReconcileClaim& claim, int64_t revision,
                                   absl::Time now) override;
  absl::Status NoteOldestRevision(const ReconcileClaim& claim, int64_t revision) override;
  absl::Status RemoveConnector(const ReconcileClaim& claim, absl::Time now) override;

 private:
  Database& database_;
  const SealedSecrets& secrets_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_CONNECTORS_H_
