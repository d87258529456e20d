#include "controlplane/store/postgres/postgres_operations.h"

#include <string>
#include <utility>

#include "base/status/status_macros.h"
#include "controlplane/store/change_events.h"
#include "controlplane/store/postgres/codec.h"
#include "controlplane/store/postgres/events.h"
#include "controlplane/store/postgres/json_fields.h"
#include "controlplane/store/postgres/sql.h"
#include "controlplane/store/postgres/statements.h"
#include "controlplane/store/refusals.h"

namespace sluice::controlplane::postgres {
namespace {

// Words of the column `kind`.
constexpr Words<OperationKind, 2> kKinds = {
    {{OperationKind::kOffsetChange, "OFFSET_CHANGE"},
     {OperationKind::kDeadLetterReplay, "DEAD_LETTER_REPLAY"}}};

#define SLUICE_OPERATION_COLUMNS                                                               \
  " id, kind, connector_uid, instance_id, connector_id, request, author, change_reason, step," \
  " checkpoint, done_count, total_count, waiting_for, cancellable, cancel_requested, error,"   \
  " response, " SLUICE_MICROS("create_time") "," SLUICE_MICROS("end_time")

// Keeps the connector from being removed until the operation is there.
constexpr char kLockConnector[] =
    "SELECT spec_revision FROM connectors WHERE uid = $1 FOR KEY SHARE";

constexpr char kRevisionOf[] = "SELECT spec_revision FROM connectors WHERE uid = $1";

constexpr char kCreate[] = R"sql(
  INSERT INTO operations (id, kind, connector_uid, instance_id, connector_id, request, author,
    change_reason, create_time, due_time)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
  ON CONFLICT (connector_uid) WHERE end_time IS NULL DO NOTHING)sql";

constexpr char kRunning[] =
    "SELECT id FROM operations WHERE connector_uid = $1 AND end_time IS NULL";

constexpr char kGet[] = "SELECT" SLUICE_OPERATION_COLUMNS "FROM operations WHERE id = $1";

constexpr char kList[] = "SELECT" SLUICE_OPERATION_COLUMNS R"sql(
  FROM operations
  WHERE ($1::text IS NULL OR (instance_id = $1 AND connector_id = $2))
    AND ($3::boolean IS NULL OR (end_time IS NOT NULL) = $3)
    AND ($4::timestamptz IS NULL OR (create_time, id) < ($4, $5))
  ORDER BY create_time DESC, id DESC LIMIT $6)sql";

constexpr char kCancel[] = R"sql(
  UPDATE operations SET cancel_requested = true, due_time = $2
  WHERE id = $1 AND end_time IS NULL AND cancellable)sql";

constexpr char kDelete[] = "DELETE FROM operations WHERE id = $1 AND end_time IS NOT NULL";

// In portions: a cleaning after a long pause must not hold a lock for long.
constexpr char kForget[] = R"sql(
  DELETE FROM operations WHERE id IN (
    SELECT id FROM operations WHERE end_time < $1 ORDER BY end_time LIMIT 1000))sql";

constexpr char kClaim[] = R"sql(
  WITH due AS (
    SELECT id FROM operations
    WHERE end_time IS NULL AND due_time <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
    ORDER BY due_time LIMIT $3 FOR UPDATE SKIP LOCKED)
  UPDATE operations SET claim = claim + 1, claimed_until = $2
  FROM due WHERE operations.id = due.id
  RETURNING operations.id, claim, tries, )sql" SLUICE_MICROS("failing_since");

constexpr char kNextDue[] = R"sql(
  SELECT (EXTRACT(epoch FROM
    min(greatest(due_time, coalesce(claimed_until, due_time)))) * 1000000)::bigint AS next_due
  FROM operations WHERE end_time IS NULL)sql";

// One that was asked to end early stays cancellable: a step that began before does not outrun it.
constexpr char kNoteProgress[] = R"sql(
  UPDATE operations SET step = $3, checkpoint = $4, done_count = $5, total_count = $6,
    waiting_for = $7, cancellable = $8 OR cancel_requested,
    due_time = CASE WHEN cancel_requested THEN least(due_time, $9::timestamptz) ELSE $9 END,
    claimed_until = NULL, tries = 0, failing_since = NULL
  WHERE id = $1 AND claim = $2 AND end_time IS NULL)sql";

constexpr char kNoteFailure[] = R"sql(
  UPDATE operations SET waiting_for = $3, claimed_until = NULL, tries = tries + 1,
    failing_since = coalesce(failing_since, $4),
    due_time = CASE WHEN cancel_requested AND cancellable THEN least(due_time, $5::timestamptz)
      ELSE $5 END
  WHERE id = $1 AND claim = $2 AND end_time IS NULL)sql";

constexpr char kEnd[] = R"sql(
  UPDATE operations SET end_time = $3, error = $4, response = $5, step = $6, checkpoint = $7,
    done_count = $8, total_count = $9, waiting_for = $10, cancellable = $11, claimed_until = NULL
  WHERE id = $1 AND claim = $2 AND end_time IS NULL
  RETURNING)sql" SLUICE_OPERATION_COLUMNS;

// Held until the transaction ends: nobody claims the operation meanwhile.
constexpr char kHoldClaim[] = R"sql(
  SELECT connector_uid FROM operations
  WHERE id = $1 AND claim = $2 AND end_time IS NULL FOR UPDATE)sql";

// No row when it is as it shall be.
constexpr char kSetHold[] = R"sql(
  UPDATE connectors SET hold = $2::jsonb,
    released_time = CASE WHEN $2 IS NULL THEN $3 ELSE released_time END
  WHERE uid = $1 AND hold IS DISTINCT FROM $2::jsonb)sql";

constexpr char kLockPin[] = R"sql(
  SELECT start_pin FROM connectors WHERE uid = $1 AND start_pin IS NOT NULL FOR UPDATE)sql";

constexpr char kSetPin[] = "UPDATE connectors SET start_pin = $2 WHERE uid = $1";

Operation OperationOf(const pqxx::row& row) {
  Operation operation;
  operation.id = Text(row, "id");
  operation.kind = ValueOf(kKinds, Json{{"kind", Text(row, "kind")}}, "kind", operation.kind);
  operation.connector_uid = Text(row, "connector_uid");
  operation.connector = {Text(row, "instance_id"), Text(row, "connector_id")};
  operation.request = Text(row, "request");
  operation.author = Text(row, "author");
  operation.change_reason = Text(row, "change_reason");
  operation.create_time = Time(row, "create_time");
  operation.progress = {.step = Text(row, "step"),
                        .checkpoint = Text(row, "checkpoint"),
                        .done_count = Int(row, "done_count"),
                        .total_count = Int(row, "total_count"),
                        .waiting_for = Text(row, "waiting_for"),
                        .cancellable = Bool(row, "cancellable")};
  operation.cancel_requested = Bool(row, "cancel_requested");
  operation.end_time = Time(row, "end_time");
  if (auto error = OptionalText(row, "error")) operation.error = ErrorFromJson(*error);
  operation.response = Text(row, "response");
  return operation;
}

// Text that may hold what somebody else said: NULL when empty.
std::optional<std::string> OrNull(absl::string_view text) {
  return text.empty() ? std::nullopt : std::optional(std::string(text));
}

void SetHold(pqxx::work& transaction, const std::string& connector_uid,
             const std::optional<std::string>& hold, absl::Time now) {
  if (Exec(transaction, kSetHold, {connector_uid, hold, now}).affected_rows() == 0) return;
  RenewSnapshots(transaction, connector_uid);
  WakeConnectors(transaction, {connector_uid}, now);
  Notify(transaction, Change::kPlacement);
  Notify(transaction, Change::kSnapshots);
}

}  // namespace

absl::Status PostgresOperations::CreateOperation(const Operation& operation,
                                                 const Request& request) {
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    SLUICE_RETURN_IF_ERROR(StoreAnswer(transaction, secrets_, request, operation.create_time));
    const pqxx::result connector = Exec(transaction, kLockConnector, {operation.connector_uid});
    if (connector.empty()) return ConnectorUidNotFound(operation.connector_uid);
    const pqxx::result created =
        Exec(transaction, kCreate,
             {operation.id, WordOf(kKinds, operation.kind), operation.connector_uid,
              operation.connector.instance, operation.connector.connector, operation.request,
              operation.author, operation.change_reason, operation.create_time});
    if (created.affected_rows() != 1) {
      const pqxx::result running = Exec(transaction, kRunning, {operation.connector_uid});
      // It may have ended between the two statements: whoever tries again gets its turn.
      return OperationRunning(running.empty() ? "" : Text(running[0], "id"));
    }
    AddEvent(transaction,
             OperationBegunEvent(operation, Int(connector[0], "spec_revision"), request));
    Notify(transaction, Change::kOperations);
    return absl::OkStatus();
  });
}

absl::StatusOr<Operation> PostgresOperations::GetOperation(absl::string_view id) {
  Operation operation;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    const pqxx::result rows = Exec(transaction, kGet, {id});
    if (rows.empty()) return OperationNotFound(id);
    operation = OperationOf(rows[0]);
    return absl::OkStatus();
  }));
  return operation;
}

absl::StatusOr<std::vector<Operation>> PostgresOperations::ListOperations(
    const OperationFilter& filter, const std::optional<OperationCursor>& after, int limit) {
  std::optional<std::string> instance;
  std::optional<std::string> connector;
  if (filter.connector.has_value()) {
    instance = filter.connector->instance;
    connector = filter.connector->connector;
  }
  const Param ended = filter.ended.has_value() ? Param(*filter.ended) : Param(std::nullopt);
  const Param after_time = after.has_value() ? Param(after->create_time) : Param(std::nullopt);
  const Param after_id = after.has_value() ? Param(after->id) : Param(std::nullopt);
  std::vector<Operation> operations;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    operations.clear();
    for (const auto& row :
         Exec(transaction, kList, {instance, connector, ended, after_time, after_id, limit})) {
      operations.push_back(OperationOf(row));
    }
    return absl::OkStatus();
  }));
  return operations;
}

absl::Status PostgresOperations::CancelOperation(absl::string_view id, absl::Time now) {
  return database_.Run([&](pqxx::work& transaction) {
    if (Exec(transaction, kCancel, {id, now}).affected_rows() == 1) {
      Notify(transaction, Change::kOperations);
      return absl::OkStatus();
    }
    const pqxx::result rows = Exec(transaction, kGet, {id});
    if (rows.empty()) return OperationNotFound(id);
    return OperationNotCancellable(id, OperationOf(rows[0]).ended());
  });
}

absl::Status PostgresOperations::DeleteOperation(absl::string_view id) {
  return database_.Run([&](pqxx::work& transaction) {
    if (Exec(transaction, kDelete, {id}).affected_rows() == 1) return absl::OkStatus();
    return Exec(transaction, kGet, {id}).empty() ? OperationNotFound(id) : OperationRunning(id);
  });
}

absl::StatusOr<int> PostgresOperations::ForgetOperations(absl::Time ended_before) {
  int forgotten = 0;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    forgotten = static_cast<int>(Exec(transaction, kForget, {ended_before}).affected_rows());
    return absl::OkStatus();
  }));
  return forgotten;
}

absl::StatusOr<std::vector<OperationClaim>> PostgresOperations::ClaimOperations(int limit,
                                                                                absl::Duration ttl,
                                                                                absl::Time now) {
  std::vector<OperationClaim> claims;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    claims.clear();
    for (const auto& row : Exec(transaction, kClaim, {now, now + ttl, limit})) {
      claims.push_back({Text(row, "id"), Int(row, "claim"), static_cast<int>(Int(row, "tries")),
                        Time(row, "failing_since"), now + ttl});
    }
    return absl::OkStatus();
  }));
  return claims;
}

absl::StatusOr<absl::Time> PostgresOperations::NextOperationDue() {
  absl::Time next_due;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    const pqxx::result rows = Exec(transaction, kNextDue);
    next_due = rows[0]["next_due"].is_null() ? absl::InfiniteFuture() : Time(rows[0], "next_due");
    return absl::OkStatus();
  }));
  return next_due;
}

absl::Status PostgresOperations::NoteProgress(const OperationClaim& claim,
                                              const OperationProgress& progress,
                                              absl::Time next_step) {
  return database_.Run([&](pqxx::work& transaction) {
    const pqxx::result noted =
        Exec(transaction, kNoteProgress,
             {claim.operation_id, claim.number, progress.step, OrNull(progress.checkpoint),
              progress.done_count, progress.total_count, progress.waiting_for, progress.cancellable,
              next_step});
    if (noted.affected_rows() != 1) return ClaimLost();
    Notify(transaction, Change::kOperations);
    return absl::OkStatus();
  });
}

absl::Status PostgresOperations::NoteFailure(const OperationClaim& claim,
                                             absl::string_view waiting_for, absl::Time now,
                                             absl::Time next_step) {
  return database_.Run([&](pqxx::work& transaction) {
    const pqxx::result noted = Exec(
        transaction, kNoteFailure, {claim.operation_id, claim.number, waiting_for, now, next_step});
    if (noted.affected_rows() != 1) return ClaimLost();
    Notify(transaction, Change::kOperations);
    return absl::OkStatus();
  });
}

absl::Status PostgresOperations::EndOperation(const OperationClaim& claim,
                                              const OperationEnd& end) {
  const OperationProgress& progress = end.progress;
  const std::optional<std::string> error =
      end.error.ok() ? std::nullopt : std::optional(ErrorToJson(end.error));
  return database_.Run([&](pqxx::work& transaction) {
    const pqxx::result ended =
        Exec(transaction, kEnd,
             {claim.operation_id, claim.number, end.time, error, OrNull(end.response),
              progress.step, OrNull(progress.checkpoint), progress.done_count, progress.total_count,
              progress.waiting_for, progress.cancellable});
    if (ended.empty()) return ClaimLost();
    const Operation operation = OperationOf(ended[0]);
    const pqxx::result connector = Exec(transaction, kRevisionOf, {operation.connector_uid});
    const int64_t revision = connector.empty() ? 0 : Int(connector[0], "spec_revision");
    AddEvent(transaction, OperationEndedEvent(operation, revision));
    SetHold(transaction, operation.connector_uid, std::nullopt, end.time);
    Notify(transaction, Change::kOperations);
    return absl::OkStatus();
  });
}

absl::Status PostgresOperations::HoldTasks(const OperationClaim& claim, TasksHeld tasks,
                                           absl::Time now) {
  return database_.Run([&](pqxx::work& transaction) {
    const pqxx::result claimed = Exec(transaction, kHoldClaim, {claim.operation_id, claim.number});
    if (claimed.empty()) return ClaimLost();
    SetHold(transaction, Text(claimed[0], "connector_uid"),
            HoldToJson({.operation_id = claim.operation_id, .tasks = tasks}), now);
    return absl::OkStatus();
  });
}

absl::Status PostgresOperations::NoteOffsetsMoved(const OperationClaim& claim,
                                                  const OffsetByPartition& asked_until) {
  return database_.Run([&](pqxx::work& transaction) {
    const pqxx::result claimed = Exec(transaction, kHoldClaim, {claim.operation_id, claim.number});
    if (claimed.empty()) return ClaimLost();
    const std::string connector_uid = Text(claimed[0], "connector_uid");
    const pqxx::result pinned = Exec(transaction, kLockPin, {connector_uid});
    if (pinned.empty()) return absl::OkStatus();
    StartPin pin = StartPinFromJson(Text(pinned[0], "start_pin"));
    for (const auto& [partition, offset] : asked_until) pin.asked_until[partition] = offset;
    Exec(transaction, kSetPin, {connector_uid, StartPinToJson(pin)});
    RenewSnapshots(transaction, connector_uid);
    Notify(transaction, Change::kSnapshots);
    return absl::OkStatus();
  });
}

}  // namespace sluice::controlplane::postgres
