#ifndef SLUICE_FORMATS_CONNECT_RECORDS_H_
#define SLUICE_FORMATS_CONNECT_RECORDS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// The records of a connector's internal topics, in the forms of Kafka Connect, so that ordinary
// tools read them. Keys and values are JSON in one line without blanks, UTF-8; no value at all is a
// tombstone, which the caller writes. The same key has always the same bytes: that is what
// compaction keeps.
namespace sluice::formats {

// ---- connect-offset-<name>: where to read on, beside the group's own offsets ----

// ["<connector>",{"kafka_topic":"orders","kafka_partition":0}]
std::string EncodeOffsetKey(absl::string_view connector, absl::string_view topic,
                            int32_t partition);
// {"kafka_offset":42}
std::string EncodeOffsetValue(int64_t next_offset);

// ["<connector>",{"kafka_topic":"orders"}]: about the source as a whole.
std::string EncodeSourceKey(absl::string_view connector, absl::string_view topic);

// Which topic, by its id, the offsets beside it speak of, and whose they are.
struct SourceValue {
  std::string connector_uid;
  std::string topic_id;  // As Kafka prints it; empty when the broker does not tell.

  friend bool operator==(const SourceValue&, const SourceValue&) = default;
};
// {"connector_uid":"…","kafka_topic_id":"…"}
std::string EncodeSourceValue(const SourceValue& value);

struct OffsetKey {
  std::string connector;
  std::string topic;
  std::optional<int32_t> partition;  // Not set: about the source as a whole.

  friend bool operator==(const OffsetKey&, const OffsetKey&) = default;
};

// INVALID_ARGUMENT for what is none of the above. Unknown fields are ignored.
absl::StatusOr<OffsetKey> ParseOffsetKey(absl::string_view key);
absl::StatusOr<int64_t> ParseOffsetValue(absl::string_view value);
absl::StatusOr<SourceValue> ParseSourceValue(absl::string_view value);

// ---- connect-config-<name>: what shall run ----

using Properties = std::map<std::string, std::string>;

std::string ConnectorConfigKey(absl::string_view connector);           // connector-<name>
std::string TaskConfigKey(absl::string_view connector, int32_t task);  // task-<name>-<index>
std::string CommitConfigKey(absl::string_view connector);              // commit-<name>
std::string TargetStateKey(absl::string_view connector);               // target-state-<name>

std::string EncodeProperties(const Properties& properties);  // {"properties":{…}}
std::string EncodeTaskCount(int32_t tasks);  // {"tasks":2}; makes task records count.

// What a connector is told to do.
enum class TargetState { kStarted, kPaused, kStopped };
// {"state":"PAUSED","state.v2":"STOPPED"}; old readers know no STOPPED.
std::string EncodeTargetState(TargetState state);

// Whether `key` is one of the four above for this connector.
bool IsConfigKeyOf(absl::string_view key, absl::string_view connector);
// Of a task's key of this connector: which task.
std::optional<int32_t> TaskOfConfigKey(absl::string_view key, absl::string_view connector);

// ---- connect-status-<name>: what was seen ----

std::string ConnectorStatusKey(absl::string_view connector);           // status-connector-<name>
std::string TaskStatusKey(absl::string_view connector, int32_t task);  // status-task-<name>-<index>

struct StatusValue {
  std::string state;  // UNASSIGNED, RUNNING, PAUSED, FAILED, RESTARTING or STOPPED.
  std::optional<std::string> trace;
  std::string worker_id;
  int64_t generation = 0;
  std::optional<std::string> version;
};
std::string EncodeStatus(const StatusValue& status);
// The state in it; nothing when there is none.
std::optional<std::string> StateOfStatus(absl::string_view value);

// status-topic-<topic>:connector-<name>
std::string TopicStatusKey(absl::string_view connector, absl::string_view topic);
// That `task` was the first of the connector to take a record of `topic`:
// {"topic":{"name":"t","connector":"c","task":0,"discoverTimestamp":1795398499643}}
std::string EncodeTopicStatus(absl::string_view connector, absl::string_view topic, int32_t task,
                              int64_t discovered_ms);

// Whether `key` is one of the three above for this connector.
bool IsStatusKeyOf(absl::string_view key, absl::string_view connector);

}  // namespace sluice::formats

#endif  // SLUICE_FORMATS_CONNECT_RECORDS_H_
