#ifndef SLUICE_CONTROLPLANE_STORE_LOG_LEVEL_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_LOG_LEVEL_STORE_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "controlplane/model/ids.h"
#include "controlplane/model/log_level.h"

namespace sluice::controlplane {

// Levels of logging that connectors have for a while. They go with their connector. Thread-safe;
// UNAVAILABLE as everywhere in store/.
class LogLevelStore {
 public:
  virtual ~LogLevelStore() = default;

  // Replaces what was set; nothing: each process's own level holds again. Workers that have its
  // tasks get a new snapshot, in which no task is placed anew, and all replicas are told as of a
  // change of snapshots. NOT_FOUND, CONNECTOR_NOT_FOUND.
  virtual absl::Status SetLogLevel(const ConnectorId& id, const std::optional<LogLevelUntil>& level,
                                   absl::Time now) = 0;

  // Those whose time is not over, ordered by uid.
  virtual absl::StatusOr<std::vector<ConnectorLogLevel>> ListLogLevels(absl::Time now) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_LOG_LEVEL_STORE_H_
