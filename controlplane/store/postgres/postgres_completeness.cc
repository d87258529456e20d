#include "controlplane/store/postgres/postgres_completeness.h"

#include "base/status/status_macros.h"
#include "controlplane/store/postgres/codec.h"
#include "controlplane/store/postgres/json_fields.h"
#include "controlplane/store/postgres/sql.h"
#include "controlplane/store/refusals.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr char kGet[] = "SELECT" SLUICE_MICROS("watermark") "," SLUICE_MICROS(
    "complete_until") "," SLUICE_MICROS("judged_time") R"sql(, last_commits
  FROM completeness WHERE connector_uid = $1)sql";

#define SLUICE_COMPLETION_COLUMNS                                                                   \
  " table_partition, reopened, version, announced, " SLUICE_MICROS("begin_time") "," SLUICE_MICROS( \
      "end_time") "," SLUICE_MICROS("change_time") "," SLUICE_MICROS("late_commit_time")

constexpr char kFind[] = "SELECT" SLUICE_COMPLETION_COLUMNS R"sql(
  FROM completions WHERE connector_uid = $1
    AND (reopened OR table_partition IN (SELECT jsonb_array_elements_text($2::jsonb)))
  ORDER BY table_partition)sql";

constexpr char kUnannounced[] = "SELECT" SLUICE_COMPLETION_COLUMNS R"sql(
  FROM completions WHERE connector_uid = $1 AND NOT announced
  ORDER BY change_time, end_time LIMIT $2)sql";

// Held until the transaction ends: nobody claims the connector meanwhile.
constexpr char kHoldClaim[] = R"sql(
  SELECT 1 FROM reconcile_keys WHERE connector_uid = $1 AND claim = $2 FOR UPDATE)sql";

constexpr char kNoteState[] = R"sql(
  INSERT INTO completeness (connector_uid, watermark, complete_until, judged_time, last_commits)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (connector_uid) DO UPDATE SET watermark = excluded.watermark,
    complete_until = excluded.complete_until, judged_time = excluded.judged_time,
    last_commits = excluded.last_commits)sql";

constexpr char kNoteCompletion[] = R"sql(
  INSERT INTO completions (connector_uid, table_partition, begin_time, end_time, reopened, version,
    change_time, late_commit_time, announced)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (connector_uid, table_partition) DO UPDATE SET reopened = excluded.reopened,
    version = excluded.version, change_time = excluded.change_time,
    late_commit_time = excluded.late_commit_time, announced = excluded.announced)sql";

constexpr char kNoteAnnounced[] = R"sql(
  UPDATE completions SET announced = true
  WHERE connector_uid = $1 AND table_partition = $2 AND version = $3 AND reopened = $4)sql";

// Who asks about one that old, and there may be 1,440 a day.
constexpr absl::Duration kKept = absl::Hours(24 * 90);
constexpr char kForget[] = R"sql(
  DELETE FROM completions
  WHERE connector_uid = $1 AND change_time < $2 AND announced AND NOT reopened)sql";

Completion CompletionOf(const pqxx::row& row) {
  return {
      .table_partition = Text(row, "table_partition"),
      .begin = Time(row, "begin_time"),
      .end = Time(row, "end_time"),
      .state = Bool(row, "reopened") ? Completion::State::kReopened : Completion::State::kComplete,
      .version = Int(row, "version"),
      .time = Time(row, "change_time"),
      .late_commit_time = Time(row, "late_commit_time"),
      .announced = Bool(row, "announced")};
}

std::string CommitsToJson(const std::map<std::string, absl::Time>& commits) {
  Json json = Json::object();
  for (const auto& [table_partition, time] : commits) json[table_partition] = TimeToJson(time);
  return Dump(json);
}

std::map<std::string, absl::Time> CommitsFromJson(const std::string& text) {
  std::map<std::string, absl::Time> commits;
  const Json json = Json::parse(text);
  for (const auto& [table_partition, time] : json.items())
    commits[table_partition] = TimeFromJson(json, table_partition.c_str());
  return commits;
}

}  // namespace

absl::StatusOr<CompletenessState> PostgresCompleteness::GetCompleteness(
    absl::string_view connector_uid) {
  CompletenessState state;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    state = {};
    const pqxx::result rows = Exec(transaction, kGet, {connector_uid});
    if (rows.empty()) return absl::OkStatus();
    state = {.watermark = Time(rows[0], "watermark"),
             .complete_until = Time(rows[0], "complete_until"),
             .judged_time = Time(rows[0], "judged_time"),
             .last_commits = CommitsFromJson(Text(rows[0], "last_commits"))};
    return absl::OkStatus();
  }));
  return state;
}

absl::StatusOr<std::vector<Completion>> PostgresCompleteness::FindCompletions(
    absl::string_view connector_uid, const std::set<std::string>& table_partitions) {
  std::vector<Completion> found;
  const std::string wanted = Dump(Json(table_partitions));
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    found.clear();
    for (const auto& row : Exec(transaction, kFind, {connector_uid, wanted}))
      found.push_back(CompletionOf(row));
    return absl::OkStatus();
  }));
  return found;
}

absl::StatusOr<std::vector<Completion>> PostgresCompleteness::ListUnannounced(
    absl::string_view connector_uid, int limit) {
  std::vector<Completion> found;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    found.clear();
    for (const auto& row : Exec(transaction, kUnannounced, {connector_uid, limit}))
      found.push_back(CompletionOf(row));
    return absl::OkStatus();
  }));
  return found;
}

absl::Status PostgresCompleteness::NoteCompleteness(const ReconcileClaim& claim,
                                                    const CompletenessState& state,
                                                    const std::vector<Completion>& changes) {
  return database_.Run([&](pqxx::work& transaction) {
    if (Exec(transaction, kHoldClaim, {claim.connector_uid, claim.number}).empty())
      return ClaimLost();
    Exec(transaction, kNoteState,
         {claim.connector_uid, state.watermark, state.complete_until, state.judged_time,
          CommitsToJson(state.last_commits)});
    for (const Completion& change : changes) {
      Exec(transaction, kNoteCompletion,
           {claim.connector_uid, change.table_partition, change.begin, change.end,
            change.state == Completion::State::kReopened, change.version, change.time,
            change.late_commit_time, change.announced});
    }
    if (!changes.empty())
      Exec(transaction, kForget, {claim.connector_uid, state.judged_time - kKept});
    return absl::OkStatus();
  });
}

absl::Status PostgresCompleteness::NoteAnnounced(const ReconcileClaim& claim,
                                                 const std::vector<Completion>& told) {
  return database_.Run([&](pqxx::work& transaction) {
    if (Exec(transaction, kHoldClaim, {claim.connector_uid, claim.number}).empty())
      return ClaimLost();
    for (const Completion& completion : told) {
      Exec(transaction, kNoteAnnounced,
           {claim.connector_uid, completion.table_partition, completion.version,
            completion.state == Completion::State::kReopened});
    }
    return absl::OkStatus();
  });
}

}  // namespace sluice::controlplane::postgres
