#include "controlplane/watch/state_events.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"

namespace sluice::controlplane {
namespace {

ConnectorEvent EventOf(const Connector& connector, EventType type, absl::Time time) {
  return {.connector_uid = connector.uid,
          .connector = connector.id,
          .time = time,
          .type = type,
          .actor = kSluiceActor,
          .revision = connector.spec_revision};
}

}  // namespace

std::vector<ConnectorEvent> EventsBetween(const NotedObservation& before, const SeenConnector& now,
                                          absl::Time time) {
  std::vector<ConnectorEvent> events;
  if (before.version == 0) return events;
  const std::optional<Trouble>& trouble = now.observation.trouble;
  if (before.values.state != now.values.state) {
    ConnectorEvent event = EventOf(now.connector, EventType::kState, time);
    event.from_state = std::string(NameOf(before.values.state));
    event.to_state = std::string(NameOf(now.values.state));
    if (trouble.has_value()) {
      event.reason = trouble->problem.reason;
      event.message = trouble->problem.message;
    }
    events.push_back(std::move(event));
  }
  if (before.values.trouble_reason != now.values.trouble_reason) {
    ConnectorEvent event = EventOf(now.connector, EventType::kTrouble, time);
    if (trouble.has_value()) {
      event.reason = trouble->problem.reason;
      event.message = trouble->problem.message;
    } else {
      event.reason = before.values.trouble_reason;
      event.message = absl::StrCat(before.values.trouble_reason, " is over");
    }
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace sluice::controlplane
