#include "controlplane/deadletters/error_topics.h"

#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::controlplane {

absl::StatusOr<ErrorTopics> ErrorTopics::Begin(kafka::RecordReader& reader,
                                               const Connector& connector, absl::Duration timeout) {
  ErrorTopics topics(connector);
  const ConnectorResources& resources = connector.spec.resources;
  for (const std::string& topic : {resources.dead_letter_topic, resources.abnormal_data_topic}) {
    if (topic.empty() || topics.looks_.contains(topic)) continue;
    absl::StatusOr<std::unique_ptr<kafka::TopicLook>> look = reader.Look(topic, timeout);
    if (ReasonOf(look.status()) == kafka::reason::kTopicNotFound) continue;
    SLUICE_RETURN_IF_ERROR(look.status());
    for (const auto& [partition, range] : (*look)->bounds())
      topics.bounds_[{topic, partition}] = range;
    topics.looks_[topic] = *std::move(look);
  }
  return topics;
}

absl::StatusOr<std::set<kafka::TopicPartition>> ErrorTopics::Read(
    const ErrorRanges& ranges, absl::Duration timeout,
    const std::function<void(DeadLetter)>& show) {
  const absl::Time deadline = absl::Now() + timeout;
  std::map<std::string, kafka::OffsetRanges> by_topic;
  for (const auto& [partition, range] : ranges)
    by_topic[partition.topic][partition.partition] = range;
  std::set<kafka::TopicPartition> seen;
  for (const auto& [topic, partitions] : by_topic) {
    const auto look = looks_.find(topic);
    if (look == looks_.end()) continue;
    SLUICE_ASSIGN_OR_RETURN(
        const std::set<int32_t> whole,
        look->second->Read(partitions, deadline - absl::Now(), [&](kafka::StoredRecord record) {
          bytes_read_ += record.bytes();
          std::optional<DeadLetter> letter = ReadDeadLetter(std::move(record), topic, connector_);
          if (letter.has_value()) show(*std::move(letter));
        }));
    for (const int32_t partition : whole) seen.insert({topic, partition});
  }
  return seen;
}

}  // namespace sluice::controlplane
