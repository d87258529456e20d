#include "controlplane/store/postgres/postgres_reconcile_queue.h"

#include <string>

#include "base/status/status_macros.h"
#include "controlplane/store/postgres/sql.h"
#include "controlplane/store/postgres/statements.h"
#include "controlplane/store/refusals.h"

namespace sluice::controlplane::postgres {
namespace {

// What failed waits behind what did not: what cannot be mended holds up nobody.
constexpr char kClaim[] = R"sql(
  WITH due AS (
    SELECT connector_uid FROM reconcile_keys
    WHERE due_time <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
    ORDER BY tries > 0, due_time LIMIT $3 FOR UPDATE SKIP LOCKED)
  UPDATE reconcile_keys SET claim = claim + 1, claimed_until = $2
  FROM due WHERE reconcile_keys.connector_uid = due.connector_uid
  RETURNING reconcile_keys.connector_uid, claim, tries, wakes)sql";

// Woken since the claim: due_time is already the time of the waking and stays.
constexpr char kComplete[] = R"sql(
  UPDATE reconcile_keys SET claimed_until = NULL, tries = 0,
    due_time = CASE WHEN wakes > $3 THEN due_time ELSE $4 END
  WHERE connector_uid = $1 AND claim = $2)sql";

constexpr char kFail[] = R"sql(
  UPDATE reconcile_keys SET claimed_until = NULL, tries = tries + 1,
    due_time = CASE WHEN wakes > $3 THEN due_time ELSE $4 END
  WHERE connector_uid = $1 AND claim = $2)sql";

constexpr char kNextDue[] = R"sql(
  SELECT (EXTRACT(epoch FROM
    min(greatest(due_time, coalesce(claimed_until, due_time)))) * 1000000)::bigint AS next_due
  FROM reconcile_keys WHERE due_time < 'infinity')sql";

}  // namespace

absl::Status PostgresReconcileQueue::Wake(absl::string_view connector_uid, absl::Time now) {
  return database_.Run([&](pqxx::work& transaction) {
    WakeConnectors(transaction, {std::string(connector_uid)}, now);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<ReconcileClaim>> PostgresReconcileQueue::Claim(int limit,
                                                                          absl::Duration ttl,
                                                                          absl::Time now) {
  std::vector<ReconcileClaim> claims;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    claims.clear();
    // On disk before anybody works by it: were it lost, the next claim would have the same number.
    for (const auto& row : Exec(transaction, kClaim, {now, now + ttl, limit})) {
      claims.push_back({Text(row, "connector_uid"), Int(row, "claim"),
                        static_cast<int>(Int(row, "tries")), Int(row, "wakes")});
    }
    return absl::OkStatus();
  }));
  return claims;
}

absl::Status PostgresReconcileQueue::Finish(const char* sql, const ReconcileClaim& claim,
                                            absl::Time next_look) {
  return database_.Run([&](pqxx::work& transaction) {
    CommitWithoutWaiting(transaction);
    const pqxx::result finished =
        Exec(transaction, sql, {claim.connector_uid, claim.number, claim.wakes, next_look});
    return finished.affected_rows() == 1 ? absl::OkStatus() : ClaimLost();
  });
}

absl::Status PostgresReconcileQueue::Complete(const ReconcileClaim& claim, absl::Time next_look) {
  return Finish(kComplete, claim, next_look);
}

absl::Status PostgresReconcileQueue::Fail(const ReconcileClaim& claim, absl::Time next_look) {
  return Finish(kFail, claim, next_look);
}

absl::StatusOr<absl::Time> PostgresReconcileQueue::NextDue() {
  absl::Time next_due;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    const pqxx::result rows = Exec(transaction, kNextDue);
    next_due = rows[0]["next_due"].is_null() ? absl::InfiniteFuture() : Time(rows[0], "next_due");
    return absl::OkStatus();
  }));
  return next_due;
}

}  // namespace sluice::controlplane::postgres
