#ifndef SLUICE_CONTROLPLANE_KAFKA_KAFKA_CONNECTIONS_H_
#define SLUICE_CONTROLPLANE_KAFKA_KAFKA_CONNECTIONS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/connection_settings.h"
#include "base/sync/mutex.h"
#include "controlplane/kafka/cluster_connections.h"

namespace sluice::controlplane {

struct KafkaConnectionsOptions {
  // Each costs a few threads and sockets; the one that was used longest ago goes first.
  int clusters_max = 64;
  absl::Duration delivery_timeout = absl::Seconds(15);  // Of a record, retries included.
};

// ClusterConnections over librdkafka: one admin client, one producer and one reader for each
// instance, made when first wanted.
class KafkaConnections : public ClusterConnections {
 public:
  explicit KafkaConnections(const KafkaConnectionsOptions& options) : options_(options) {}

  absl::StatusOr<std::shared_ptr<kafka::Admin>> AdminOf(const Instance& instance) override;
  absl::StatusOr<std::shared_ptr<kafka::Producer>> ProducerOf(const Instance& instance) override;
  absl::StatusOr<std::shared_ptr<kafka::RecordReader>> ReaderOf(const Instance& instance) override;
  void Drop(const Instance& instance) override;

 private:
  struct Cluster {
    kafka::ConnectionSettings settings;
    std::shared_ptr<kafka::Admin> admin;
    std::shared_ptr<kafka::Producer> producer;
    std::shared_ptr<kafka::RecordReader> reader;
    int64_t last_use = 0;
  };

  // The instance's entry; a new one when its settings changed. What it replaces goes to `dropped`:
  // closing a client waits for its threads, which nobody does under the mutex.
  Cluster& Find(const Instance& instance, std::map<std::string, Cluster>& dropped)
      SLUICE_REQUIRES(mu_);

  const KafkaConnectionsOptions options_;
  Mutex mu_;
  int64_t uses_ SLUICE_GUARDED_BY(mu_) = 0;
  std::map<std::string, Cluster> clusters_ SLUICE_GUARDED_BY(mu_);  // By instance uid.
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_KAFKA_KAFKA_CONNECTIONS_H_
