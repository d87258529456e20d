#ifndef SLUICE_CONTROLPLANE_KAFKA_CLUSTER_CONNECTIONS_H_
#define SLUICE_CONTROLPLANE_KAFKA_CLUSTER_CONNECTIONS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "base/kafka/admin.h"
#include "base/kafka/producer.h"
#include "base/kafka/record_reader.h"
#include "controlplane/model/instance.h"

namespace sluice::controlplane {

// The control plane's connections to the Kafka clusters of its instances.
//
// Thread-safe, and quick: nothing here waits for a broker. What is returned is shared because it
// may be dropped here, or its instance deleted, while a call on it is still under way; let go of it
// after the call. INVALID_ARGUMENT: connection settings that no client takes. SECRET_UNREADABLE: a
// secret of the instance cannot be read.
class ClusterConnections {
 public:
  virtual ~ClusterConnections() = default;

  virtual absl::StatusOr<std::shared_ptr<kafka::Admin>> AdminOf(const Instance& instance) = 0;
  virtual absl::StatusOr<std::shared_ptr<kafka::Producer>> ProducerOf(const Instance& instance) = 0;
  virtual absl::StatusOr<std::shared_ptr<kafka::RecordReader>> ReaderOf(
      const Instance& instance) = 0;

  // The next caller gets new connections. After a call without a clear answer, or when a producer
  // says that it is unusable.
  virtual void Drop(const Instance& instance) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_KAFKA_CLUSTER_CONNECTIONS_H_
