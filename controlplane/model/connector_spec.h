#ifndef SLUICE_CONTROLPLANE_MODEL_CONNECTOR_SPEC_H_
#define SLUICE_CONTROLPLANE_MODEL_CONNECTOR_SPEC_H_

#include <cstdint>
#include <string>

namespace sluice::controlplane {

// What a user defines of a connector. Fields, limits and defaults as in
// api/sluice/v1/connector.proto; defaults are filled in before it is stored, so no reader has to
// know them.

enum class TaskType { kKafka2Odps };
enum class StartOffset { kLatest, kEarliest };

struct KafkaSource {
  std::string topic;
  StartOffset start_offset = StartOffset::kLatest;

  friend bool operator==(const KafkaSource&, const KafkaSource&) = default;
};

enum class ResourceCreation { kAutomatic, kManual };

// The connector's own topics and groups (R5, R9, R10).
struct ConnectorResources {
  ResourceCreation creation = ResourceCreation::kAutomatic;
  std::string offset_topic;
  std::string config_topic;
  std::string status_topic;
  std::string dead_letter_topic;
  std::string abnormal_data_topic;  // May be the same as dead_letter_topic.
  std::string task_group;
  std::string connector_group;

  friend bool operator==(const ConnectorResources&, const ConnectorResources&) = default;
};

enum class SinkMode { kDefault, kKey, kValue };
enum class SinkFormat { kText, kBinary, kCsv };
enum class PartitionGranularity { kDay, kHour, kMinute };

struct MaxComputeSink {
  std::string endpoint;
  std::string tunnel_endpoint;  // Empty: the project is asked for it.
  std::string project;
  std::string table;
  std::string region;
  std::string account_uid;
  std::string role_name;
  SinkMode mode = SinkMode::kDefault;
  SinkFormat format = SinkFormat::kText;
  PartitionGranularity partition_granularity = PartitionGranularity::kHour;
  std::string time_zone = "GMT 08:00";

  friend bool operator==(const MaxComputeSink&, const MaxComputeSink&) = default;
};

struct ConnectorSpec {
  std::string description;
  TaskType task_type = TaskType::kKafka2Odps;
  KafkaSource source;
  ConnectorResources resources;
  MaxComputeSink sink;
  std::string vpc_id;      // Empty: any.
  std::string vswitch_id;  // Empty: any.
  bool internet_access = false;
  int32_t tasks = 1;

  friend bool operator==(const ConnectorSpec&, const ConnectorSpec&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_CONNECTOR_SPEC_H_
