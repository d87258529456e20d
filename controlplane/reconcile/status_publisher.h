#ifndef SLUICE_CONTROLPLANE_RECONCILE_STATUS_PUBLISHER_H_
#define SLUICE_CONTROLPLANE_RECONCILE_STATUS_PUBLISHER_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/model/task.h"

namespace sluice::controlplane {

// Writes what is observed of connectors into their status topics, whenever it differs from what
// this process last wrote; tasks that are gone get a tombstone. For people's tools only: nobody of
// ours reads it.
//
// Borrows its arguments. Thread-safe.
class StatusPublisher {
 public:
  StatusPublisher(ClusterConnections& connections, Clock& clock, absl::Duration timeout)
      : connections_(connections), clock_(clock), timeout_(timeout) {}

  // UNAVAILABLE: the next call writes it.
  absl::Status Publish(const Connector& connector, absl::Span<const Task> tasks,
                       const Instance& instance);

  // The connector is gone: its records were erased elsewhere.
  void Forget(const std::string& connector_uid);

 private:
  using Records = std::map<std::string, std::string>;  // Value by key.

  ClusterConnections& connections_;
  Clock& clock_;
  const absl::Duration timeout_;
  Mutex mu_;
  std::map<std::string, Records> written_ SLUICE_GUARDED_BY(mu_);  // By connector uid.
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RECONCILE_STATUS_PUBLISHER_H_
