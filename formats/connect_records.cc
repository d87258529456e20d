#include "formats/connect_records.h"

#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"

namespace sluice::formats {
namespace {

using Json = nlohmann::ordered_json;

// Text that is not UTF-8 cannot come from a name; it must not throw either.
std::string Text(const Json& json) {
  return json.dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
}

std::string Str(absl::string_view text) { return std::string(text); }

absl::Status NotOf(absl::string_view form) {
  return absl::InvalidArgumentError(absl::StrCat("not of the form ", form));
}

Json Parse(absl::string_view text) {
  return Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
}

// The field's text; nothing when it is absent or no text.
std::optional<std::string> TextField(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

// The number behind `prefix`, written as we write it; nothing for any other key.
std::optional<int32_t> NumberAfter(absl::string_view key, const std::string& prefix) {
  int32_t number = 0;
  if (!absl::ConsumePrefix(&key, prefix) || !absl::SimpleAtoi(key, &number) || number < 0 ||
      absl::StrCat(number) != key) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

std::string EncodeOffsetKey(absl::string_view connector, absl::string_view topic,
                            int32_t partition) {
  Json source;
  source["kafka_topic"] = Str(topic);
  source["kafka_partition"] = partition;
  return Text(Json::array({Str(connector), source}));
}

std::string EncodeOffsetValue(int64_t next_offset) {
  Json value;
  value["kafka_offset"] = next_offset;
  return Text(value);
}

std::string EncodeSourceKey(absl::string_view connector, absl::string_view topic) {
  Json source;
  source["kafka_topic"] = Str(topic);
  return Text(Json::array({Str(connector), source}));
}

std::string EncodeSourceValue(const SourceValue& value) {
  Json json;
  json["connector_uid"] = value.connector_uid;
  json["kafka_topic_id"] = value.topic_id;
  return Text(json);
}

absl::StatusOr<OffsetKey> ParseOffsetKey(absl::string_view key) {
  constexpr absl::string_view kForm = R"(["name",{"kafka_topic":"t","kafka_partition":0}])";
  const Json json = Parse(key);
  if (!json.is_array() || json.size() != 2 || !json[0].is_string() || !json[1].is_object()) {
    return NotOf(kForm);
  }
  const std::optional<std::string> topic = TextField(json[1], "kafka_topic");
  if (!topic.has_value()) return NotOf(kForm);
  OffsetKey parsed = {json[0].get<std::string>(), *topic, std::nullopt};
  if (const auto partition = json[1].find("kafka_partition"); partition != json[1].end()) {
    if (!partition->is_number_integer()) return NotOf(kForm);
    const int64_t number = partition->get<int64_t>();
    if (number < 0 || number > std::numeric_limits<int32_t>::max()) return NotOf(kForm);
    parsed.partition = static_cast<int32_t>(number);
  }
  return parsed;
}

absl::StatusOr<int64_t> ParseOffsetValue(absl::string_view value) {
  constexpr absl::string_view kForm = R"({"kafka_offset":0})";
  const Json json = Parse(value);
  if (!json.is_object()) return NotOf(kForm);
  const auto offset = json.find("kafka_offset");
  if (offset == json.end() || !offset->is_number_integer() || offset->get<int64_t>() < 0) {
    return NotOf(kForm);
  }
  return offset->get<int64_t>();
}

absl::StatusOr<SourceValue> ParseSourceValue(absl::string_view value) {
  const Json json = Parse(value);
  if (json.is_object()) {
    const std::optional<std::string> uid = TextField(json, "connector_uid");
    const std::optional<std::string> topic_id = TextField(json, "kafka_topic_id");
    if (uid.has_value() && topic_id.has_value()) return SourceValue{*uid, *topic_id};
  }
  return NotOf(R"({"connector_uid":"…","kafka_topic_id":"…"})");
}

std::string ConnectorConfigKey(absl::string_view connector) {
  return absl::StrCat("connector-", connector);
}

std::string TaskConfigKey(absl::string_view connector, int32_t task) {
  return absl::StrCat("task-", connector, "-", task);
}

std::string CommitConfigKey(absl::string_view connector) {
  return absl::StrCat("commit-", connector);
}

std::string TargetStateKey(absl::string_view connector) {
  return absl::StrCat("target-state-", connector);
}

std::string EncodeProperties(const Properties& properties) {
  Json json;
  json["properties"] = Json::object();
  for (const auto& [name, value] : properties) json["properties"][name] = value;
  return Text(json);
}

std::string EncodeTaskCount(int32_t tasks) {
  Json json;
  json["tasks"] = tasks;
  return Text(json);
}

std::string EncodeTargetState(TargetState state) {
  Json json;
  json["state"] = state == TargetState::kStarted ? "STARTED" : "PAUSED";
  json["state.v2"] = state == TargetState::kStarted  ? "STARTED"
                     : state == TargetState::kPaused ? "PAUSED"
                                                     : "STOPPED";
  return Text(json);
}

std::optional<int32_t> TaskOfConfigKey(absl::string_view key, absl::string_view connector) {
  return NumberAfter(key, absl::StrCat("task-", connector, "-"));
}

bool IsConfigKeyOf(absl::string_view key, absl::string_view connector) {
  return key == ConnectorConfigKey(connector) || key == TargetStateKey(connector) ||
         key == CommitConfigKey(connector) || TaskOfConfigKey(key, connector).has_value();
}

std::string ConnectorStatusKey(absl::string_view connector) {
  return absl::StrCat("status-connector-", connector);
}

std::string TaskStatusKey(absl::string_view connector, int32_t task) {
  return absl::StrCat("status-task-", connector, "-", task);
}

std::string EncodeStatus(const StatusValue& status) {
  Json json;
  json["state"] = status.state;
  json["trace"] = status.trace.has_value() ? Json(*status.trace) : Json(nullptr);
  json["worker_id"] = status.worker_id;
  json["generation"] = status.generation;
  json["version"] = status.version.has_value() ? Json(*status.version) : Json(nullptr);
  return Text(json);
}

std::optional<std::string> StateOfStatus(absl::string_view value) {
  const Json json = Parse(value);
  return json.is_object() ? TextField(json, "state") : std::nullopt;
}

std::string TopicStatusKey(absl::string_view connector, absl::string_view topic) {
  return absl::StrCat("status-topic-", topic, ":connector-", connector);
}

std::string EncodeTopicStatus(absl::string_view connector, absl::string_view topic, int32_t task,
                              int64_t discovered_ms) {
  Json about;
  about["name"] = Str(topic);
  about["connector"] = Str(connector);
  about["task"] = task;
  about["discoverTimestamp"] = discovered_ms;
  Json json;
  json["topic"] = about;
  return Text(json);
}

bool IsStatusKeyOf(absl::string_view key, absl::string_view connector) {
  // No topic has a colon in its name.
  return key == ConnectorStatusKey(connector) ||
         NumberAfter(key, absl::StrCat("status-task-", connector, "-")).has_value() ||
         (absl::StartsWith(key, "status-topic-") &&
          absl::EndsWith(key, absl::StrCat(":connector-", connector)));
}

}  // namespace sluice::formats
