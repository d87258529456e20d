#ifndef SLUICE_CONTROLPLANE_MODEL_CONNECTOR_SPEC_H_
#define SLUICE_CONTROLPLANE_MODEL_CONNECTOR_SPEC_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"

namespace sluice::controlplane {

// What a user defines of a connector. Fields, limits and defaults as in
// api/sluice/v1/connector.proto; defaults are filled in before it is stored, so no reader has to
// know them.

enum class TaskType { kKafka2Odps };
enum class StartOffset { kLatest, kEarliest, kTimestamp };

struct KafkaSource {
  std::string topic;
  StartOffset start_offset = StartOffset::kLatest;
  std::optional<absl::Time> start_time;  // With kTimestamp, and only then.

  friend bool operator==(const KafkaSource&, const KafkaSource&) = default;
};

enum class ResourceCreation { kAutomatic, kManual };
enum class StorageEngine { kLocal, kCloud };

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
  StorageEngine dead_letter_storage = StorageEngine::kLocal;
  // Nothing: that of the dead letter topic; filled in before it is stored.
  std::optional<StorageEngine> abnormal_data_storage;
  int32_t replication_factor = 0;  // Of topics that Sluice makes; 0: the brokers' default.

  friend bool operator==(const ConnectorResources&, const ConnectorResources&) = default;
};

enum class SinkMode { kDefault, kKey, kValue };
enum class SinkFormat { kText, kBinary, kCsv, kJson };
enum class PartitionGranularity { kDay, kHour, kMinute };
enum class PartitionPattern { kOriginal, kIso };
enum class PartitionClock { kRecord, kIngest };
// kUnspecified: the host name tells; filled in before it is stored.
enum class EndpointKind { kUnspecified, kVpc, kPublic, kPrivate };

enum class Delivery { kExactlyOnce, kStream, kUpsert };

// With kUpsert, and only then.
struct UpsertPolicy {
  enum class Key { kPosition, kRecordKey };
  Key key = Key::kPosition;
  bool delete_tombstones = false;  // With kRecordKey, and only then.

  friend bool operator==(const UpsertPolicy&, const UpsertPolicy&) = default;
};

struct LatePolicy {
  enum class Action { kAbnormalTopic, kOwnPartition };
  Action action = Action::kAbnormalTopic;
  std::optional<absl::Duration> past_max;    // Nothing: what suits the granularity.
  std::optional<absl::Duration> future_max;  // Nothing: what suits the granularity.

  friend bool operator==(const LatePolicy&, const LatePolicy&) = default;
};

// Instead of a role. The secret goes to the store, to MaxCompute's signatures and to workers, into
// no message, log or answer.
struct AccessKey {
  std::string id;
  std::string secret;

  friend bool operator==(const AccessKey&, const AccessKey&) = default;
};

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
  EndpointKind endpoint_kind = EndpointKind::kUnspecified;
  PartitionPattern partition_pattern = PartitionPattern::kOriginal;
  PartitionClock partition_clock = PartitionClock::kRecord;
  LatePolicy late_policy;
  std::optional<AccessKey> access_key;  // Instead of account_uid and role_name.
  std::string schema;                   // Empty: the project's default.
  Delivery delivery = Delivery::kExactlyOnce;
  UpsertPolicy upsert;

  friend bool operator==(const MaxComputeSink&, const MaxComputeSink&) = default;
};

enum class ErrorTolerance { kAll, kNone };

// What becomes of records that are no rows (R6).
struct ErrorPolicy {
  ErrorTolerance tolerance = ErrorTolerance::kAll;
  double max_share = 0.1;      // Of the last 1,000 records; 1: no limit.
  int64_t max_per_minute = 0;  // 0: no limit.

  friend bool operator==(const ErrorPolicy&, const ErrorPolicy&) = default;
};

// When table partitions count as complete, and who is told.
struct CompletenessPolicy {
  absl::Duration grace = absl::Minutes(10);
  std::string announcement_topic;  // Empty: nobody.

  friend bool operator==(const CompletenessPolicy&, const CompletenessPolicy&) = default;
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
  ErrorPolicy error_policy;
  CompletenessPolicy completeness;

  friend bool operator==(const ConnectorSpec&, const ConnectorSpec&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_CONNECTOR_SPEC_H_
