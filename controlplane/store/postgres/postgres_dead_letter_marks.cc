#include "controlplane/store/postgres/postgres_dead_letter_marks.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "base/status/status_macros.h"
#include "controlplane/store/postgres/json_fields.h"
#include "controlplane/store/postgres/sql.h"
#include "controlplane/store/postgres/statements.h"
#include "controlplane/store/refusals.h"

namespace sluice::controlplane::postgres {
namespace {

using State = DeadLetterMark::State;

constexpr Words<State, 3> kStates = {{{State::kReplaying, "REPLAYING"},
                                      {State::kReplayed, "REPLAYED"},
                                      {State::kDiscarded, "DISCARDED"}}};

// Many places or marks go as one JSON array in one parameter.
#define SLUICE_GIVEN_MARKS                                                            \
  " jsonb_to_recordset($2::jsonb) AS given(topic text, partition integer, "           \
  "record_offset bigint, state text, mark_micros bigint, source_partition integer, "  \
  "source_offset bigint, replayed_offset bigint, operation text, source_end bigint, " \
  "source_micros bigint) "
#define SLUICE_GIVEN_RANGES                                                              \
  " jsonb_to_recordset($2::jsonb) AS given(topic text, partition integer, begin_offset " \
  "bigint, end_offset bigint) "

#define SLUICE_MARK_COLUMNS                                                                \
  " m.topic, m.partition, m.record_offset, m.state, m.source_partition, m.source_offset, " \
  "m.replayed_offset, m.operation, m.source_end, "                                         \
  "(EXTRACT(epoch FROM m.mark_time) * 1000000)::bigint AS mark_time, "                     \
  "(EXTRACT(epoch FROM m.source_time) * 1000000)::bigint AS source_time "

constexpr char kFind[] = "SELECT" SLUICE_MARK_COLUMNS "FROM" SLUICE_GIVEN_RANGES R"sql(
  JOIN dead_letter_marks m ON m.connector_uid = $1 AND m.topic = given.topic
    AND m.partition = given.partition AND m.record_offset >= given.begin_offset
    AND m.record_offset < given.end_offset
  ORDER BY m.topic, m.partition, m.record_offset)sql";

constexpr char kFindOfSources[] = "SELECT" SLUICE_MARK_COLUMNS R"sql(
  FROM jsonb_to_recordset($2::jsonb) AS given(source_partition integer, source_offset bigint)
  JOIN dead_letter_marks m ON m.connector_uid = $1
    AND m.source_partition = given.source_partition AND m.source_offset = given.source_offset
  WHERE m.state IN ('REPLAYING', 'REPLAYED')
  ORDER BY m.topic, m.partition, m.record_offset)sql";

// Held until the transaction ends: whoever takes the operation over sees what was written.
constexpr char kHoldClaim[] = R"sql(
  SELECT 1 FROM operations WHERE id = $1 AND claim = $2 AND end_time IS NULL FOR SHARE)sql";

constexpr char kHoldConnector[] = "SELECT 1 FROM connectors WHERE uid = $1 FOR KEY SHARE";

constexpr char kAdd[] = R"sql(
  INSERT INTO dead_letter_marks AS old (connector_uid, topic, partition, record_offset, state,
    mark_time, source_partition, source_offset, replayed_offset, operation, source_end,
    source_time)
  SELECT $1, topic, partition, record_offset, state,
    timestamptz 'epoch' + mark_micros * interval '1 microsecond', source_partition, source_offset,
    replayed_offset, operation, source_end,
    timestamptz 'epoch' + source_micros * interval '1 microsecond'
  FROM)sql" SLUICE_GIVEN_MARKS R"sql(
  ON CONFLICT (connector_uid, topic, partition, record_offset) DO UPDATE SET
    state = excluded.state, mark_time = excluded.mark_time,
    source_partition = excluded.source_partition, source_offset = excluded.source_offset,
    replayed_offset = excluded.replayed_offset, operation = excluded.operation,
    source_end = excluded.source_end, source_time = excluded.source_time,
    earlier = CASE WHEN excluded.state = 'REPLAYING'
        AND old.source_partition = excluded.source_partition
        AND old.source_offset = excluded.source_offset
        AND coalesce(old.source_time = excluded.source_time, TRUE)
      THEN jsonb_build_object('state', old.state, 'mark_time', old.mark_time, 'source_time',
        old.source_time, 'replayed_offset', old.replayed_offset, 'operation', old.operation,
        'source_end', old.source_end) END
  WHERE (old.mark_time < $3 AND old.state <> 'REPLAYING')
    OR old.source_partition <> excluded.source_partition
    OR old.source_offset <> excluded.source_offset
    OR old.source_time <> excluded.source_time
  RETURNING topic, partition, record_offset)sql";

constexpr char kFinish[] = R"sql(
  UPDATE dead_letter_marks m SET state = given.state,
    mark_time = timestamptz 'epoch' + given.mark_micros * interval '1 microsecond',
    replayed_offset = given.replayed_offset, earlier = NULL
  FROM)sql" SLUICE_GIVEN_MARKS R"sql(
  WHERE m.connector_uid = $1 AND m.topic = given.topic AND m.partition = given.partition
    AND m.record_offset = given.record_offset AND m.state = 'REPLAYING'
    AND m.operation = given.operation)sql";

constexpr char kUnfinished[] = "SELECT" SLUICE_MARK_COLUMNS R"sql(
  FROM dead_letter_marks m
  WHERE m.connector_uid = $1 AND m.state = 'REPLAYING'
  ORDER BY m.topic, m.partition, m.record_offset)sql";

// Before kTakeBack, which then finds only those that were nothing before.
constexpr char kRestore[] = R"sql(
  UPDATE dead_letter_marks m SET state = m.earlier ->> 'state',
    mark_time = (m.earlier ->> 'mark_time')::timestamptz,
    source_time = (m.earlier ->> 'source_time')::timestamptz,
    replayed_offset = (m.earlier ->> 'replayed_offset')::bigint,
    operation = m.earlier ->> 'operation', source_end = (m.earlier ->> 'source_end')::bigint,
    earlier = NULL
  FROM)sql" SLUICE_GIVEN_MARKS R"sql(
  WHERE m.connector_uid = $1 AND m.topic = given.topic AND m.partition = given.partition
    AND m.record_offset = given.record_offset AND m.state = 'REPLAYING'
    AND m.operation = given.operation AND m.earlier IS NOT NULL)sql";

constexpr char kTakeBack[] = R"sql(
  DELETE FROM dead_letter_marks m USING)sql" SLUICE_GIVEN_MARKS R"sql(
  WHERE m.connector_uid = $1 AND m.topic = given.topic AND m.partition = given.partition
    AND m.record_offset = given.record_offset AND m.state = 'REPLAYING'
    AND m.operation = given.operation)sql";

constexpr int kForgottenAtOnce = 1'000;

constexpr char kForget[] = R"sql(
  DELETE FROM dead_letter_marks WHERE (connector_uid, topic, partition, record_offset) IN (
    SELECT m.connector_uid, m.topic, m.partition, m.record_offset
    FROM dead_letter_marks m JOIN)sql" SLUICE_GIVEN_RANGES R"sql(
      ON m.topic = given.topic AND m.partition = given.partition
      AND m.record_offset < given.begin_offset
    WHERE m.connector_uid = $1 LIMIT $3))sql";

Json PlaceToJson(const DeadLetterPlace& place) {
  return {{"topic", place.topic}, {"partition", place.partition}, {"record_offset", place.offset}};
}

DeadLetterPlace PlaceOf(const pqxx::row& row) {
  return {.topic = Text(row, "topic"),
          .partition = static_cast<int32_t>(Int(row, "partition")),
          .offset = Int(row, "record_offset")};
}

std::string MarksToJson(const std::vector<DeadLetterMark>& marks) {
  Json json = Json::array();
  for (const DeadLetterMark& mark : marks) {
    Json one = PlaceToJson(mark.place);
    one["state"] = WordOf(kStates, mark.state);
    one["mark_micros"] = TimeToJson(mark.time);
    one["source_partition"] = mark.source_partition;
    one["source_offset"] = mark.source_offset;
    one["replayed_offset"] = mark.replayed_offset;
    one["operation"] = mark.operation;
    one["source_end"] = mark.source_end;
    one["source_micros"] = TimeToJson(mark.source_time);
    json.push_back(std::move(one));
  }
  return Dump(json);
}

std::string RangesToJson(const std::vector<DeadLetterRange>& ranges) {
  Json json = Json::array();
  for (const DeadLetterRange& range : ranges) {
    json.push_back({{"topic", range.topic},
                    {"partition", range.partition},
                    {"begin_offset", range.from},
                    {"end_offset", range.to}});
  }
  return Dump(json);
}

DeadLetterMark MarkOf(const pqxx::row& row) {
  return {
      .place = PlaceOf(row),
      .state = ValueOf(kStates, Json{{"state", Text(row, "state")}}, "state", State::kDiscarded),
      .time = Time(row, "mark_time"),
      .source_partition = static_cast<int32_t>(Int(row, "source_partition")),
      .source_offset = Int(row, "source_offset"),
      .replayed_offset = Int(row, "replayed_offset"),
      .operation = Text(row, "operation"),
      .source_end = Int(row, "source_end"),
      .source_time = Time(row, "source_time")};
}

absl::Status HoldClaim(pqxx::work& transaction, const OperationClaim& claim) {
  const bool held = !Exec(transaction, kHoldClaim, {claim.operation_id, claim.number}).empty();
  return held ? absl::OkStatus() : ClaimLost();
}

absl::StatusOr<std::vector<DeadLetterMark>> Select(Database& database, const char* sql,
                                                   std::initializer_list<Param> params) {
  std::vector<DeadLetterMark> found;
  SLUICE_RETURN_IF_ERROR(database.Run([&](pqxx::work& transaction) {
    found.clear();
    for (const auto& row : Exec(transaction, sql, params)) found.push_back(MarkOf(row));
    return absl::OkStatus();
  }));
  return found;
}

}  // namespace

absl::StatusOr<std::vector<DeadLetterMark>> PostgresDeadLetterMarks::FindMarks(
    absl::string_view connector_uid, const std::vector<DeadLetterRange>& ranges) {
  return Select(database_, kFind, {connector_uid, RangesToJson(ranges)});
}

absl::StatusOr<std::vector<DeadLetterMark>> PostgresDeadLetterMarks::FindMarksOfSources(
    absl::string_view connector_uid, const std::vector<SourcePlace>& sources) {
  Json json = Json::array();
  for (const SourcePlace& source : sources)
    json.push_back({{"source_partition", source.partition}, {"source_offset", source.offset}});
  return Select(database_, kFindOfSources, {connector_uid, Dump(json)});
}

absl::StatusOr<std::vector<DeadLetterPlace>> PostgresDeadLetterMarks::AddMarks(
    absl::string_view connector_uid, const std::vector<DeadLetterMark>& marks,
    absl::Time replace_before, const Request& request, absl::Time now) {
  std::vector<DeadLetterPlace> marked;
  const std::string given = MarksToJson(marks);
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) -> absl::Status {
    marked.clear();
    SLUICE_RETURN_IF_ERROR(StoreAnswer(transaction, secrets_, request, now));
    if (Exec(transaction, kHoldConnector, {connector_uid}).empty())
      return ConnectorUidNotFound(connector_uid);
    for (const auto& row : Exec(transaction, kAdd, {connector_uid, given, replace_before}))
      marked.push_back(PlaceOf(row));
    return absl::OkStatus();
  }));
  std::sort(marked.begin(), marked.end());
  return marked;
}

absl::StatusOr<std::vector<DeadLetterPlace>> PostgresDeadLetterMarks::AddMarksOf(
    const OperationClaim& claim, absl::string_view connector_uid,
    const std::vector<DeadLetterMark>& marks, absl::Time replace_before) {
  std::vector<DeadLetterPlace> marked;
  const std::string given = MarksToJson(marks);
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) -> absl::Status {
    marked.clear();
    SLUICE_RETURN_IF_ERROR(HoldClaim(transaction, claim));
    if (Exec(transaction, kHoldConnector, {connector_uid}).empty())
      return ConnectorUidNotFound(connector_uid);
    for (const auto& row : Exec(transaction, kAdd, {connector_uid, given, replace_before}))
      marked.push_back(PlaceOf(row));
    return absl::OkStatus();
  }));
  std::sort(marked.begin(), marked.end());
  return marked;
}

absl::Status PostgresDeadLetterMarks::FinishMarks(const OperationClaim& claim,
                                                  absl::string_view connector_uid,
                                                  const std::vector<DeadLetterMark>& marks) {
  const std::string given = MarksToJson(marks);
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    SLUICE_RETURN_IF_ERROR(HoldClaim(transaction, claim));
    Exec(transaction, kFinish, {connector_uid, given});
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<DeadLetterMark>> PostgresDeadLetterMarks::ListUnfinished(
    absl::string_view connector_uid) {
  return Select(database_, kUnfinished, {connector_uid});
}

absl::Status PostgresDeadLetterMarks::TakeBackMarks(const OperationClaim& claim,
                                                    absl::string_view connector_uid,
                                                    const std::vector<DeadLetterMark>& marks) {
  const std::string given = MarksToJson(marks);
  return database_.Run([&](pqxx::work& transaction) -> absl::Status {
    SLUICE_RETURN_IF_ERROR(HoldClaim(transaction, claim));
    Exec(transaction, kRestore, {connector_uid, given});
    Exec(transaction, kTakeBack, {connector_uid, given});
    return absl::OkStatus();
  });
}

absl::Status PostgresDeadLetterMarks::ForgetBelow(absl::string_view connector_uid,
                                                  const std::vector<DeadLetterRange>& bounds) {
  const std::string given = RangesToJson(bounds);
  bool more = true;
  while (more) {
    SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
      const auto forgotten =
          Exec(transaction, kForget, {connector_uid, given, kForgottenAtOnce}).affected_rows();
      more = forgotten == kForgottenAtOnce;
      return absl::OkStatus();
    }));
  }
  return absl::OkStatus();
}

}  // namespace sluice::controlplane::postgres
