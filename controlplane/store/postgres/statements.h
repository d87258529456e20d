#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_STATEMENTS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_STATEMENTS_H_

#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/log/log.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/model/task.h"
#include "controlplane/model/worker.h"
#include "controlplane/store/change_signal.h"
#include "controlplane/store/postgres/sealed_secrets.h"
#include "controlplane/store/request.h"

// What several aggregates do within their transactions.
namespace sluice::controlplane::postgres {

// Columns to select, and a selected row as a model value.
#define SLUICE_INSTANCE_COLUMNS                                            \
  " id, uid, generation, " SLUICE_MICROS("create_time") "," SLUICE_MICROS( \
      "update_time") ", definition, secrets "
Instance InstanceOf(const pqxx::row& row, const SealedSecrets& secrets);

#define SLUICE_CONNECTOR_COLUMNS \
  " uid, instance_id, id, generation, observed_generation, " SLUICE_MICROS("create_time") \
  "," SLUICE_MICROS("update_time") ", labels, annotations, spec, spec_revision, "         \
  "task_revision, oldest_revision, healthy_revision, trial, deletion, "                   \
  "desired_state, " SLUICE_MICROS("desired_state_time") ", provisioning, start_pin, hold, " SLUICE_MICROS("released_time") ", secrets "
Connector ConnectorOf(const pqxx::row& row, const SealedSecrets& secrets);
Connector ConnectorWithoutSecretsOf(const pqxx::row& row);

#define SLUICE_TASK_COLUMNS \
  " connector_uid, task_index, worker_uid, assignment_revision, " SLUICE_MICROS( \
      "create_time") "," SLUICE_MICROS("placed_time") ", leaving, leaving_revision, restarts_before, report "
Task TaskOf(const pqxx::row& row);

#define SLUICE_WORKER_COLUMNS                                                            \
  " uid, name, vpc_id, vswitch_id, tasks_max, protocol_version, features, "              \
  "build_version, draining, assignment_revision, acknowledged_revision, " SLUICE_MICROS( \
      "create_time") "," SLUICE_MICROS("heartbeat_time")
Worker WorkerOf(const pqxx::row& row);

// Stores the answer of `request`, if it has an id. ABORTED, REQUEST_REPEATED.
absl::Status StoreAnswer(pqxx::work& transaction, const SealedSecrets& secrets,
                         const Request& request, absl::Time now);

// Makes the reconcile keys of these connectors due now, and tells it.
void WakeConnectors(pqxx::work& transaction, const std::vector<std::string>& uids, absl::Time now);

// Counts a new revision for whoever runs its tasks and must be told of a change, as of PAUSED. Tell
// kSnapshots, too.
void RenewSnapshots(pqxx::work& transaction, absl::string_view connector_uid);

// Of a row of connector_log_levels.
log::Level LogLevelOf(const pqxx::row& row);

// The commit does not wait for the disk: should the server crash within the next second, it may be
// as if this transaction had never been. README.md says for what that is harmless: what is noticed
// or done again anyway, as a report or the end of a look. Not for a claim.
void CommitWithoutWaiting(pqxx::work& transaction);

// Tells all replicas once the transaction commits.
void Notify(pqxx::work& transaction, Change change);

// The channel of LISTEN and NOTIFY.
const char* ChannelOf(Change change);

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_STATEMENTS_H_
