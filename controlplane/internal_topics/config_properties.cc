#include "controlplane/internal_topics/config_properties.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace sluice::controlplane {
namespace {

constexpr char kClass[] = "KAFKA2ODPS";  // R13.

// The word at the value's place in its enum.
template <size_t N, typename Enum>
std::string Word(const char* const (&words)[N], Enum value) {
  const auto index = static_cast<size_t>(value);
  return index < N ? words[index] : "";
}

constexpr const char* kStartOffsets[] = {"LATEST", "EARLIEST", "TIMESTAMP"};
constexpr const char* kModes[] = {"DEFAULT", "KEY", "VALUE"};
constexpr const char* kFormats[] = {"TEXT", "BINARY", "CSV", "JSON"};
constexpr const char* kGranularities[] = {"DAY", "HOUR", "MINUTE"};
constexpr const char* kPatterns[] = {"ORIGINAL", "ISO"};
constexpr const char* kClocks[] = {"RECORD", "INGEST"};
constexpr const char* kDeliveries[] = {"EXACTLY_ONCE", "STREAM", "UPSERT"};
constexpr const char* kUpsertKeys[] = {"POSITION", "RECORD_KEY"};
constexpr const char* kEndpointKinds[] = {"", "VPC", "PUBLIC", "PRIVATE"};
constexpr const char* kLateActions[] = {"ABNORMAL_TOPIC", "OWN_PARTITION"};
constexpr const char* kTolerances[] = {"all", "none"};  // Connect's words.

std::string Truth(bool value) { return value ? "true" : "false"; }

void AddSource(const ConnectorSpec& spec, formats::Properties& properties) {
  properties["topics"] = spec.source.topic;
  properties["consumer.override.group.id"] = spec.resources.task_group;
  properties["source.start.offset"] = Word(kStartOffsets, spec.source.start_offset);
  if (spec.source.start_time.has_value()) {
    properties["source.start.time"] =
        absl::FormatTime(absl::RFC3339_full, *spec.source.start_time, absl::UTCTimeZone());
  }
}

void AddSink(const MaxComputeSink& sink, formats::Properties& properties) {
  properties["maxcompute.endpoint"] = sink.endpoint;
  properties["maxcompute.endpoint.kind"] = Word(kEndpointKinds, sink.endpoint_kind);
  properties["maxcompute.tunnel.endpoint"] = sink.tunnel_endpoint;
  properties["maxcompute.project"] = sink.project;
  properties["maxcompute.schema"] = sink.schema;
  properties["maxcompute.table"] = sink.table;
  properties["maxcompute.region"] = sink.region;
  properties["maxcompute.account.uid"] = sink.account_uid;
  properties["maxcompute.role"] = sink.role_name;
  if (sink.access_key.has_value()) properties["maxcompute.access.key.id"] = sink.access_key->id;
  properties["maxcompute.mode"] = Word(kModes, sink.mode);
  properties["maxcompute.format"] = Word(kFormats, sink.format);
  properties["maxcompute.partition"] = Word(kGranularities, sink.partition_granularity);
  properties["maxcompute.partition.pattern"] = Word(kPatterns, sink.partition_pattern);
  properties["maxcompute.partition.clock"] = Word(kClocks, sink.partition_clock);
  properties["maxcompute.time.zone"] = sink.time_zone;
  properties["maxcompute.delivery"] = Word(kDeliveries, sink.delivery);
  if (sink.delivery == Delivery::kUpsert) {
    properties["maxcompute.upsert.key"] = Word(kUpsertKeys, sink.upsert.key);
    properties["maxcompute.upsert.delete.tombstones"] = Truth(sink.upsert.delete_tombstones);
  }
  properties["maxcompute.late.action"] = Word(kLateActions, sink.late_policy.action);
  const std::pair<const char*, std::optional<absl::Duration>> bounds[] = {
      {"maxcompute.late.past.max.ms", sink.late_policy.past_max},
      {"maxcompute.late.future.max.ms", sink.late_policy.future_max}};
  for (const auto& [name, bound] : bounds) {
    if (bound.has_value()) properties[name] = absl::StrCat(absl::ToInt64Milliseconds(*bound));
  }
}

void AddErrors(const ConnectorSpec& spec, formats::Properties& properties) {
  properties["errors.tolerance"] = Word(kTolerances, spec.error_policy.tolerance);
  properties["errors.deadletterqueue.topic.name"] = spec.resources.dead_letter_topic;
  properties["errors.deadletterqueue.context.headers.enable"] = "true";
  properties["errors.abnormal.topic.name"] = spec.resources.abnormal_data_topic;
  properties["errors.max.share"] = absl::StrCat(spec.error_policy.max_share);
  properties["errors.max.per.minute"] = absl::StrCat(spec.error_policy.max_per_minute);
  properties["completeness.grace.ms"] =
      absl::StrCat(absl::ToInt64Milliseconds(spec.completeness.grace));
  if (!spec.completeness.announcement_topic.empty())
    properties["completeness.topic"] = spec.completeness.announcement_topic;
}

void AddPlace(const ConnectorSpec& spec, formats::Properties& properties) {
  properties["offset.storage.topic"] = spec.resources.offset_topic;
  properties["config.storage.topic"] = spec.resources.config_topic;
  properties["status.storage.topic"] = spec.resources.status_topic;
  properties["group.id"] = spec.resources.connector_group;
  properties["vpc.id"] = spec.vpc_id;
  properties["vswitch.id"] = spec.vswitch_id;
  properties["internet.access"] = Truth(spec.internet_access);
}

}  // namespace

formats::Properties ConnectorPropertiesOf(const Connector& connector) {
  const ConnectorSpec& spec = connector.spec;
  formats::Properties properties = {
      {"name", connector.id.connector},
      {"connector.class", kClass},
      {"tasks.max", absl::StrCat(spec.tasks)},
      {"description", spec.description},
      {"connector.uid", connector.uid},
      {"connector.revision", absl::StrCat(connector.spec_revision)},
  };
  AddSource(spec, properties);
  AddSink(spec.sink, properties);
  AddErrors(spec, properties);
  AddPlace(spec, properties);
  std::erase_if(properties, [](const auto& property) { return property.second.empty(); });
  return properties;
}

formats::Properties TaskPropertiesOf(const Connector& connector) {
  formats::Properties properties = ConnectorPropertiesOf(connector);
  properties["task.class"] = kClass;
  return properties;
}

}  // namespace sluice::controlplane
