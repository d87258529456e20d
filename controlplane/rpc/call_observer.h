#ifndef SLUICE_CONTROLPLANE_RPC_CALL_OBSERVER_H_
#define SLUICE_CONTROLPLANE_RPC_CALL_OBSERVER_H_

#include <string>

#include "absl/time/time.h"

namespace sluice::controlplane {

// A call that has been answered.
struct AnsweredCall {
  std::string method;  // `ConnectorService/CreateConnector`; `other` for what is none of ours.
  std::string code;    // `OK`, `NOT_FOUND` …
  absl::Duration took;
  bool is_write = false;  // The request could carry a request_id.
  // Of the request; empty when it has none. At most 256 bytes.
  std::string connector;  // instances/{instance}/connectors/{connector}
  std::string request_id;
  std::string call_id;  // As the caller gave it to find the call again; empty when it gave none.
};

// Hears of every call when it has been answered: for those who count, and for the log. Any thread
// calls; it must be quick.
class CallObserver {
 public:
  virtual ~CallObserver() = default;
  virtual void OnAnswered(const AnsweredCall& call) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_CALL_OBSERVER_H_
