#include "controlplane/reconcile/status_publisher.h"

#include <utility>
#include <vector>

#include "base/status/status_macros.h"
#include "controlplane/reconcile/status_records.h"

namespace sluice::controlplane {

absl::Status StatusPublisher::Publish(const Connector& connector, absl::Span<const Task> tasks,
                                      const Instance& instance) {
  const Records wanted = StatusRecordsOf(connector, tasks, clock_.Now());
  Records before;
  {
    MutexLock lock(mu_);
    before = written_[connector.uid];
  }
  const std::string& topic = connector.spec.resources.status_topic;
  std::vector<kafka::ProducerRecord> records;
  for (const auto& [key, value] : wanted) {
    const auto old = before.find(key);
    if (old != before.end() && old->second == value) continue;
    records.push_back({.topic = topic, .key = key, .value = value});
  }
  for (const auto& [key, value] : before) {
    if (!wanted.contains(key)) records.push_back({.topic = topic, .key = key});
  }
  if (records.empty()) return absl::OkStatus();
  SLUICE_ASSIGN_OR_RETURN(const auto producer, connections_.ProducerOf(instance));
  SLUICE_RETURN_IF_ERROR(kafka::ProduceAllAndWait(*producer, records, timeout_));
  MutexLock lock(mu_);
  written_[connector.uid] = wanted;
  return absl::OkStatus();
}

void StatusPublisher::Forget(const std::string& connector_uid) {
  MutexLock lock(mu_);
  written_.erase(connector_uid);
}

}  // namespace sluice::controlplane
