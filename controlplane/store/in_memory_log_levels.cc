#include "base/status/status_macros.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/refusals.h"

// The levels of logging that an InMemoryStore keeps.
namespace sluice::controlplane {

absl::Status InMemoryStore::SetLogLevel(const ConnectorId& id,
                                        const std::optional<LogLevelUntil>& level, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  for (const auto& [uid, connector] : connectors_) {
    if (connector.id != id) continue;
    if (level.has_value()) {
      log_levels_[uid] = *level;
    } else {
      log_levels_.erase(uid);
    }
    RenewSnapshots(uid);
    counter_.Add(Change::kSnapshots);
    return absl::OkStatus();
  }
  return ConnectorNotFound(id);
}

absl::StatusOr<std::vector<ConnectorLogLevel>> InMemoryStore::ListLogLevels(absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<ConnectorLogLevel> levels;
  for (const auto& [uid, level] : log_levels_) {
    const auto connector = connectors_.find(uid);
    if (connector == connectors_.end() || level.until <= now) continue;
    levels.push_back({connector->second.id, uid, level});
  }
  return levels;
}

}  // namespace sluice::controlplane
