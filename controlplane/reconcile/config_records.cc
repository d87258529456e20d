#include "controlplane/reconcile/config_records.h"

#include "absl/strings/str_cat.h"
#include "formats/connect_records.h"

namespace sluice::controlplane {
namespace {

std::string NameOf(SinkMode mode) {
  switch (mode) {
    case SinkMode::kDefault:
      return "DEFAULT";
    case SinkMode::kKey:
      return "KEY";
    case SinkMode::kValue:
      return "VALUE";
  }
  return "DEFAULT";
}

std::string NameOf(SinkFormat format) {
  switch (format) {
    case SinkFormat::kText:
      return "TEXT";
    case SinkFormat::kBinary:
      return "BINARY";
    case SinkFormat::kCsv:
      return "CSV";
    case SinkFormat::kJson:
      return "JSON";
  }
  return "TEXT";
}

std::string NameOf(PartitionGranularity granularity) {
  switch (granularity) {
    case PartitionGranularity::kDay:
      return "DAY";
    case PartitionGranularity::kHour:
      return "HOUR";
    case PartitionGranularity::kMinute:
      return "MINUTE";
  }
  return "HOUR";
}

formats::Properties PropertiesOf(const Connector& connector) {
  const MaxComputeSink& sink = connector.spec.sink;
  return {
      {"name", connector.id.connector},
      {"connector.class", "KAFKA2ODPS"},
      {"tasks.max", absl::StrCat(connector.spec.tasks)},
      {"topics", connector.spec.source.topic},
      {"endpoint", sink.endpoint},
      {"project", sink.project},
      {"table", sink.table},
      {"account.uid", sink.account_uid},
      {"role", sink.role_name},
      {"mode", NameOf(sink.mode)},
      {"format", NameOf(sink.format)},
      {"partition", NameOf(sink.partition_granularity)},
      {"time.zone", sink.time_zone},
      {"errors.deadletterqueue.topic.name", connector.spec.resources.dead_letter_topic},
      {"connector.uid", connector.uid},
      {"revision", absl::StrCat(connector.spec_revision)},
  };
}

formats::TargetState TargetStateOf(DesiredState state) {
  switch (state) {
    case DesiredState::kRunning:
      return formats::TargetState::kStarted;
    case DesiredState::kPaused:
      return formats::TargetState::kPaused;
    case DesiredState::kDraft:
    case DesiredState::kStopped:
    case DesiredState::kDeleted:
      return formats::TargetState::kStopped;
  }
  return formats::TargetState::kStopped;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> ConfigRecordsOf(const Connector& connector) {
  const std::string& name = connector.id.connector;
  const formats::Properties properties = PropertiesOf(connector);
  const bool runs = connector.desired_state == DesiredState::kRunning ||
                    connector.desired_state == DesiredState::kPaused;
  const int32_t tasks = runs ? connector.spec.tasks : 0;

  std::vector<std::pair<std::string, std::string>> records;
  // A connector that does not run is told so before it is known, so that no reader thinks it
  // starts.
  if (!runs) {
    records.emplace_back(formats::TargetStateKey(name),
                         formats::EncodeTargetState(TargetStateOf(connector.desired_state)));
  }
  records.emplace_back(formats::ConnectorConfigKey(name), formats::EncodeProperties(properties));
  for (int32_t task = 0; task < tasks; ++task) {
    formats::Properties of_task = properties;
    of_task["task.class"] = "KAFKA2ODPS";
    records.emplace_back(formats::TaskConfigKey(name, task), formats::EncodeProperties(of_task));
  }
  // Task records count only with this one behind them.
  records.emplace_back(formats::CommitConfigKey(name), formats::EncodeTaskCount(tasks));
  if (runs) {
    records.emplace_back(formats::TargetStateKey(name),
                         formats::EncodeTargetState(TargetStateOf(connector.desired_state)));
  }
  return records;
}

}  // namespace sluice::controlplane
