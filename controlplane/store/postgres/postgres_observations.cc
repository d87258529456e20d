#include "controlplane/store/postgres/postgres_observations.h"

#include <algorithm>

#include "base/status/status_macros.h"
#include "controlplane/store/postgres/events.h"
#include "controlplane/store/postgres/json_fields.h"
#include "controlplane/store/postgres/sql.h"
#include "controlplane/store/postgres/statements.h"

namespace sluice::controlplane::postgres {
namespace {

// The oldest transaction that is under way: what it and all later ones write is not seen yet, or
// not for sure.
constexpr char kCursor[] = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS cursor";

constexpr char kObservations[] =
    "SELECT connector_uid, version, state, severity, lag_records, "
    "stale_rank, dead_letters, trouble_reason, trouble_class," SLUICE_MICROS("trouble_since") R"sql(
  FROM connector_observations WHERE change_xid >= $1::xid8)sql";

constexpr char kConnectors[] =
    "SELECT" SLUICE_CONNECTOR_COLUMNS "FROM connectors WHERE change_xid >= $1::xid8";

constexpr char kTasks[] = "SELECT" SLUICE_TASK_COLUMNS "FROM tasks WHERE change_xid >= $1::xid8";

constexpr char kCounts[] = R"sql(
  SELECT (SELECT count(*) FROM connectors) AS connectors, (SELECT count(*) FROM tasks) AS tasks)sql";

constexpr char kUids[] = "SELECT uid FROM connectors";

constexpr char kTaskKeys[] = "SELECT connector_uid, task_index FROM tasks";

// Rows are locked in one order, so that two who note the same connectors do not deadlock; whoever
// comes second finds another version and passes over.
constexpr char kNote[] = R"sql(
  WITH notes AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS n(
      connector_uid text, version bigint, state text, severity integer, lag_records bigint,
      stale_rank bigint, dead_letters bigint, trouble_reason text, trouble_class text,
      trouble_since bigint)),
  old AS (
    SELECT o.connector_uid FROM connector_observations o
    JOIN notes n ON n.connector_uid = o.connector_uid AND n.version = o.version
    ORDER BY o.connector_uid FOR UPDATE OF o)
  UPDATE connector_observations AS o SET version = o.version + 1, state = n.state,
    severity = n.severity, lag_records = n.lag_records, stale_rank = n.stale_rank,
    dead_letters = n.dead_letters, trouble_reason = n.trouble_reason,
    trouble_class = n.trouble_class,
    trouble_since = 'epoch'::timestamptz + interval '1 microsecond' * n.trouble_since,
    observed_time = $2
  FROM notes n JOIN old ON old.connector_uid = n.connector_uid
  WHERE o.connector_uid = n.connector_uid
  RETURNING o.connector_uid)sql";

constexpr size_t kNotesAtOnceMax = 500;

NotedObservation ObservationOf(const pqxx::row& row) {
  NotedObservation noted;
  noted.connector_uid = Text(row, "connector_uid");
  noted.version = Int(row, "version");
  ObservedValues& values = noted.values;
  values.state = ParseObservedState(Text(row, "state")).value_or(ObservedState::kCreating);
  values.severity = static_cast<int>(Int(row, "severity"));
  values.lag_records = Int(row, "lag_records");
  values.fresh_until = FreshUntilOf(Int(row, "stale_rank"));
  values.dead_letters = Int(row, "dead_letters");
  values.trouble_reason = Text(row, "trouble_reason");
  values.trouble_class = ParseErrorClass(Text(row, "trouble_class"));
  values.trouble_since = Time(row, "trouble_since");
  return noted;
}

Json NoteToJson(const ObservationNote& note) {
  const ObservedValues& values = note.values;
  return {{"connector_uid", note.connector_uid},
          {"version", note.from_version},
          {"state", std::string(NameOf(values.state))},
          {"severity", values.severity},
          {"lag_records", values.lag_records},
          {"stale_rank", StaleRankOf(values.fresh_until)},
          {"dead_letters", values.dead_letters},
          {"trouble_reason", values.trouble_reason},
          {"trouble_class", std::string(NameOf(values.trouble_class))},
          {"trouble_since", TimeToJson(values.trouble_since)}};
}

}  // namespace

absl::StatusOr<FleetNews> PostgresObservations::ReadNews(const std::string& cursor) {
  const std::string since = cursor.empty() ? "0" : cursor;
  FleetNews news;
  pqxx::result observations, connectors, tasks;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    // Before everything else: what is committed from here on is read again the next time.
    news.cursor = Text(Exec(transaction, kCursor)[0], "cursor");
    observations = Exec(transaction, kObservations, {since});
    connectors = Exec(transaction, kConnectors, {since});
    tasks = Exec(transaction, kTasks, {since});
    const pqxx::result counts = Exec(transaction, kCounts);
    news.connector_count = Int(counts[0], "connectors");
    news.task_count = Int(counts[0], "tasks");
    return absl::OkStatus();
  }));
  // Outside of the transaction: to understand thousands of rows takes longer than one may idle.
  try {
    for (const auto& row : observations) news.observations.push_back(ObservationOf(row));
    for (const auto& row : connectors) news.connectors.push_back(ConnectorWithoutSecretsOf(row));
    for (const auto& row : tasks) news.tasks.push_back(TaskOf(row));
  } catch (...) {
    return StatusOfCurrentException();
  }
  return news;
}

absl::StatusOr<FleetKeys> PostgresObservations::ReadKeys() {
  FleetKeys keys;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    keys = {};
    for (const auto& row : Exec(transaction, kUids)) keys.connector_uids.insert(Text(row, "uid"));
    for (const auto& row : Exec(transaction, kTaskKeys)) {
      keys.tasks.insert({Text(row, "connector_uid"), static_cast<int32_t>(Int(row, "task_index"))});
    }
    return absl::OkStatus();
  }));
  return keys;
}

absl::StatusOr<std::set<std::string>> PostgresObservations::NoteObservations(
    const std::vector<ObservationNote>& notes, absl::Time now) {
  std::set<std::string> noted;
  for (size_t begin = 0; begin < notes.size(); begin += kNotesAtOnceMax) {
    const size_t end = std::min(notes.size(), begin + kNotesAtOnceMax);
    Json list = Json::array();
    for (size_t i = begin; i < end; ++i) list.push_back(NoteToJson(notes[i]));
    std::set<std::string> written;
    SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
      written.clear();
      for (const auto& row : Exec(transaction, kNote, {Dump(list), now})) {
        written.insert(Text(row, "connector_uid"));
      }
      for (size_t i = begin; i < end; ++i) {
        if (!written.contains(notes[i].connector_uid)) continue;
        for (const ConnectorEvent& event : notes[i].events) AddEvent(transaction, event);
      }
      return absl::OkStatus();
    }));
    noted.merge(written);
  }
  return noted;
}

}  // namespace sluice::controlplane::postgres
