#include "controlplane/store/postgres/codec.h"

#include <array>
#include <stdexcept>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

namespace sluice::controlplane::postgres {
namespace {

using Json = nlohmann::json;

// Words of an enum as they stand in the database: never renamed.
template <typename E, size_t N>
using Words = std::array<std::pair<E, const char*>, N>;

constexpr Words<SecurityProtocol, 4> kSecurityProtocols = {{
    {SecurityProtocol::kPlaintext, "PLAINTEXT"},
    {SecurityProtocol::kSsl, "SSL"},
    {SecurityProtocol::kSaslPlaintext, "SASL_PLAINTEXT"},
    {SecurityProtocol::kSaslSsl, "SASL_SSL"},
}};
constexpr Words<TaskType, 1> kTaskTypes = {{{TaskType::kKafka2Odps, "KAFKA2ODPS"}}};
constexpr Words<StartOffset, 2> kStartOffsets = {{
    {StartOffset::kLatest, "LATEST"},
    {StartOffset::kEarliest, "EARLIEST"},
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
constexpr Words<SinkFormat, 3> kFormats = {{
    {SinkFormat::kText, "TEXT"},
    {SinkFormat::kBinary, "BINARY"},
    {SinkFormat::kCsv, "CSV"},
}};
constexpr Words<PartitionGranularity, 3> kGranularities = {{
    {PartitionGranularity::kDay, "DAY"},
    {PartitionGranularity::kHour, "HOUR"},
    {PartitionGranularity::kMinute, "MINUTE"},
}};
constexpr Words<ReportedState, 6> kReportedStates = {{
    {ReportedState::kStarting, "STARTING"},
    {ReportedState::kRunning, "RUNNING"},
    {ReportedState::kPaused, "PAUSED"},
    {ReportedState::kDegraded, "DEGRADED"},
    {ReportedState::kFailed, "FAILED"},
    {ReportedState::kFenced, "FENCED"},
}};

template <typename E, size_t N>
const char* WordOf(const Words<E, N>& words, E value) {
  for (const auto& [candidate, word] : words) {
    if (candidate == value) return word;
  }
  throw std::logic_error("an enum value without a word");
}

template <typename E, size_t N>
E ValueOf(const Words<E, N>& words, const Json& json, const char* key, E missing) {
  const auto found = json.find(key);
  if (found == json.end()) return missing;
  const std::string text = found->get<std::string>();
  for (const auto& [value, word] : words) {
    if (text == word) return value;
  }
  throw std::runtime_error(absl::StrCat("unknown ", key, " ", text.substr(0, 64)));
}

template <typename T>
void Read(const Json& json, const char* key, T& into) {
  const auto found = json.find(key);
  if (found != json.end()) into = found->get<T>();
}

// Microseconds since 1970, null for InfinitePast.
Json TimeToJson(absl::Time time) {
  return time == absl::InfinitePast() ? Json(nullptr) : Json(absl::ToUnixMicros(time));
}

absl::Time TimeFromJson(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return absl::InfinitePast();
  return absl::FromUnixMicros(found->get<int64_t>());
}

Json ProblemToJson(const Problem& problem) {
  return {{"class", std::string(NameOf(problem.error_class))},
          {"reason", problem.reason},
          {"message", problem.message},
          {"remedy", problem.remedy}};
}

std::optional<Problem> ProblemFromJson(const Json& json) {
  const auto found = json.find("problem");
  if (found == json.end()) return std::nullopt;
  Problem problem;
  problem.error_class = ParseErrorClass(found->value("class", ""));
  Read(*found, "reason", problem.reason);
  Read(*found, "message", problem.message);
  Read(*found, "remedy", problem.remedy);
  return problem;
}

Json OffsetsToJson(const OffsetByPartition& offsets) {
  Json json = Json::object();
  for (const auto& [partition, offset] : offsets) json[std::to_string(partition)] = offset;
  return json;
}

OffsetByPartition OffsetsFromJson(const Json& json, const char* key) {
  OffsetByPartition offsets;
  const auto found = json.find(key);
  if (found == json.end()) return offsets;
  for (const auto& [text, offset] : found->items()) {
    int32_t partition = 0;
    if (!absl::SimpleAtoi(text, &partition)) throw std::runtime_error("not a partition: " + text);
    offsets[partition] = offset.get<int64_t>();
  }
  return offsets;
}

Json SinkToJson(const MaxComputeSink& sink) {
  return {{"endpoint", sink.endpoint},
          {"tunnel_endpoint", sink.tunnel_endpoint},
          {"project", sink.project},
          {"table", sink.table},
          {"region", sink.region},
          {"account_uid", sink.account_uid},
          {"role_name", sink.role_name},
          {"mode", WordOf(kModes, sink.mode)},
          {"format", WordOf(kFormats, sink.format)},
          {"partition_granularity", WordOf(kGranularities, sink.partition_granularity)},
          {"time_zone", sink.time_zone}};
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
  return sink;
}

Json ResourcesToJson(const ConnectorResources& resources) {
  return {{"creation", WordOf(kCreations, resources.creation)},
          {"offset_topic", resources.offset_topic},
          {"config_topic", resources.config_topic},
          {"status_topic", resources.status_topic},
          {"dead_letter_topic", resources.dead_letter_topic},
          {"abnormal_data_topic", resources.abnormal_data_topic},
          {"task_group", resources.task_group},
          {"connector_group", resources.connector_group}};
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
  return resources;
}

Json PartitionToJson(const SourcePartitionReport& partition) {
  return {{"partition", partition.partition},
          {"next_offset", partition.next_offset},
          {"end_offset", partition.end_offset},
          {"rows_committed", partition.rows_committed},
          {"dead_letters", partition.dead_letters},
          {"progress_time", TimeToJson(partition.progress_time)}};
}

SourcePartitionReport PartitionFromJson(const Json& json) {
  SourcePartitionReport partition;
  Read(json, "partition", partition.partition);
  Read(json, "next_offset", partition.next_offset);
  Read(json, "end_offset", partition.end_offset);
  Read(json, "rows_committed", partition.rows_committed);
  Read(json, "dead_letters", partition.dead_letters);
  partition.progress_time = TimeFromJson(json, "progress_time");
  return partition;
}

// jsonb holds UTF-8 only: bytes that are none, as in a message from afar, are replaced.
std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string LabelsToJson(const Labels& labels) { return Dump(Json(labels)); }

Labels LabelsFromJson(absl::string_view json) { return Json::parse(json).get<Labels>(); }

std::string WordsToJson(const std::vector<std::string>& words) { return Dump(Json(words)); }

std::vector<std::string> WordsFromJson(absl::string_view json) {
  return Json::parse(json).get<std::vector<std::string>>();
}

std::string DefinitionToJson(const Instance& instance) {
  return Dump({{"labels", instance.labels},
               {"annotations", instance.annotations},
               {"display_name", instance.display_name},
               {"bootstrap_servers", instance.bootstrap_servers},
               {"region", instance.region},
               {"vpc_id", instance.vpc_id},
               {"vswitch_ids", instance.vswitch_ids},
               {"kafka_version", instance.kafka_version},
               {"connector_feature_enabled", instance.connector_feature_enabled},
               {"security_protocol", WordOf(kSecurityProtocols, instance.security_protocol)}});
}

void DefinitionFromJson(absl::string_view text, Instance& instance) {
  const Json json = Json::parse(text);
  Read(json, "labels", instance.labels);
  Read(json, "annotations", instance.annotations);
  Read(json, "display_name", instance.display_name);
  Read(json, "bootstrap_servers", instance.bootstrap_servers);
  Read(json, "region", instance.region);
  Read(json, "vpc_id", instance.vpc_id);
  Read(json, "vswitch_ids", instance.vswitch_ids);
  Read(json, "kafka_version", instance.kafka_version);
  Read(json, "connector_feature_enabled", instance.connector_feature_enabled);
  instance.security_protocol =
      ValueOf(kSecurityProtocols, json, "security_protocol", instance.security_protocol);
}

std::string SpecToJson(const ConnectorSpec& spec) {
  return Dump({{"description", spec.description},
               {"task_type", WordOf(kTaskTypes, spec.task_type)},
               {"source",
                {{"topic", spec.source.topic},
                 {"start_offset", WordOf(kStartOffsets, spec.source.start_offset)}}},
               {"resources", ResourcesToJson(spec.resources)},
               {"sink", SinkToJson(spec.sink)},
               {"vpc_id", spec.vpc_id},
               {"vswitch_id", spec.vswitch_id},
               {"internet_access", spec.internet_access},
               {"tasks", spec.tasks}});
}

ConnectorSpec SpecFromJson(absl::string_view text) {
  const Json json = Json::parse(text);
  ConnectorSpec spec;
  Read(json, "description", spec.description);
  spec.task_type = ValueOf(kTaskTypes, json, "task_type", spec.task_type);
  const Json& source = json.at("source");
  Read(source, "topic", spec.source.topic);
  spec.source.start_offset =
      ValueOf(kStartOffsets, source, "start_offset", spec.source.start_offset);
  spec.resources = ResourcesFromJson(json.at("resources"));
  spec.sink = SinkFromJson(json.at("sink"));
  Read(json, "vpc_id", spec.vpc_id);
  Read(json, "vswitch_id", spec.vswitch_id);
  Read(json, "internet_access", spec.internet_access);
  Read(json, "tasks", spec.tasks);
  return spec;
}

std::string ProvisioningToJson(const Provisioning& provisioning) {
  Json json = {{"done", provisioning.done}, {"since", TimeToJson(provisioning.since)}};
  if (provisioning.problem.has_value()) json["problem"] = ProblemToJson(*provisioning.problem);
  return Dump(json);
}

Provisioning ProvisioningFromJson(absl::string_view text) {
  const Json json = Json::parse(text);
  Provisioning provisioning;
  Read(json, "done", provisioning.done);
  provisioning.since = TimeFromJson(json, "since");
  provisioning.problem = ProblemFromJson(json);
  return provisioning;
}

std::string StartPinToJson(const StartPin& pin) {
  return Dump({{"time", TimeToJson(pin.time)},
               {"source_topic_id", pin.source_topic_id},
               {"offsets", OffsetsToJson(pin.offsets)},
               {"asked_until", OffsetsToJson(pin.asked_until)}});
}

StartPin StartPinFromJson(absl::string_view text) {
  const Json json = Json::parse(text);
  StartPin pin;
  pin.time = TimeFromJson(json, "time");
  Read(json, "source_topic_id", pin.source_topic_id);
  pin.offsets = OffsetsFromJson(json, "offsets");
  pin.asked_until = OffsetsFromJson(json, "asked_until");
  return pin;
}

std::string TaskReportToJson(const TaskReport& report) {
  Json json = {{"assignment_revision", report.assignment_revision},
               {"state", WordOf(kReportedStates, report.state)},
               {"state_time", TimeToJson(report.state_time)},
               {"retrying", report.retrying},
               {"report_time", TimeToJson(report.report_time)}};
  if (report.problem.has_value()) json["problem"] = ProblemToJson(*report.problem);
  json["partitions"] = Json::array();
  for (const SourcePartitionReport& partition : report.partitions) {
    json["partitions"].push_back(PartitionToJson(partition));
  }
  return Dump(json);
}

TaskReport TaskReportFromJson(absl::string_view text) {
  const Json json = Json::parse(text);
  TaskReport report;
  Read(json, "assignment_revision", report.assignment_revision);
  report.state = ValueOf(kReportedStates, json, "state", report.state);
  report.state_time = TimeFromJson(json, "state_time");
  report.problem = ProblemFromJson(json);
  Read(json, "retrying", report.retrying);
  report.report_time = TimeFromJson(json, "report_time");
  if (json.contains("partitions")) {
    for (const Json& partition : json["partitions"]) {
      report.partitions.push_back(PartitionFromJson(partition));
    }
  }
  return report;
}

}  // namespace sluice::controlplane::postgres
