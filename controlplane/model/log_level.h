#ifndef SLUICE_CONTROLPLANE_MODEL_LOG_LEVEL_H_
#define SLUICE_CONTROLPLANE_MODEL_LOG_LEVEL_H_

#include <string>

#include "absl/time/time.h"
#include "base/log/log.h"
#include "controlplane/model/ids.h"

namespace sluice::controlplane {

// From which level on what concerns a connector is logged, on every process, until a time.
struct LogLevelUntil {
  log::Level level = log::Level::kInfo;
  absl::Time until;

  friend bool operator==(const LogLevelUntil&, const LogLevelUntil&) = default;
};

struct ConnectorLogLevel {
  ConnectorId id;
  std::string uid;
  LogLevelUntil level;

  friend bool operator==(const ConnectorLogLevel&, const ConnectorLogLevel&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_LOG_LEVEL_H_
