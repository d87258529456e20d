#include "controlplane/provisioning/topic_requirement.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "controlplane/provisioning/kafka_tool.h"

namespace sluice::controlplane {
namespace {

// How long a dead letter is kept after it was written: time to come back from a holiday and mend
// it, and an end to what nobody looks at (docs/decisions/0033-how-long-dead-letters-stay.md).
constexpr absl::Duration kDeadLettersKept = absl::Hours(30 * 24);

constexpr TopicRequirement kRequirements[] = {
    {TopicRole::kTaskOffset, "task offset topic", "offset_topic", &ConnectorResources::offset_topic,
     6, 2, 0, false, "compact"},
    {TopicRole::kTaskConfiguration, "task configuration topic", "config_topic",
     &ConnectorResources::config_topic, 1, 1, 1, false, "compact"},
    {TopicRole::kTaskStatus, "task status topic", "status_topic", &ConnectorResources::status_topic,
     6, 1, 0, true, "compact"},
    {TopicRole::kDeadLetters, "dead letter topic", "dead_letter_topic",
     &ConnectorResources::dead_letter_topic, 6, 1, 0, true, "delete"},
    {TopicRole::kAbnormalData, "abnormal data topic", "abnormal_data_topic",
     &ConnectorResources::abnormal_data_topic, 6, 1, 0, true, "delete"},
};

}  // namespace

absl::Span<const TopicRequirement> TopicRequirements() { return kRequirements; }

StorageEngine StorageOf(const TopicRequirement& wanted, const ConnectorResources& resources) {
  switch (wanted.role) {
    case TopicRole::kDeadLetters:
      return resources.dead_letter_storage;
    case TopicRole::kAbnormalData:
      return resources.abnormal_data_storage.value_or(resources.dead_letter_storage);
    case TopicRole::kTaskOffset:
    case TopicRole::kTaskConfiguration:
    case TopicRole::kTaskStatus:
      return StorageEngine::kLocal;
  }
  return StorageEngine::kLocal;
}

kafka::NewTopic NewTopicOf(const TopicRequirement& wanted, const ConnectorResources& resources,
                           int replication_factor) {
  kafka::NewTopic topic = {.name = resources.*wanted.topic,
                           .partitions = wanted.partitions,
                           .replication_factor = replication_factor,
                           .configs = {{"cleanup.policy", std::string(wanted.cleanup_policy)}}};
  if (!wanted.is_internal()) {
    // By the record's own timestamp a letter of an old record would be deleted at once.
    topic.configs["message.timestamp.type"] = "LogAppendTime";
    topic.configs["retention.ms"] = absl::StrCat(absl::ToInt64Milliseconds(kDeadLettersKept));
  }
  if (StorageOf(wanted, resources) == StorageEngine::kCloud) {
    topic.configs["remote.storage.enable"] = "true";
  }
  return topic;
}

std::string CreateCommand(const kafka::NewTopic& topic, const Instance& instance) {
  std::string command = absl::StrCat(KafkaTool("kafka-topics", instance), " --create --topic ",
                                     topic.name, " --partitions ", topic.partitions,
                                     " --replication-factor ", topic.replication_factor);
  for (const auto& [name, value] : topic.configs) {
    absl::StrAppend(&command, " --config ", name, "=", value);
  }
  return command;
}

std::string AlterCommand(absl::string_view topic, absl::string_view setting,
                         const Instance& instance) {
  return absl::StrCat(KafkaTool("kafka-configs", instance),
                      " --alter --entity-type topics --entity-name ", topic, " --add-config ",
                      setting);
}

}  // namespace sluice::controlplane
