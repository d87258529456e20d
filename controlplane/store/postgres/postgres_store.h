#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_STORE_H_

#include "absl/status/status.h"
#include "base/seal/key.h"
#include "controlplane/store/postgres/database.h"
#include "controlplane/store/postgres/postgres_api_tokens.h"
#include "controlplane/store/postgres/postgres_change_signal.h"
#include "controlplane/store/postgres/postgres_completeness.h"
#include "controlplane/store/postgres/postgres_connector_index.h"
#include "controlplane/store/postgres/postgres_connectors.h"
#include "controlplane/store/postgres/postgres_dead_letter_marks.h"
#include "controlplane/store/postgres/postgres_events.h"
#include "controlplane/store/postgres/postgres_instances.h"
#include "controlplane/store/postgres/postgres_log_levels.h"
#include "controlplane/store/postgres/postgres_observations.h"
#include "controlplane/store/postgres/postgres_operations.h"
#include "controlplane/store/postgres/postgres_reconcile_queue.h"
#include "controlplane/store/postgres/postgres_requests.h"
#include "controlplane/store/postgres/postgres_samples.h"
#include "controlplane/store/postgres/postgres_sessions.h"
#include "controlplane/store/postgres/postgres_tasks.h"
#include "controlplane/store/postgres/postgres_workers.h"
#include "controlplane/store/postgres/sealed_secrets.h"
#include "controlplane/store/store.h"

namespace sluice::controlplane::postgres {

// A Store in a PostgreSQL database that Migrate has prepared. Making it asks the database for
// nothing: with the database away, calls answer UNAVAILABLE until it is back.
class PostgresStore : public Store {
 public:
  // Secrets are sealed with `key`.
  PostgresStore(DatabaseOptions options, const seal::Key& key);

  // UNAVAILABLE, DATABASE_UNAVAILABLE while the database does not answer or lacks migrations;
  // FAILED_PRECONDITION, SCHEMA_TOO_NEW when its schema is newer than this program, or
  // SECRET_KEY_DIFFERS when its secrets are sealed with another key.
  absl::Status CheckReady();

  InstanceStore& instances() override { return instances_; }
  ConnectorStore& connectors() override { return connectors_; }
  TaskStore& tasks() override { return tasks_; }
  WorkerStore& workers() override { return workers_; }
  CompletenessStore& completeness() override { return completeness_; }
  OperationStore& operations() override { return operations_; }
  DeadLetterMarkStore& dead_letter_marks() override { return dead_letter_marks_; }
  ConnectorIndex& connector_index() override { return connector_index_; }
  ObservationStore& observations() override { return observations_; }
  EventStore& events() override { return events_; }
  SampleStore& samples() override { return samples_; }
  LogLevelStore& log_levels() override { return log_levels_; }
  ApiTokenStore& api_tokens() override { return api_tokens_; }
  SessionStore& sessions() override { return sessions_; }
  ReconcileQueue& reconcile_queue() override { return reconcile_queue_; }
  RequestLog& requests() override { return requests_; }
  ChangeSignal& changes() override { return changes_; }

 private:
  Database database_;
  const SealedSecrets secrets_;
  PostgresInstances instances_{database_, secrets_};
  PostgresConnectors connectors_{database_, secrets_};
  PostgresTasks tasks_{database_, secrets_};
  PostgresWorkers workers_{database_, secrets_};
  PostgresCompleteness completeness_{database_};
  PostgresOperations operations_{database_, secrets_};
  PostgresDeadLetterMarks dead_letter_marks_{database_, secrets_};
  PostgresConnectorIndex connector_index_{database_, secrets_};
  PostgresObservations observations_{database_};
  PostgresEvents events_{database_};
  PostgresSamples samples_{database_};
  PostgresLogLevels log_levels_{database_};
  PostgresApiTokens api_tokens_{database_};
  PostgresSessions sessions_{database_};
  PostgresReconcileQueue reconcile_queue_{database_};
  PostgresRequests requests_{database_, secrets_};
  PostgresChangeSignal changes_{database_};
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_STORE_H_
