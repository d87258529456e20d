#include "controlplane/store/postgres/postgres_connectors.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/status/status_macros.h"
#include "controlplane/store/change_events.h"
#include "controlplane/store/postgres/codec.h"
#include "controlplane/store/postgres/events.h"
#include "controlplane/store/postgres/revisions.h"
#include "controlplane/store/postgres/sql.h"
#include "controlplane/store/postgres/statements.h"
#include "controlplane/store/refusals.h"

namespace sluice::controlplane::postgres {
namespace {

// Keeps the instance from being deleted until the connector is there.
constexpr char kLockInstance[] = "SELECT 1 FROM instances WHERE id = $1 FOR KEY SHARE";

constexpr char kCreate[] = R"sql(
  INSERT INTO connectors (uid, instance_id, id, generation, observed_generation, create_time,
    update_time, labels, annotations, spec, spec_revision, desired_state, desired_state_time,
    provisioning, start_pin, secrets, task_revision, oldest_revision)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $11, $11)
  ON CONFLICT (instance_id, id) DO NOTHING)sql";

constexpr char kDesiredStateOf[] =
    "SELECT desired_state FROM connectors WHERE instance_id = $1 AND id = $2";

constexpr char kCreateKey[] =
    "INSERT INTO reconcile_keys (connector_uid, due_time) VALUES ($1, $2)";

constexpr char kCreateObservation[] = R"sql(
  INSERT INTO connector_observations (connector_uid, connector_instance, connector_id, version,
    state, severity, lag_records, stale_rank, dead_letters, trouble_reason, trouble_class,
    observed_time)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, '', '', $9))sql";

constexpr char kGet[] =
    "SELECT" SLUICE_CONNECTOR_COLUMNS "FROM connectors WHERE instance_id = $1 AND id = $2";

constexpr char kGetByUid[] = "SELECT" SLUICE_CONNECTOR_COLUMNS "FROM connectors WHERE uid = $1";

// $1: all instances when it is null.
constexpr char kList[] = "SELECT" SLUICE_CONNECTOR_COLUMNS R"sql(
  FROM connectors
  WHERE ($1::text IS NULL OR instance_id = $1) AND (instance_id, id) > ($2, $3)
  ORDER BY instance_id, id LIMIT $4)sql";

constexpr char kChangeDesiredState[] = R"sql(
  UPDATE connectors SET desired_state = $3, desired_state_time = $4, update_time = $4,
    generation = generation + 1, start_pin = COALESCE(start_pin, $5), deletion = $6,
    trial = CASE WHEN $3::text = 'RUNNING' THEN trial END
  WHERE uid = $1 AND generation = $2
  RETURNING )sql" SLUICE_CONNECTOR_COLUMNS;

// $11: its topics are looked at anew.
constexpr char kUpdate[] = R"sql(
  UPDATE connectors SET generation = $3, update_time = $4, spec = $5, labels = $6,
    annotations = $7, secrets = $8, spec_revision = $9, task_revision = $10,
    provisioning = CASE WHEN $11::boolean THEN jsonb_set(provisioning, '{done}', 'false')
      ELSE provisioning END, trial = $12
  FROM (SELECT task_revision AS old_task_revision FROM connectors WHERE uid = $1 FOR UPDATE) AS old
  WHERE uid = $1 AND generation = $2
  RETURNING old_task_revision <> $10::bigint AS tasks_change, start_pin)sql";

// Its row is locked.
constexpr char kRenewPin[] = "UPDATE connectors SET start_pin = $2 WHERE uid = $1";

constexpr char kNoteStartPin[] = R"sql(
  UPDATE connectors SET start_pin = COALESCE(start_pin, $3) FROM reconcile_keys
  WHERE uid = $1 AND connector_uid = uid AND claim = $2)sql";

constexpr char kNoteHealthy[] = R"sql(
  UPDATE connectors SET healthy_revision = greatest(healthy_revision, $3),
    trial = CASE WHEN (trial->>'revision')::bigint <= $3 THEN NULL ELSE trial END
  FROM reconcile_keys WHERE uid = $1 AND connector_uid = uid AND claim = $2)sql";

constexpr char kNoteOldest[] = R"sql(
  UPDATE connectors SET oldest_revision = $3
  FROM reconcile_keys,
    (SELECT oldest_revision AS before FROM connectors WHERE uid = $1 FOR UPDATE) AS old
  WHERE uid = $1 AND connector_uid = uid AND claim = $2
  RETURNING $3::bigint < before AS back)sql";

constexpr char kNoteProvisioning[] = R"sql(
  UPDATE connectors SET provisioning = $3 FROM reconcile_keys
  WHERE uid = $1 AND connector_uid = uid AND claim = $2)sql";

constexpr char kNoteObservedGeneration[] = R"sql(
  UPDATE connectors SET observed_generation = greatest(observed_generation, $3)
  FROM reconcile_keys WHERE uid = $1 AND connector_uid = uid AND claim = $2)sql";

constexpr char kLockClaimed[] = "SELECT" SLUICE_CONNECTOR_COLUMNS R"sql(
  FROM connectors WHERE uid = $1 AND EXISTS (
    SELECT 1 FROM reconcile_keys WHERE connector_uid = $1 AND claim = $2 FOR UPDATE)
  FOR UPDATE)sql";

// The lock lets a change of what is desired wait, or waits for it and sees the new generation.
constexpr char kBeginPin[] = R"sql(
  INSERT INTO pin_attempts (connector_uid, attempt, until)
  SELECT uid, $3::text, $4::timestamptz FROM (
    SELECT uid FROM connectors WHERE uid = $1 AND generation = $2 FOR SHARE) AS held)sql";

constexpr char kEndPin[] = "DELETE FROM pin_attempts WHERE connector_uid = $1 AND attempt = $2";

constexpr char kPinningUntil[] = R"sql(
  SELECT (EXTRACT(epoch FROM max(until)) * 1000000)::bigint AS until
  FROM pin_attempts WHERE connector_uid = $1)sql";

// Before the connector itself: thousands at once would hold its lock for long.
constexpr int kMarksAtOnce = 1'000;
constexpr char kRemoveMarks[] = R"sql(
  DELETE FROM dead_letter_marks WHERE (connector_uid, topic, partition, record_offset) IN (
    SELECT connector_uid, topic, partition, record_offset FROM dead_letter_marks
    WHERE connector_uid = $1 LIMIT $2))sql";

constexpr char kRemove[] = "DELETE FROM connectors WHERE uid = $1";

void CreateObservation(pqxx::work& transaction, const Connector& connector) {
  const NotedObservation first = FirstObservation(connector);
  Exec(transaction, kCreateObservation,
       {connector.uid, connector.id.instance, connector.id.connector, first.version,
        NameOf(first.values.state), first.values.severity, first.values.lag_records,
        StaleRankOf(first.values.fresh_until), connector.create_time});
}

std::optional<std::string> TrialOrNull(const std::optional<Trial>& trial) {
  return trial.has_value() ? std::optional(TrialToJson(*trial)) : std::nullopt;
}

std::optional<std::string> DeletionOrNull(const std::optional<Deletion>& deletion) {
  return deletion.has_value() ? std::optional(DeletionToJson(*deletion)) : std::nullopt;
}

std::optional<std::string> PinOrNull(const std::optional<StartPin>& pin) {
  return pin.has_value() ? std::optional(StartPinToJson(*pin)) : std::nullopt;
}

}  // namespace

absl::Status PostgresConnectors::CreateConnector(const Connector& connector, const Request& request,
                                                 const ChangeNote& note) {
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    SLUICE_RETURN_IF_ERROR(StoreAnswer(transaction, secrets_, request, connector.create_time));
    if (Exec(transaction, kLockInstance, {connector.id.instance}).empty()) {
      return InstanceNotFound(connector.id.instance);
    }
    const pqxx::result created =
        Exec(transaction, kCreate,
             {connector.uid, connector.id.instance, connector.id.connector, connector.generation,
              connector.observed_generation, connector.create_time, connector.update_time,
              LabelsToJson(connector.labels), LabelsToJson(connector.annotations),
              SpecToJson(connector.spec), connector.spec_revision, NameOf(connector.desired_state),
              connector.desired_state_time, ProvisioningToJson(connector.provisioning),
              PinOrNull(connector.start_pin), secrets_.Seal(connector)});
    if (created.affected_rows() != 1) {
      const pqxx::result existing =
          Exec(transaction, kDesiredStateOf, {connector.id.instance, connector.id.connector});
      return ConnectorExists(connector.id,
                             existing.empty()
                                 ? DesiredState::kDeleted
                                 : ParseDesiredState(Text(existing[0], "desired_state")).value());
    }
    AddRevision(transaction, secrets_, connector, note);
    Exec(transaction, kCreateKey, {connector.uid, connector.create_time});
    CreateObservation(transaction, connector);
    AddEvent(transaction, CreatedEvent(connector, note, request));
    Notify(transaction, Change::kReconcile);
    return absl::OkStatus();
  });
}

absl::StatusOr<Connector> PostgresConnectors::GetConnector(const ConnectorId& id) {
  Connector connector;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    const pqxx::result rows = Exec(transaction, kGet, {id.instance, id.connector});
    if (rows.empty()) return ConnectorNotFound(id);
    connector = ConnectorOf(rows[0], secrets_);
    return absl::OkStatus();
  }));
  return connector;
}

absl::StatusOr<Connector> PostgresConnectors::GetConnectorByUid(absl::string_view uid) {
  Connector connector;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    const pqxx::result rows = Exec(transaction, kGetByUid, {uid});
    if (rows.empty()) return ConnectorUidNotFound(uid);
    connector = ConnectorOf(rows[0], secrets_);
    return absl::OkStatus();
  }));
  return connector;
}

absl::StatusOr<std::vector<Connector>> PostgresConnectors::ListConnectors(
    const std::optional<std::string>& instance, const std::optional<ConnectorId>& after,
    int limit) {
  const ConnectorId from = after.value_or(ConnectorId{});
  std::vector<Connector> connectors;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) -> absl::Status {
    connectors.clear();
    for (const auto& row :
         Exec(transaction, kList, {instance, from.instance, from.connector, limit})) {
      connectors.push_back(ConnectorOf(row, secrets_));
    }
    if (connectors.empty() && instance.has_value() &&
        Exec(transaction, kLockInstance, {*instance}).empty()) {
      return InstanceNotFound(*instance);
    }
    return absl::OkStatus();
  }));
  return connectors;
}

absl::StatusOr<Connector> PostgresConnectors::ChangeDesiredState(const DesiredChange& change,
                                                                 const Request& request) {
  Connector connector;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) -> absl::Status {
    SLUICE_RETURN_IF_ERROR(StoreAnswer(transaction, secrets_, request, change.now));
    const pqxx::result rows =
        Exec(transaction, kChangeDesiredState,
             {change.connector_uid, change.from_generation, NameOf(change.desired_state),
              change.now, PinOrNull(change.start_pin), DeletionOrNull(change.deletion)});
    if (rows.empty()) {
      return Exec(transaction, kGetByUid, {change.connector_uid}).empty()
                 ? ConnectorUidNotFound(change.connector_uid)
                 : EtagMismatch();
    }
    connector = ConnectorOf(rows[0], secrets_);
    RenewSnapshots(transaction, connector.uid);
    AddEvent(transaction, DesiredEvent(connector, change, request));
    WakeConnectors(transaction, {connector.uid}, change.now);
    Notify(transaction, Change::kPlacement);
    Notify(transaction, Change::kSnapshots);
    return absl::OkStatus();
  }));
  return connector;
}

absl::Status PostgresConnectors::UpdateConnector(const DefinitionChange& change,
                                                 const Request& request) {
  const Connector& wanted = change.connector;
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    SLUICE_RETURN_IF_ERROR(StoreAnswer(transaction, secrets_, request, wanted.update_time));
    const pqxx::result rows =
        Exec(transaction, kUpdate,
             {wanted.uid, change.from_generation, wanted.generation, wanted.update_time,
              SpecToJson(wanted.spec), LabelsToJson(wanted.labels),
              LabelsToJson(wanted.annotations), secrets_.Seal(wanted), wanted.spec_revision,
              wanted.task_revision, change.resources_change, TrialOrNull(wanted.trial)});
    if (rows.empty()) {
      return Exec(transaction, kGetByUid, {wanted.uid}).empty() ? ConnectorUidNotFound(wanted.uid)
                                                                : EtagMismatch();
    }
    AddRevision(transaction, secrets_, wanted, change.note);
    const std::optional<std::string> pinned = OptionalText(rows[0], "start_pin");
    if (pinned.has_value() && !change.asked_until.empty()) {
      StartPin pin = StartPinFromJson(*pinned);
      for (const auto& [partition, offset] : change.asked_until) {
        int64_t& bound = pin.asked_until[partition];
        bound = std::max(bound, offset);
      }
      Exec(transaction, kRenewPin, {wanted.uid, StartPinToJson(pin)});
    }
    if (Bool(rows[0], "tasks_change")) {
      RenewSnapshots(transaction, wanted.uid);
      Notify(transaction, Change::kSnapshots);
    }
    AddEvent(transaction, UpdatedEvent(change, request));
    WakeConnectors(transaction, {wanted.uid}, wanted.update_time);
    Notify(transaction, Change::kPlacement);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<ConnectorRevision>> PostgresConnectors::ListRevisions(
    absl::string_view connector_uid, int64_t before, int limit) {
  std::vector<ConnectorRevision> revisions;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    revisions.clear();
    const pqxx::result rows = Exec(transaction, kGetByUid, {connector_uid});
    if (rows.empty()) return absl::OkStatus();
    revisions =
        RevisionsOf(transaction, secrets_, ConnectorWithoutSecretsOf(rows[0]), 0, before, limit);
    return absl::OkStatus();
  }));
  return revisions;
}

absl::StatusOr<ConnectorRevision> PostgresConnectors::GetRevision(absl::string_view connector_uid,
                                                                  int64_t number) {
  ConnectorRevision revision;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    const pqxx::result rows = Exec(transaction, kGetByUid, {connector_uid});
    if (rows.empty()) return RevisionNotFound(number);
    const auto found = RevisionsOf(transaction, secrets_, ConnectorWithoutSecretsOf(rows[0]),
                                   number, number + 1, 1);
    if (found.empty()) return RevisionNotFound(number);
    revision = found[0];
    return absl::OkStatus();
  }));
  return revision;
}

absl::Status PostgresConnectors::NoteProvisioning(const ReconcileClaim& claim,
                                                  const Provisioning& provisioning) {
  return database_.Run([&](pqxx::work& transaction) {
    CommitWithoutWaiting(transaction);
    const pqxx::result noted =
        Exec(transaction, kNoteProvisioning,
             {claim.connector_uid, claim.number, ProvisioningToJson(provisioning)});
    return noted.affected_rows() == 1 ? absl::OkStatus() : ClaimLost();
  });
}

absl::Status PostgresConnectors::BeginPin(absl::string_view connector_uid, int64_t from_generation,
                                          absl::string_view attempt, absl::Time until) {
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    const pqxx::result begun =
        Exec(transaction, kBeginPin, {connector_uid, from_generation, attempt, until});
    if (begun.affected_rows() == 1) return absl::OkStatus();
    return Exec(transaction, kGetByUid, {connector_uid}).empty()
               ? ConnectorUidNotFound(connector_uid)
               : EtagMismatch();
  });
}

absl::Status PostgresConnectors::EndPin(absl::string_view connector_uid,
                                        absl::string_view attempt) {
  return database_.Run([&](pqxx::work& transaction) {
    Exec(transaction, kEndPin, {connector_uid, attempt});
    return absl::OkStatus();
  });
}

absl::StatusOr<absl::Time> PostgresConnectors::PinningUntil(absl::string_view connector_uid) {
  absl::Time until;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    until = Time(Exec(transaction, kPinningUntil, {connector_uid})[0], "until");
    return absl::OkStatus();
  }));
  return until;
}

absl::Status PostgresConnectors::NoteObservedGeneration(const ReconcileClaim& claim,
                                                        int64_t generation) {
  return database_.Run([&](pqxx::work& transaction) {
    CommitWithoutWaiting(transaction);
    const pqxx::result noted =
        Exec(transaction, kNoteObservedGeneration, {claim.connector_uid, claim.number, generation});
    return noted.affected_rows() == 1 ? absl::OkStatus() : ClaimLost();
  });
}

absl::Status PostgresConnectors::NoteStartPin(const ReconcileClaim& claim, const StartPin& pin) {
  return database_.Run([&](pqxx::work& transaction) {
    const pqxx::result noted =
        Exec(transaction, kNoteStartPin, {claim.connector_uid, claim.number, StartPinToJson(pin)});
    if (noted.affected_rows() != 1) return ClaimLost();
    Notify(transaction, Change::kPlacement);
    return absl::OkStatus();
  });
}

absl::Status PostgresConnectors::NoteRevisionHealthy(const ReconcileClaim& claim, int64_t revision,
                                                     absl::Time now) {
  return database_.Run([&](pqxx::work& transaction) {
    const pqxx::result noted =
        Exec(transaction, kNoteHealthy, {claim.connector_uid, claim.number, revision});
    if (noted.affected_rows() != 1) return ClaimLost();
    NoteHealthyTime(transaction, claim.connector_uid, revision, now);
    return absl::OkStatus();
  });
}

absl::Status PostgresConnectors::NoteOldestRevision(const ReconcileClaim& claim, int64_t revision) {
  return database_.Run([&](pqxx::work& transaction) {
    const pqxx::result noted =
        Exec(transaction, kNoteOldest, {claim.connector_uid, claim.number, revision});
    if (noted.empty()) return ClaimLost();
    if (!Bool(noted[0], "back")) return absl::OkStatus();
    RenewSnapshots(transaction, claim.connector_uid);
    Notify(transaction, Change::kSnapshots);
    return absl::OkStatus();
  });
}

absl::Status PostgresConnectors::RemoveConnector(const ReconcileClaim& claim, absl::Time now) {
  bool more = true;
  while (more) {
    SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
      const pqxx::result rows =
          Exec(transaction, kLockClaimed, {claim.connector_uid, claim.number});
      if (rows.empty()) return ClaimLost();
      const Connector connector = ConnectorOf(rows[0], secrets_);
      if (connector.desired_state != DesiredState::kDeleted)
        return ConnectorNotDeleted(connector.id);
      more = Exec(transaction, kRemoveMarks, {connector.uid, kMarksAtOnce}).affected_rows() ==
             kMarksAtOnce;
      return absl::OkStatus();
    }));
  }
  return database_.Run([&](pqxx::work& transaction) {
    const pqxx::result rows = Exec(transaction, kLockClaimed, {claim.connector_uid, claim.number});
    if (rows.empty()) return ClaimLost();
    const Connector connector = ConnectorOf(rows[0], secrets_);
    if (connector.desired_state != DesiredState::kDeleted) return ConnectorNotDeleted(connector.id);
    RenewSnapshots(transaction, connector.uid);
    Exec(transaction, kRemove, {connector.uid});
    AddEvent(transaction, RemovedEvent(connector, now));
    Notify(transaction, Change::kPlacement);
    Notify(transaction, Change::kSnapshots);
    return absl::OkStatus();
  });
}

}  // namespace sluice::controlplane::postgres
