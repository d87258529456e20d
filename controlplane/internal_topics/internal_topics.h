#ifndef SLUICE_CONTROLPLANE_INTERNAL_TOPICS_INTERNAL_TOPICS_H_
#define SLUICE_CONTROLPLANE_INTERNAL_TOPICS_INTERNAL_TOPICS_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "base/time/clock.h"
#include "controlplane/internal_topics/internal_topic.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/model/task.h"
#include "controlplane/store/reconcile_queue.h"

namespace sluice::controlplane {

// Keeps the configuration and status topics of connectors true, for people's tools: nobody of ours
// decides by them (B16). Their offset topics are the workers'.
//
// Borrows its arguments. Thread-safe. Each call blocks for a few calls to Kafka of at most
// `call_timeout` each, and for none when nothing changed. UNAVAILABLE: the next call goes on from
// there.
class InternalTopics {
 public:
  // `trust`: how long it is taken for granted that nobody else writes there.
  InternalTopics(ClusterConnections& connections, Clock& clock, absl::Duration call_timeout,
                 absl::Duration trust)
      : connections_(connections),
        clock_(clock),
        call_timeout_(call_timeout),
        config_(connections, clock, call_timeout, trust),
        status_(connections, clock, call_timeout, trust) {}

  // What is asked for of the connector; when it is desired DELETED, that it is there no more. The
  // connector's group follows (R10).
  absl::Status PublishConfig(const ReconcileClaim& claim, const Connector& connector,
                             const Instance& instance);

  // What is observed of it.
  absl::Status PublishStatus(const ReconcileClaim& claim, const Connector& connector,
                             absl::Span<const Task> tasks, const Instance& instance);

  // Leaves neither configuration nor status; before the connector is removed.
  absl::Status Erase(const ReconcileClaim& claim, const Connector& connector,
                     const Instance& instance);

  // The connector is gone.
  void Forget(const std::string& connector_uid);

 private:
  ClusterConnections& connections_;
  Clock& clock_;
  const absl::Duration call_timeout_;
  InternalTopic config_;
  InternalTopic status_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_INTERNAL_TOPICS_INTERNAL_TOPICS_H_
