#ifndef SLUICE_CONTROLPLANE_MODEL_CONNECTOR_EVENT_H_
#define SLUICE_CONTROLPLANE_MODEL_CONNECTOR_EVENT_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "controlplane/model/ids.h"

namespace sluice::controlplane {

// As ConnectorEvent.Type of event.proto.
enum class EventType { kChange, kState, kTrouble, kOperation, kByItself };

// Who did what nobody asked for.
inline constexpr char kSluiceActor[] = "sluice";

// Something that happened to a connector. It outlives the connector.
struct ConnectorEvent {
  int64_t sequence = 0;  // Given by the store; grows.
  std::string connector_uid = {};
  ConnectorId connector = {};
  absl::Time time = absl::InfinitePast();
  EventType type = EventType::kChange;
  std::string verb = {};        // Of kChange and kOperation, as `deploy`.
  std::string from_state = {};  // Of kState, as `RUNNING`.
  std::string to_state = {};
  std::string reason = {};   // UPPER_SNAKE; empty when there is no cause to name.
  std::string message = {};  // For people.
  std::string actor = {};    // As given.
  int64_t revision = 0;
  std::string request_id = {};
  std::string operation = {};  // The id of a long-running operation.
  int32_t task = -1;           // By index; -1: none alone.

  friend bool operator==(const ConnectorEvent&, const ConnectorEvent&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_CONNECTOR_EVENT_H_
