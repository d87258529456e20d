#include "controlplane/kafka/kafka_connections.h"

#include <algorithm>
#include <utility>

#include "base/kafka/kafka_admin.h"
#include "base/kafka/kafka_producer.h"
#include "base/kafka/kafka_record_reader.h"
#include "base/status/status_macros.h"
#include "controlplane/kafka/connection_settings_of.h"

namespace sluice::controlplane {

KafkaConnections::Cluster& KafkaConnections::Find(const Instance& instance,
                                                  std::map<std::string, Cluster>& dropped) {
  const kafka::ConnectionSettings settings = ConnectionSettingsOf(instance);
  if (const auto known = clusters_.find(instance.uid);
      known != clusters_.end() && !(known->second.settings == settings)) {
    dropped.insert(clusters_.extract(known));
  }
  Cluster& cluster = clusters_[instance.uid];
  cluster.settings = settings;
  cluster.last_use = ++uses_;
  if (clusters_.size() > static_cast<size_t>(options_.clusters_max)) {
    const auto oldest = std::min_element(
        clusters_.begin(), clusters_.end(),
        [](const auto& a, const auto& b) { return a.second.last_use < b.second.last_use; });
    dropped.insert(clusters_.extract(oldest));
  }
  return cluster;
}

absl::StatusOr<std::shared_ptr<kafka::Admin>> KafkaConnections::AdminOf(const Instance& instance) {
  SLUICE_RETURN_IF_ERROR(instance.secrets_status);
  std::map<std::string, Cluster> dropped;
  MutexLock lock(mu_);
  Cluster& cluster = Find(instance, dropped);
  if (cluster.admin == nullptr) {
    SLUICE_ASSIGN_OR_RETURN(cluster.admin, kafka::KafkaAdmin::Create(cluster.settings));
  }
  return cluster.admin;
}

absl::StatusOr<std::shared_ptr<kafka::Producer>> KafkaConnections::ProducerOf(
    const Instance& instance) {
  SLUICE_RETURN_IF_ERROR(instance.secrets_status);
  std::map<std::string, Cluster> dropped;
  MutexLock lock(mu_);
  Cluster& cluster = Find(instance, dropped);
  if (cluster.producer == nullptr) {
    kafka::ProducerOptions options;
    options.delivery_timeout = options_.delivery_timeout;
    // Whoever waits for a record holds the producer: who lets go of it last waits for nothing.
    options.close_timeout = absl::ZeroDuration();
    SLUICE_ASSIGN_OR_RETURN(cluster.producer,
                            kafka::KafkaProducer::Create(cluster.settings, options));
  }
  return cluster.producer;
}

absl::StatusOr<std::shared_ptr<kafka::RecordReader>> KafkaConnections::ReaderOf(
    const Instance& instance) {
  SLUICE_RETURN_IF_ERROR(instance.secrets_status);
  std::map<std::string, Cluster> dropped;
  MutexLock lock(mu_);
  Cluster& cluster = Find(instance, dropped);
  if (cluster.reader == nullptr) {
    SLUICE_ASSIGN_OR_RETURN(cluster.reader, kafka::KafkaRecordReader::Create(cluster.settings));
  }
  return cluster.reader;
}

void KafkaConnections::Drop(const Instance& instance) {
  std::map<std::string, Cluster> dropped;
  MutexLock lock(mu_);
  if (const auto known = clusters_.find(instance.uid); known != clusters_.end()) {
    dropped.insert(clusters_.extract(known));
  }
}

}  // namespace sluice::controlplane
