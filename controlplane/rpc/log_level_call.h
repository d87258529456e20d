#ifndef SLUICE_CONTROLPLANE_RPC_LOG_LEVEL_CALL_H_
#define SLUICE_CONTROLPLANE_RPC_LOG_LEVEL_CALL_H_

#include "absl/status/status.h"
#include "base/time/clock.h"
#include "controlplane/store/log_level_store.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// SetConnectorLogLevel. Borrows its arguments. Thread-safe; blocks as the store does.
class LogLevelCall {
 public:
  LogLevelCall(LogLevelStore& levels, Clock& clock) : levels_(levels), clock_(clock) {}

  absl::Status Set(const v1::SetConnectorLogLevelRequest& request,
                   v1::SetConnectorLogLevelResponse* response);

 private:
  LogLevelStore& levels_;
  Clock& clock_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_LOG_LEVEL_CALL_H_
