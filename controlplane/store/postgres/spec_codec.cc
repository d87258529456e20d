#include "controlplane/store/postgres/codec.h"
#include "controlplane/store/postgres/json_fields.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr Words<TaskType, 1> kTaskTypes = {{{TaskType::kKafka2Odps, "KAFKA2ODPS"}}};
constexpr Words<StartOffset, 3> kStartOffsets = {{
    {StartOffset::kLatest, "LATEST"},
    {StartOffset::kEarliest, "EARLIEST"},
    {StartOffset::kTimestamp, "TIMESTAMP"},
}};
constexpr Words<StorageEngine, 2> kStorageEngines = {{
    {StorageEngine::kLocal, "LOCAL"},
    {StorageEngine::kCloud, "CLOUD"},
}};
constexpr Words<ErrorTolerance, 2> kTolerances = {{
    {ErrorTolerance::kAll, "ALL"},
    {ErrorTolerance::kNone, "NONE"},
}};
constexpr Words<PartitionPattern, 2> kPatterns = {{
    {PartitionPattern::kOriginal, "ORIGINAL"},
    {PartitionPattern::kIso, "ISO"},
}};
constexpr Words<PartitionClock, 2> kClocks = {{
    {PartitionClock::kRecord, "RECORD"},
    {PartitionClock::kIngest, "INGEST"},
}};
constexpr Words<Delivery, 3> kDeliveries = {{
    {Delivery::kExactlyOnce, "EXACTLY_ONCE"},
    {Delivery::kStream, "STREAM"},
    {Delivery::kUpsert, "UPSERT"},
}};
constexpr Words<UpsertPolicy::Key, 2> kUpsertKeys = {{
    {UpsertPolicy::Key::kPosition, "POSITION"},
    {UpsertPolicy::Key::kRecordKey, "RECORD_KEY"},
}};
constexpr Words<EndpointKind, 4> kEndpointKinds = {{
    {EndpointKind::kUnspecified, ""},
    {EndpointKind::kVpc, "VPC"},
    {EndpointKind::kPublic, "PUBLIC"},
    {EndpointKind::kPrivate, "PRIVATE"},
}};
constexpr Words<LatePolicy::Action, 2> kLateActions = {{
    {LatePolicy::Action::kAbnormalTopic, "ABNORMAL_TOPIC"},
    {LatePolicy::Action::kOwnPartition, "OWN_PARTITION"},
}};
constexpr Words<ResourceCreation, 2> kCreations = {{
    {ResourceCreation::kAutomatic, "AUTOMATIC"},
    {ResourceCreation::kManual, "MANUAL"},
}};
constexpr Words<SinkMode, 3> kModes = {{
    {SinkMode::kDefault, "DEFAULT"},
    {SinkMode::kKey, "KEY"},
    {SinkMode::kValue, "VALUE"},
}};
constexpr Words<SinkFormat, 4> kFormats = {{
    {SinkFormat::kText, "TEXT"},
    {SinkFormat::kBinary, "BINARY"},
    {SinkFormat::kCsv, "CSV"},
    {SinkFormat::kJson, "JSON"},
}};
constexpr Words<PartitionGranularity, 3> kGranularities = {{
    {PartitionGranularity::kDay, "DAY"},
    {PartitionGranularity::kHour, "HOUR"},
    {PartitionGranularity::kMinute, "MINUTE"},
}};

Json DurationToJson(absl::Duration duration) { return absl::ToInt64Microseconds(duration); }

std::optional<absl::Duration> DurationFromJson(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return std::nullopt;
  return absl::Microseconds(found->get<int64_t>());
}

Json LatePolicyToJson(const LatePolicy& policy) {
  Json json = {{"action", WordOf(kLateActions, policy.action)}};
  if (policy.past_max.has_value()) json["past_max"] = DurationToJson(*policy.past_max);
  if (policy.future_max.has_value()) json["future_max"] = DurationToJson(*policy.future_max);
  return json;
}

LatePolicy LatePolicyFromJson(const Json& json) {
  LatePolicy policy;
  const auto found = json.find("late_policy");
  if (found == json.end()) return policy;
  policy.action = ValueOf(kLateActions, *found, "action", policy.action);
  policy.past_max = DurationFromJson(*found, "past_max");
  policy.future_max = DurationFromJson(*found, "future_max");
  return policy;
}

Json UpsertToJson(const UpsertPolicy& policy) {
  return {{"key", WordOf(kUpsertKeys, policy.key)},
          {"delete_tombstones", policy.delete_tombstones}};
}

UpsertPolicy UpsertFromJson(const Json& json) {
  UpsertPolicy policy;
  const auto found = json.find("upsert");
  if (found == json.end()) return policy;
  policy.key = ValueOf(kUpsertKeys, *found, "key", policy.key);
  Read(*found, "delete_tombstones", policy.delete_tombstones);
  return policy;
}

// Without the secret of the access key.
Json SinkToJson(const MaxComputeSink& sink) {
  Json json = {{"endpoint", sink.endpoint},
               {"tunnel_endpoint", sink.tunnel_endpoint},
               {"project", sink.project},
               {"table", sink.table},
               {"region", sink.region},
               {"account_uid", sink.account_uid},
               {"role_name", sink.role_name},
               {"mode", WordOf(kModes, sink.mode)},
               {"format", WordOf(kFormats, sink.format)},
               {"partition_granularity", WordOf(kGranularities, sink.partition_granularity)},
               {"time_zone", sink.time_zone},
               {"endpoint_kind", WordOf(kEndpointKinds, sink.endpoint_kind)},
               {"partition_pattern", WordOf(kPatterns, sink.partition_pattern)},
               {"partition_clock", WordOf(kClocks, sink.partition_clock)},
               {"late_policy", LatePolicyToJson(sink.late_policy)},
               {"schema", sink.schema},
               {"delivery", WordOf(kDeliveries, sink.delivery)},
               {"upsert", UpsertToJson(sink.upsert)}};
  if (sink.access_key.has_value()) json["access_key_id"] = sink.access_key->id;
  return json;
}

MaxComputeSink SinkFromJson(const Json& json) {
  MaxComputeSink sink;
  Read(json, "endpoint", sink.endpoint);
  Read(json, "tunnel_endpoint", sink.tunnel_endpoint);
  Read(json, "project", sink.project);
  Read(json, "table", sink.table);
  Read(json, "region", sink.region);
  Read(json, "account_uid", sink.account_uid);
  Read(json, "role_name", sink.role_name);
  sink.mode = ValueOf(kModes, json, "mode", sink.mode);
  sink.format = ValueOf(kFormats, json, "format", sink.format);
  sink.partition_granularity =
      ValueOf(kGranularities, json, "partition_granularity", sink.partition_granularity);
  Read(json, "time_zone", sink.time_zone);
  sink.endpoint_kind = ValueOf(kEndpointKinds, json, "endpoint_kind", sink.endpoint_kind);
  sink.partition_pattern = ValueOf(kPatterns, json, "partition_pattern", sink.partition_pattern);
  sink.partition_clock = ValueOf(kClocks, json, "partition_clock", sink.partition_clock);
  sink.late_policy = LatePolicyFromJson(json);
  Read(json, "schema", sink.schema);
  sink.delivery = ValueOf(kDeliveries, json, "delivery", sink.delivery);
  sink.upsert = UpsertFromJson(json);
  if (json.contains("access_key_id")) {
    sink.access_key.emplace();
    Read(json, "access_key_id", sink.access_key->id);
  }
  return sink;
}

Json ResourcesToJson(const ConnectorResources& resources) {
  Json json = {{"creation", WordOf(kCreations, resources.creation)},
               {"offset_topic", resources.offset_topic},
               {"config_topic", resources.config_topic},
               {"status_topic", resources.status_topic},
               {"dead_letter_topic", resources.dead_letter_topic},
               {"abnormal_data_topic", resources.abnormal_data_topic},
               {"task_group", resources.task_group},
               {"connector_group", resources.connector_group},
               {"dead_letter_storage", WordOf(kStorageEngines, resources.dead_letter_storage)},
               {"replication_factor", resources.replication_factor}};
  if (resources.abnormal_data_storage.has_value()) {
    json["abnormal_data_storage"] = WordOf(kStorageEngines, *resources.abnormal_data_storage);
  }
  return json;
}

ConnectorResources ResourcesFromJson(const Json& json) {
  ConnectorResources resources;
  resources.creation = ValueOf(kCreations, json, "creation", resources.creation);
  Read(json, "offset_topic", resources.offset_topic);
  Read(json, "config_topic", resources.config_topic);
  Read(json, "status_topic", resources.status_topic);
  Read(json, "dead_letter_topic", resources.dead_letter_topic);
  Read(json, "abnormal_data_topic", resources.abnormal_data_topic);
  Read(json, "task_group", resources.task_group);
  Read(json, "connector_group", resources.connector_group);
  resources.dead_letter_storage =
      ValueOf(kStorageEngines, json, "dead_letter_storage", resources.dead_letter_storage);
  Read(json, "replication_factor", resources.replication_factor);
  if (json.contains("abnormal_data_storage")) {
    resources.abnormal_data_storage =
        ValueOf(kStorageEngines, json, "abnormal_data_storage", StorageEngine::kLocal);
  }
  return resources;
}

Json SourceToJson(const KafkaSource& source) {
  Json json = {{"topic", source.topic},
               {"start_offset", WordOf(kStartOffsets, source.start_offset)}};
  if (source.start_time.has_value()) json["start_time"] = TimeToJson(*source.start_time);
  return json;
}

KafkaSource SourceFromJson(const Json& json) {
  KafkaSource source;
  Read(json, "topic", source.topic);
  source.start_offset = ValueOf(kStartOffsets, json, "start_offset", source.start_offset);
  if (json.contains("start_time")) source.start_time = TimeFromJson(json, "start_time");
  return source;
}

Json ErrorPolicyToJson(const ErrorPolicy& policy) {
  return {{"tolerance", WordOf(kTolerances, policy.tolerance)},
          {"max_share", policy.max_share},
          {"max_per_minute", policy.max_per_minute}};
}

Json CompletenessToJson(const CompletenessPolicy& policy) {
  return {{"grace", DurationToJson(policy.grace)},
          {"announcement_topic", policy.announcement_topic}};
}

CompletenessPolicy CompletenessFromJson(const Json& json) {
  CompletenessPolicy policy;
  const auto found = json.find("completeness");
  if (found == json.end()) return policy;
  policy.grace = DurationFromJson(*found, "grace").value_or(policy.grace);
  Read(*found, "announcement_topic", policy.announcement_topic);
  return policy;
}

ErrorPolicy ErrorPolicyFromJson(const Json& json) {
  ErrorPolicy policy;
  const auto found = json.find("error_policy");
  if (found == json.end()) return policy;
  policy.tolerance = ValueOf(kTolerances, *found, "tolerance", policy.tolerance);
  Read(*found, "max_share", policy.max_share);
  Read(*found, "max_per_minute", policy.max_per_minute);
  return policy;
}

}  // namespace

std::string SpecToJson(const ConnectorSpec& spec) {
  return Dump({{"description", spec.description},
               {"task_type", WordOf(kTaskTypes, spec.task_type)},
               {"source", SourceToJson(spec.source)},
               {"resources", ResourcesToJson(spec.resources)},
               {"sink", SinkToJson(spec.sink)},
               {"vpc_id", spec.vpc_id},
               {"vswitch_id", spec.vswitch_id},
               {"internet_access", spec.internet_access},
               {"tasks", spec.tasks},
               {"error_policy", ErrorPolicyToJson(spec.error_policy)},
               {"completeness", CompletenessToJson(spec.completeness)}});
}

ConnectorSpec SpecFromJson(absl::string_view text) {
  const Json json = Json::parse(text);
  ConnectorSpec spec;
  Read(json, "description", spec.description);
  spec.task_type = ValueOf(kTaskTypes, json, "task_type", spec.task_type);
  spec.source = SourceFromJson(json.at("source"));
  spec.resources = ResourcesFromJson(json.at("resources"));
  spec.sink = SinkFromJson(json.at("sink"));
  Read(json, "vpc_id", spec.vpc_id);
  Read(json, "vswitch_id", spec.vswitch_id);
  Read(json, "internet_access", spec.internet_access);
  Read(json, "tasks", spec.tasks);
  spec.error_policy = ErrorPolicyFromJson(json);
  spec.completeness = CompletenessFromJson(json);
  return spec;
}

}  // namespace sluice::controlplane::postgres
