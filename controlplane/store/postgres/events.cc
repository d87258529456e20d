#include "controlplane/store/postgres/events.h"

#include <utility>

#include "controlplane/store/postgres/sql.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr char kAdd[] = R"sql(
  INSERT INTO connector_events (connector_uid, instance_id, connector_id, event_time, type, verb,
    from_state, to_state, reason, message, actor, revision, request_id, operation, task)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))sql";

constexpr std::pair<EventType, absl::string_view> kTypes[] = {
    {EventType::kChange, "CHANGE"},      {EventType::kState, "STATE"},
    {EventType::kTrouble, "TROUBLE"},    {EventType::kOperation, "OPERATION"},
    {EventType::kByItself, "BY_ITSELF"},
};

}  // namespace

absl::string_view WordOf(EventType type) {
  for (const auto& [candidate, word] : kTypes) {
    if (candidate == type) return word;
  }
  return "";
}

EventType EventTypeOf(absl::string_view word) {
  for (const auto& [type, candidate] : kTypes) {
    if (candidate == word) return type;
  }
  return EventType::kChange;  // The column's CHECK admits no other word.
}

void AddEvent(pqxx::work& transaction, const ConnectorEvent& event) {
  Exec(transaction, kAdd,
       {event.connector_uid, event.connector.instance, event.connector.connector, event.time,
        WordOf(event.type), event.verb, event.from_state, event.to_state, event.reason,
        event.message, event.actor, event.revision, event.request_id, event.operation,
        int64_t{event.task}});
}

}  // namespace sluice::controlplane::postgres
