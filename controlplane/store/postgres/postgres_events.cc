#include "controlplane/store/postgres/postgres_events.h"

#include "base/status/status_macros.h"
#include "controlplane/store/postgres/codec.h"
#include "controlplane/store/postgres/events.h"
#include "controlplane/store/postgres/sql.h"

namespace sluice::controlplane::postgres {
namespace {

// $2: of these types, or of all when there is none.
constexpr char kList[] = "SELECT id, connector_uid, instance_id, connector_id," SLUICE_MICROS(
    "event_time") R"sql(, type, verb, from_state, to_state, reason, message, actor, revision,
    request_id, operation, task
  FROM connector_events
  WHERE connector_uid = $1 AND id < $3
    AND ($2::jsonb = '[]' OR type IN (SELECT jsonb_array_elements_text($2::jsonb)))
  ORDER BY id DESC LIMIT $4)sql";

constexpr char kForgetOld[] = R"sql(
  DELETE FROM connector_events WHERE id IN (
    SELECT id FROM connector_events WHERE event_time < $1 ORDER BY event_time LIMIT $2))sql";

// The uids after $1 one by one through the index, without reading the events in between.
constexpr char kNextUids[] = R"sql(
  WITH RECURSIVE uids AS (
    (SELECT connector_uid FROM connector_events WHERE connector_uid > $1
     ORDER BY connector_uid LIMIT 1)
    UNION ALL
    SELECT (SELECT e.connector_uid FROM connector_events e WHERE e.connector_uid > uids.connector_uid
            ORDER BY e.connector_uid LIMIT 1)
    FROM uids WHERE uids.connector_uid IS NOT NULL)
  SELECT connector_uid FROM uids WHERE connector_uid IS NOT NULL LIMIT $2)sql";

constexpr char kForgetSurplus[] = R"sql(
  DELETE FROM connector_events WHERE id IN (
    SELECT id FROM connector_events
    WHERE connector_uid = $1 AND id <= (
      SELECT id FROM connector_events WHERE connector_uid = $1 ORDER BY id DESC OFFSET $2 LIMIT 1)
    ORDER BY id LIMIT $3))sql";

constexpr int kForgottenMax = 10'000;

ConnectorEvent EventOf(const pqxx::row& row) {
  ConnectorEvent event;
  event.sequence = Int(row, "id");
  event.connector_uid = Text(row, "connector_uid");
  event.connector = {Text(row, "instance_id"), Text(row, "connector_id")};
  event.time = Time(row, "event_time");
  event.type = EventTypeOf(Text(row, "type"));
  event.verb = Text(row, "verb");
  event.from_state = Text(row, "from_state");
  event.to_state = Text(row, "to_state");
  event.reason = Text(row, "reason");
  event.message = Text(row, "message");
  event.actor = Text(row, "actor");
  event.revision = Int(row, "revision");
  event.request_id = Text(row, "request_id");
  event.operation = Text(row, "operation");
  event.task = static_cast<int32_t>(Int(row, "task"));
  return event;
}

}  // namespace

absl::StatusOr<std::vector<ConnectorEvent>> PostgresEvents::ListEvents(const EventQuery& query) {
  std::vector<std::string> types;
  for (EventType type : query.types) types.emplace_back(WordOf(type));
  std::vector<ConnectorEvent> events;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    events.clear();
    for (const auto& row :
         Exec(transaction, kList,
              {query.connector_uid, WordsToJson(types), query.before, query.limit})) {
      events.push_back(EventOf(row));
    }
    return absl::OkStatus();
  }));
  return events;
}

absl::Status PostgresEvents::AddEvent(const ConnectorEvent& event) {
  return database_.Run([&](pqxx::work& transaction) {
    postgres::AddEvent(transaction, event);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::string> PostgresEvents::PruneEvents(const std::string& after_uid,
                                                        int connectors_max, absl::Time now) {
  std::string last;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    last.clear();
    int left = kForgottenMax;
    left -=
        static_cast<int>(Exec(transaction, kForgetOld, {now - kEventLife, left}).affected_rows());
    const pqxx::result uids = Exec(transaction, kNextUids, {after_uid, connectors_max});
    for (const auto& row : uids) {
      if (left <= 0) break;
      last = Text(row, "connector_uid");
      left -= static_cast<int>(
          Exec(transaction, kForgetSurplus, {last, kEventsOfConnectorMax, left}).affected_rows());
    }
    if (left > 0 && static_cast<int>(uids.size()) < connectors_max) last.clear();
    return absl::OkStatus();
  }));
  return last;
}

}  // namespace sluice::controlplane::postgres
