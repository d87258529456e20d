#include "controlplane/offsets/open_sessions.h"

#include <memory>

#include "base/log/log.h"
#include "base/status/status_macros.h"
#include "controlplane/model/connector_revision.h"
#include "maxcompute/tunnel/tunnel.h"

namespace sluice::controlplane {
namespace {

using maxcompute::SessionStatus;

bool IsOver(SessionStatus status) {
  switch (status) {
    case SessionStatus::kClosed:
    case SessionStatus::kExpired:
    case SessionStatus::kCanceled:
    case SessionStatus::kCritical:
    case SessionStatus::kNotFound:
      return true;
    case SessionStatus::kInitiating:
    case SessionStatus::kNormal:
    case SessionStatus::kClosing:
    case SessionStatus::kCommitting:
    case SessionStatus::kUnknown:
      return false;
  }
  return false;
}

}  // namespace

absl::StatusOr<MaxComputeSink> OpenSessions::SinkOf(const Connector& connector, int64_t revision) {
  // The present definition says the same of tasks as the revision that they run.
  if (revision == connector.task_revision) return connector.spec.sink;
  SLUICE_ASSIGN_OR_RETURN(const ConnectorRevision older,
                          connectors_.GetRevision(connector.uid, revision));
  return older.spec.sink;
}

absl::StatusOr<bool> OpenSessions::AreOver(const Connector& connector,
                                           const formats::Intent& entry) {
  const auto unless_away = [&](const absl::Status& status) -> absl::StatusOr<bool> {
    if (absl::IsUnavailable(status)) return status;
    log::Debug("upload sessions cannot be asked about",
               {{"connector", connector.id.connector}, {"error", status}});
    return false;
  };
  const auto sink = SinkOf(connector, entry.connector_revision);
  if (!sink.ok()) return unless_away(sink.status());
  // With the other deliveries tasks are never left without an answer.
  if (sink->delivery != Delivery::kExactlyOnce) return false;
  const auto connection = tables_.Of(*sink);
  if (!connection.ok()) return unless_away(connection.status());
  for (const formats::IntentSession& session : entry.sessions) {
    const auto partition = maxcompute::PartitionSpec::Parse(session.table_partition);
    if (!partition.ok()) return unless_away(partition.status());
    const auto state =
        (*connection)
            ->tunnel()
            .GetUpload(
                {.table = TableNameOf(*sink), .partition = *partition, .id = session.session_id});
    if (!state.ok()) return unless_away(state.status());
    if (!IsOver(state->status)) return false;
  }
  return true;
}

}  // namespace sluice::controlplane
