#ifndef SLUICE_CONTROLPLANE_PROVISIONING_TOPIC_REQUIREMENT_H_
#define SLUICE_CONTROLPLANE_PROVISIONING_TOPIC_REQUIREMENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/kafka/admin.h"
#include "controlplane/model/connector_spec.h"
#include "controlplane/model/instance.h"

namespace sluice::controlplane {

// What a topic is for (R5).
enum class TopicRole { kTaskOffset, kTaskConfiguration, kTaskStatus, kDeadLetters, kAbnormalData };

// A row of R5.
struct TopicRequirement {
  TopicRole role;
  absl::string_view name;   // As people call it: "task offset topic".
  absl::string_view field;  // Of ConnectorResources: "offset_topic".
  std::string ConnectorResources::*topic;
  int partitions;              // Of a new topic.
  int partitions_min;          // Fewer do not fit.
  int partitions_max;          // More do not fit; 0: no limit.
  bool other_partitions_warn;  // Any other number than `partitions` is not as recommended.
  absl::string_view cleanup_policy;

  bool is_internal() const {
    return role != TopicRole::kDeadLetters && role != TopicRole::kAbnormalData;
  }
};

// R5, row by row.
absl::Span<const TopicRequirement> TopicRequirements();

// Where the connector wants the records of this topic; internal ones are always local (R11).
StorageEngine StorageOf(const TopicRequirement& wanted, const ConnectorResources& resources);

// The topic as Sluice makes it.
kafka::NewTopic NewTopicOf(const TopicRequirement& wanted, const ConnectorResources& resources,
                           int replication_factor);

// The command that makes the same: `kafka-topics … --create …`.
std::string CreateCommand(const kafka::NewTopic& topic, const Instance& instance);

// `kafka-configs … --alter … --add-config <setting>`.
std::string AlterCommand(absl::string_view topic, absl::string_view setting,
                         const Instance& instance);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PROVISIONING_TOPIC_REQUIREMENT_H_
