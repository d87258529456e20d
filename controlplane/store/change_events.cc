#include "controlplane/store/change_events.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status/reason.h"
#include "controlplane/lifecycle/observe.h"

namespace sluice::controlplane {
namespace {

ConnectorEvent EventOf(const Connector& connector, absl::Time time) {
  return {.connector_uid = connector.uid,
          .connector = connector.id,
          .time = time,
          .revision = connector.spec_revision};
}

// Of those who change a desired state without saying by which verb.
const char* VerbTowards(DesiredState state) {
  switch (state) {
    case DesiredState::kRunning:
      return "deploy";
    case DesiredState::kPaused:
      return "pause";
    case DesiredState::kStopped:
      return "stop";
    case DesiredState::kDeleted:
      return "delete";
    case DesiredState::kDraft:
      break;
  }
  return "";
}

const char* VerbOf(OperationKind kind) {
  return kind == OperationKind::kOffsetChange ? "offset-change" : "dead-letter-replay";
}

ConnectorEvent EventOf(const Operation& operation, int64_t revision, absl::Time time) {
  return {.connector_uid = operation.connector_uid,
          .connector = operation.connector,
          .time = time,
          .type = EventType::kOperation,
          .verb = VerbOf(operation.kind),
          .actor = operation.author,
          .revision = revision,
          .operation = operation.id};
}

}  // namespace

ConnectorEvent CreatedEvent(const Connector& connector, const ChangeNote& note,
                            const Request& request) {
  ConnectorEvent event = EventOf(connector, connector.create_time);
  event.verb = "create";
  event.message = note.reason;
  event.actor = note.author;
  event.request_id = request.id;
  return event;
}

ConnectorEvent DesiredEvent(const Connector& connector, const DesiredChange& change,
                            const Request& request) {
  ConnectorEvent event = EventOf(connector, change.now);
  event.verb = change.verb.empty() ? VerbTowards(change.desired_state) : change.verb;
  event.message = absl::StrCat("desired ", NameOf(change.desired_state));
  event.actor = request.actor;
  event.request_id = request.id;
  return event;
}

ConnectorEvent UpdatedEvent(const DefinitionChange& change, const Request& request) {
  ConnectorEvent event = EventOf(change.connector, change.connector.update_time);
  if (change.note.author == kSluiceActor) event.type = EventType::kByItself;
  event.verb = change.verb;
  event.message = change.note.reason;
  event.actor = change.note.author;
  event.request_id = request.id;
  return event;
}

ConnectorEvent RestartedEvent(const Connector& connector, const std::vector<int32_t>& indices,
                              const Request& request, absl::Time now) {
  ConnectorEvent event = EventOf(connector, now);
  event.verb = "restart";
  event.message = absl::StrCat("tasks ", absl::StrJoin(indices, ", "));
  event.actor = request.actor;
  event.request_id = request.id;
  if (indices.size() == 1) event.task = indices[0];
  return event;
}

ConnectorEvent RemovedEvent(const Connector& connector, absl::Time now) {
  ConnectorEvent event = EventOf(connector, now);
  event.type = EventType::kByItself;
  event.verb = "remove";
  event.message = "its tasks have ended, and it is gone";
  event.actor = kSluiceActor;
  return event;
}

ConnectorEvent OperationBegunEvent(const Operation& operation, int64_t revision,
                                   const Request& request) {
  ConnectorEvent event = EventOf(operation, revision, operation.create_time);
  event.message =
      operation.change_reason.empty() ? "began" : absl::StrCat("began: ", operation.change_reason);
  event.request_id = request.id;
  return event;
}

ConnectorEvent OperationEndedEvent(const Operation& operation, int64_t revision) {
  ConnectorEvent event = EventOf(operation, revision, operation.end_time);
  const OperationProgress& progress = operation.progress;
  event.message = absl::StrCat("ended, ", progress.done_count);
  if (progress.total_count > 0) absl::StrAppend(&event.message, " of ", progress.total_count);
  absl::StrAppend(&event.message, " done");
  if (operation.error.ok()) return event;
  event.reason = ReasonOf(operation.error);
  absl::StrAppend(&event.message, ": ", operation.error.message());
  return event;
}

NotedObservation FirstObservation(const Connector& connector) {
  return {connector.uid, 1, ValuesOf(Observe(connector, {}, connector.create_time))};
}

}  // namespace sluice::controlplane
