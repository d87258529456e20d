#include "controlplane/store/postgres/postgres_samples.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "base/status/status_macros.h"
#include "controlplane/store/postgres/json_fields.h"
#include "controlplane/store/postgres/sql.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr char kReadCounters[] =
    "SELECT connector_uid," SLUICE_MICROS("sample_time") ", tasks FROM connector_counters";

// `from_time` of the new row is what its caller began with: equal to the time of the row that is
// there, or another replica was faster. In one order, as in NoteObservations.
constexpr char kNote[] = R"sql(
  WITH notes AS (
    SELECT n.*, 'epoch'::timestamptz + interval '1 microsecond' * n.time AS sample_time,
      'epoch'::timestamptz + interval '1 microsecond' * n.begun AS from_time
    FROM jsonb_to_recordset($1::jsonb) AS n(
      connector_uid text, time bigint, begun bigint, tasks jsonb, since double precision,
      rows bigint, bytes bigint, dead_letters bigint, lag bigint, freshness double precision)
    JOIN connectors ON uid = n.connector_uid
    ORDER BY n.connector_uid),
  taken AS (
    INSERT INTO connector_counters AS old (connector_uid, sample_time, from_time, tasks)
    SELECT connector_uid, sample_time, from_time, tasks FROM notes
    ON CONFLICT (connector_uid) DO UPDATE SET sample_time = excluded.sample_time,
      from_time = excluded.from_time, tasks = excluded.tasks
      WHERE old.sample_time = excluded.from_time
    RETURNING connector_uid)
  INSERT INTO connector_samples (connector_uid, sample_time, since_seconds, rows_committed,
    bytes_committed, dead_letters, lag_records, freshness_seconds)
  SELECT connector_uid, sample_time, since, rows, bytes, dead_letters, lag, freshness
  FROM notes JOIN taken USING (connector_uid)
  ON CONFLICT DO NOTHING)sql";

constexpr char kList[] = "SELECT" SLUICE_MICROS("sample_time") R"sql(, since_seconds,
    rows_committed, bytes_committed, dead_letters, lag_records, freshness_seconds
  FROM connector_samples
  WHERE connector_uid = $1 AND sample_time >= $2 AND sample_time < $3 ORDER BY sample_time)sql";

constexpr char kPrune[] = R"sql(
  DELETE FROM connector_samples WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM connector_samples WHERE sample_time < $1 LIMIT 10000)))sql";

constexpr size_t kNotesAtOnceMax = 500;

Json TasksToJson(const std::map<int32_t, TaskCounters>& tasks) {
  Json json = Json::object();
  for (const auto& [index, counters] : tasks) {
    json[std::to_string(index)] = {counters.life, counters.rows, counters.bytes,
                                   counters.dead_letters};
  }
  return json;
}

std::map<int32_t, TaskCounters> TasksFromJson(absl::string_view text) {
  std::map<int32_t, TaskCounters> tasks;
  const Json json = Json::parse(text);
  for (const auto& [key, values] : json.items()) {
    int32_t index = 0;
    if (!absl::SimpleAtoi(key, &index) || values.size() != 4) continue;
    tasks[index] = {values[0].get<int64_t>(), values[1].get<int64_t>(), values[2].get<int64_t>(),
                    values[3].get<int64_t>()};
  }
  return tasks;
}

Json NoteToJson(const SampleNote& note) {
  const ConnectorSample& sample = note.sample;
  return {
      {"connector_uid", note.connector_uid},
      {"time", TimeToJson(note.counters.time)},
      {"begun", TimeToJson(note.from_time)},
      {"tasks", TasksToJson(note.counters.tasks)},
      {"since", absl::ToDoubleSeconds(sample.since)},
      {"rows", sample.rows},
      {"bytes", sample.bytes},
      {"dead_letters", sample.dead_letters},
      {"lag", sample.lag_records},
      {"freshness", sample.freshness.has_value() ? Json(absl::ToDoubleSeconds(*sample.freshness))
                                                 : Json(nullptr)}};
}

// Durations of whole microseconds, as they were stored.
absl::Duration SecondsOf(double seconds) {
  return absl::Microseconds(static_cast<int64_t>(seconds * 1e6 + 0.5));
}

ConnectorSample SampleOf(const pqxx::row& row) {
  ConnectorSample sample;
  sample.time = Time(row, "sample_time");
  sample.since = SecondsOf(row["since_seconds"].as<double>());
  sample.rows = Int(row, "rows_committed");
  sample.bytes = Int(row, "bytes_committed");
  sample.dead_letters = Int(row, "dead_letters");
  sample.lag_records = Int(row, "lag_records");
  if (!row["freshness_seconds"].is_null()) {
    sample.freshness = SecondsOf(row["freshness_seconds"].as<double>());
  }
  return sample;
}

}  // namespace

absl::StatusOr<std::map<std::string, CountersAt>> PostgresSamples::ReadCounters() {
  std::map<std::string, CountersAt> counters;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    counters.clear();
    for (const auto& row : Exec(transaction, kReadCounters)) {
      counters[Text(row, "connector_uid")] = {Time(row, "sample_time"),
                                              TasksFromJson(Text(row, "tasks"))};
    }
    return absl::OkStatus();
  }));
  return counters;
}

absl::Status PostgresSamples::NoteSamples(const std::vector<SampleNote>& notes) {
  for (size_t begin = 0; begin < notes.size(); begin += kNotesAtOnceMax) {
    Json list = Json::array();
    for (size_t i = begin; i < std::min(notes.size(), begin + kNotesAtOnceMax); ++i) {
      list.push_back(NoteToJson(notes[i]));
    }
    SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
      Exec(transaction, kNote, {Dump(list)});
      return absl::OkStatus();
    }));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ConnectorSample>> PostgresSamples::ListSamples(
    absl::string_view connector_uid, absl::Time from, absl::Time to) {
  std::vector<ConnectorSample> samples;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    samples.clear();
    for (const auto& row : Exec(transaction, kList, {connector_uid, from, to})) {
      samples.push_back(SampleOf(row));
    }
    return absl::OkStatus();
  }));
  return samples;
}

absl::StatusOr<int> PostgresSamples::PruneSamples(absl::Time before) {
  int pruned = 0;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    pruned = static_cast<int>(Exec(transaction, kPrune, {before}).affected_rows());
    return absl::OkStatus();
  }));
  return pruned;
}

}  // namespace sluice::controlplane::postgres
