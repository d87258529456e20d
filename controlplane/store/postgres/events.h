#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_EVENTS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_EVENTS_H_

#include <pqxx/pqxx>

#include "absl/strings/string_view.h"
#include "controlplane/model/connector_event.h"

// Events within the transactions of what they tell of.
namespace sluice::controlplane::postgres {

void AddEvent(pqxx::work& transaction, const ConnectorEvent& event);

// CHANGE, STATE, TROUBLE, OPERATION, BY_ITSELF: as it stands in the database.
absl::string_view WordOf(EventType type);
EventType EventTypeOf(absl::string_view word);

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_EVENTS_H_
