#ifndef SLUICE_CONTROLPLANE_KAFKA_IN_MEMORY_CONNECTIONS_H_
#define SLUICE_CONTROLPLANE_KAFKA_IN_MEMORY_CONNECTIONS_H_

#include <atomic>
#include <memory>

#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_cluster.h"
#include "base/kafka/in_memory_producer.h"
#include "base/kafka/in_memory_record_reader.h"
#include "controlplane/kafka/cluster_connections.h"

namespace sluice::controlplane {

// Connections of tests: every instance is the same cluster in memory, which must outlive them.
class InMemoryConnections : public ClusterConnections {
 public:
  explicit InMemoryConnections(kafka::InMemoryCluster& cluster)
      : admin_(std::make_shared<kafka::InMemoryAdmin>(cluster)),
        producer_(std::make_shared<kafka::InMemoryProducer>(cluster)),
        reader_(std::make_shared<kafka::InMemoryRecordReader>(cluster)) {}

  absl::StatusOr<std::shared_ptr<kafka::Admin>> AdminOf(const Instance&) override { return admin_; }
  absl::StatusOr<std::shared_ptr<kafka::Producer>> ProducerOf(const Instance&) override {
    return producer_;
  }
  absl::StatusOr<std::shared_ptr<kafka::RecordReader>> ReaderOf(const Instance&) override {
    return reader_;
  }
  void Drop(const Instance&) override { ++drops_; }

  // How often somebody dropped them, as if there were more than these.
  int drops() const { return drops_; }

 private:
  const std::shared_ptr<kafka::Admin> admin_;
  const std::shared_ptr<kafka::Producer> producer_;
  const std::shared_ptr<kafka::RecordReader> reader_;
  std::atomic<int> drops_ = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_KAFKA_IN_MEMORY_CONNECTIONS_H_
