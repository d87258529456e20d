#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/output/health_text.h"
#include "cli/output/lines.h"
#include "cli/output/resource_text.h"
#include "cli/output/table.h"
#include "google/protobuf/util/time_util.h"

namespace sluice::cli {
namespace {

using google::protobuf::Message;
using google::protobuf::util::TimeUtil;

template <typename Map>
std::string MapText(const Map& map) {
  std::vector<std::string> entries;
  for (const auto& [key, value] : map) entries.push_back(absl::StrCat(key, "=", value));
  std::sort(entries.begin(), entries.end());
  return absl::StrJoin(entries, ", ");
}

std::string ScalarText(const Message& message, const google::protobuf::FieldDescriptor& field) {
  using google::protobuf::FieldDescriptor;
  const auto* reflection = message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->GetString(message, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      // 0 is "not said" in every enum of the API.
      return reflection->GetEnumValue(message, &field) == 0
                 ? ""
                 : reflection->GetEnum(message, &field)->name();
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection->GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection->GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return absl::StrCat(reflection->GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->GetBool(message, &field) ? "yes" : "no";
    default:
      return "";
  }
}

// A time or a duration; nothing for other messages.
std::string WellKnownText(const Message& message) {
  if (const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(&message)) {
    return TimeUtil::ToString(*time);
  }
  if (const auto* duration = dynamic_cast<const google::protobuf::Duration*>(&message)) {
    return absl::FormatDuration(absl::Seconds(duration->seconds()) +
                                absl::Nanoseconds(duration->nanos()));
  }
  return "";
}

// Adds every field of a part of a resource, in its own order and in the API's words; fields of
// parts within it as `latePolicy.action`.
void AddFields(const Message& message, const std::string& prefix, Lines& lines) {
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const auto* field = message.GetDescriptor()->field(i);
    const std::string name = absl::StrCat(prefix, field->json_name());
    if (field->is_repeated()) continue;
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      lines.Add(name, ScalarText(message, *field));
    } else if (reflection->HasField(message, field)) {
      const Message& part = reflection->GetMessage(message, field);
      const std::string text = WellKnownText(part);
      if (text.empty()) {
        AddFields(part, absl::StrCat(name, "."), lines);
      } else {
        lines.Add(name, text);
      }
    }
  }
}

std::string FieldsText(const Message& message) {
  Lines lines(2);
  AddFields(message, "", lines);
  return lines.text();
}

std::string DeadLettersText(const v1::ConnectorStatus& status) {
  if (status.dead_letters_by_reason().empty()) return "";
  Table table({"REASON", "RECORDS"});
  for (const v1::ReasonCount& reason : status.dead_letters_by_reason()) {
    table.Add({reason.reason(), absl::StrCat(reason.count())});
  }
  return absl::StrCat("\nDead letters:\n", table.Text(2));
}

std::string FreshnessText(const v1::ConnectorStatus& status) {
  if (!status.has_freshness()) return "not known";
  const absl::Duration age = absl::Seconds(status.freshness().seconds());
  if (age == absl::ZeroDuration() && status.lag_records() == 0)
    return "everything that is in the topic is in the table";
  return absl::StrCat("the table is ", AgeText(age), " behind the topic");
}

std::string FiguresText(const v1::ConnectorStatus& status, absl::Time now) {
  Lines lines(2);
  lines.Add("Tasks running", absl::StrCat(status.tasks_running(), " of ", status.tasks()));
  lines.Add("Rows committed", absl::StrCat(status.rows_committed()));
  lines.Add("Bytes committed", BytesText(status.bytes_committed()));
  lines.Add("Lag", status.lag_records() < 0 ? "not known"
                                            : absl::StrCat(status.lag_records(), " records"));
  lines.Add("Freshness", FreshnessText(status));
  lines.Add("Dead letters", absl::StrCat(status.dead_letters()));
  lines.Add("Last commit", TimeText(status.has_last_commit_time(), status.last_commit_time(), now));
  lines.Add("Restarts", absl::StrCat(status.restarts()));
  lines.Add("Start pinned",
            TimeText(status.has_start_pinned_time(), status.start_pinned_time(), now));
  return lines.text();
}

std::string SourcesText(const v1::Task& task) {
  if (task.partitions().empty()) return "\nSource partitions: none\n";
  Table table({"PARTITION", "NEXT OFFSET", "END", "LAG"});
  for (const v1::TaskPartition& partition : task.partitions()) {
    const bool known = partition.end_offset() >= 0;
    const int64_t lag = std::max<int64_t>(0, partition.end_offset() - partition.next_offset());
    table.Add({absl::StrCat(partition.partition()), absl::StrCat(partition.next_offset()),
               known ? absl::StrCat(partition.end_offset()) : "?",
               known ? absl::StrCat(lag) : "?"});
  }
  return absl::StrCat("\nSource partitions:\n", table.Text(2));
}

std::string ConditionsText(const v1::Connector& connector, absl::Time now) {
  if (connector.conditions().empty()) return "";
  Table table({"TYPE", "STATUS", "REASON", "CLASS", "SINCE"});
  std::string causes;
  for (const v1::Condition& condition : connector.conditions()) {
    table.Add(
        {condition.type(), v1::Condition::Status_Name(condition.status()), condition.reason(),
         condition.error_class() == 0 ? ""
                                      : v1::Condition::ErrorClass_Name(condition.error_class()),
         condition.has_last_transition_time()
             ? AgeText(now - absl::FromUnixSeconds(condition.last_transition_time().seconds()))
             : ""});
    if (condition.message().empty()) continue;
    absl::StrAppend(&causes, "  ", condition.type(), ": ", Printable(condition.message()), "\n");
    if (!condition.remedy().empty()) {
      absl::StrAppend(&causes, "    remedy: ", PrintableLines(condition.remedy(), "            "),
                      "\n");
    }
  }
  return absl::StrCat("\nConditions:\n", table.Text(2), causes);
}

std::string TasksText(const std::vector<v1::Task>& tasks, absl::Time now) {
  if (tasks.empty()) return "\nTasks: none\n";
  std::string text = absl::StrCat("\nTasks:\n", TableOf(tasks, now).Text(2));
  for (const v1::Task& task : tasks) {
    if (task.message().empty()) continue;
    absl::StrAppend(&text, "  ", IdOf(task.name()), ": ", Printable(task.message()), "\n");
    if (!task.remedy().empty()) {
      absl::StrAppend(&text, "    remedy: ", PrintableLines(task.remedy(), "            "), "\n");
    }
  }
  return text;
}

// A certificate is of no use on a terminal.
std::string TlsText(const v1::TlsIdentity& tls) {
  const auto size = [](const std::string& pem) {
    return pem.empty() ? "" : absl::StrCat("given, ", pem.size(), " bytes");
  };
  const std::string ca = size(tls.ca_certificates_pem());
  Lines lines(2);
  lines.Add("CA certificates", ca.empty() ? "the system's" : ca);
  lines.Add("Client certificate", size(tls.client_certificate_pem()));
  lines.Add("Client key", tls.client_key_set() ? "stored" : "");
  lines.Add("Host names", tls.skip_hostname_verification() ? "not verified" : "verified");
  return lines.text();
}

std::string ObservedText(const v1::InstanceObservation& observed, absl::Time now) {
  Lines lines(2);
  lines.Add("Asked", TimeText(observed.has_check_time(), observed.check_time(), now));
  lines.Add("Reachable", observed.reachable() ? "yes" : "no");
  lines.Add("Version", observed.broker_version());
  lines.Add("Brokers", observed.reachable() ? absl::StrCat(observed.brokers()) : "");
  lines.Add("Tiered storage", !observed.reachable()       ? ""
                              : observed.tiered_storage() ? "yes"
                                                          : "no");
  lines.Add("Reason", observed.reason());
  lines.Add("Message", observed.message());
  lines.Add("Remedy", observed.remedy());
  return lines.text();
}

}  // namespace

std::string Describe(const v1::Instance& instance, absl::Time now) {
  Lines lines;
  lines.Add("Name", instance.name());
  lines.Add("Display name", instance.display_name());
  lines.Add("Bootstrap servers", absl::StrJoin(instance.bootstrap_servers(), ", "));
  lines.Add("Security protocol", v1::Instance::SecurityProtocol_Name(instance.security_protocol()));
  lines.Add("Connector feature", v1::Instance::ConnectorFeature_Name(instance.connector_feature()));
  lines.Add("Kafka version", instance.kafka_version());
  lines.Add("Region", instance.region());
  lines.Add("VPC", instance.vpc_id());
  lines.Add("vSwitches", absl::StrJoin(instance.vswitch_ids(), ", "));
  lines.Add("Labels", MapText(instance.labels()));
  lines.Add("Annotations", MapText(instance.annotations()));
  lines.Add("Created", TimeText(instance.has_create_time(), instance.create_time(), now));
  lines.Add("Changed", TimeText(instance.has_update_time(), instance.update_time(), now));
  lines.Add("UID", instance.uid());
  lines.Add("Etag", instance.etag());
  return absl::StrCat(
      lines.text(), instance.has_sasl() ? "\nLogin:\n" + FieldsText(instance.sasl()) : "",
      instance.has_tls() ? "\nTLS:\n" + TlsText(instance.tls()) : "", "\nBrokers:\n",
      instance.has_observed() ? ObservedText(instance.observed(), now) : "  were never asked\n");
}

std::string Describe(const v1::Connector& connector, const std::vector<v1::Task>& tasks,
                     absl::Time now) {
  Lines health;
  health.Add("Name", connector.name());
  AddHealth(connector, now, health);
  Lines definition(2);
  definition.Add("Description", connector.description());
  definition.Add("VPC", connector.vpc_id());
  definition.Add("vSwitch", connector.vswitch_id());
  definition.Add("Internet access", connector.internet_access() ? "yes" : "no");
  definition.Add("Tasks wanted", absl::StrCat(connector.scaling().tasks()));
  definition.Add("Labels", MapText(connector.labels()));
  definition.Add("Annotations", MapText(connector.annotations()));
  definition.Add("Created", TimeText(connector.has_create_time(), connector.create_time(), now));
  definition.Add("Changed", TimeText(connector.has_update_time(), connector.update_time(), now));
  definition.Add("Generation", absl::StrCat(connector.generation(), ", carried out ",
                                            connector.observed_generation()));
  definition.Add("UID", connector.uid());
  definition.Add("Etag", connector.etag());
  return absl::StrCat(health.text(), ConditionsText(connector, now), "\nFigures:\n",
                      FiguresText(connector.status(), now), DeadLettersText(connector.status()),
                      TasksText(tasks, now), "\nDefinition:\n", definition.text(), "\nSource:\n",
                      FieldsText(connector.source()), "\nSink:\n", FieldsText(connector.sink()),
                      "\nResources:\n", FieldsText(connector.resources()), "\nError policy:\n",
                      FieldsText(connector.error_policy()));
}

std::string Describe(const v1::Task& task, absl::Time now) {
  Lines health;
  health.Add("Name", task.name());
  AddHealth(task, now, health);
  Lines figures(2);
  figures.Add("Rows committed", absl::StrCat(task.rows_committed()));
  figures.Add("Bytes committed", BytesText(task.bytes_committed()));
  figures.Add("Dead letters", absl::StrCat(task.dead_letters()));
  figures.Add("Last commit", TimeText(task.has_last_commit_time(), task.last_commit_time(), now));
  figures.Add("Fresh until", TimeText(task.has_fresh_until(), task.fresh_until(), now));
  figures.Add("Restarts", absl::StrCat(task.restarts()));
  figures.Add("Memory", BytesText(task.memory_bytes()));
  figures.Add("Reported", TimeText(task.has_report_time(), task.report_time(), now));
  Lines placement(2);
  placement.Add("Worker", task.worker().empty() ? "none" : task.worker());
  placement.Add("Epoch", absl::StrCat(task.epoch()));
  placement.Add("Created", TimeText(task.has_create_time(), task.create_time(), now));
  return absl::StrCat(health.text(), "\nFigures:\n", figures.text(), SourcesText(task),
                      "\nPlacement:\n", placement.text());
}

std::string Describe(const v1::Worker& worker, absl::Time now) {
  Lines lines;
  lines.Add("Name", worker.name());
  lines.Add("State", v1::Worker::State_Name(worker.state()));
  lines.Add("Tasks", absl::StrCat(worker.tasks(), " of ", worker.tasks_max()));
  lines.Add("VPC", worker.vpc_id().empty() ? "any" : worker.vpc_id());
  lines.Add("vSwitch", worker.vswitch_id().empty() ? "any" : worker.vswitch_id());
  const int64_t memory = worker.memory_bytes_max();
  lines.Add("Memory", memory == 0 ? "" : absl::StrCat(memory >> 20, " MiB"));
  lines.Add("Version", worker.version());
  lines.Add("Assignment", absl::StrCat("revision ", worker.assignment_revision(), ", carried out ",
                                       worker.acknowledged_revision()));
  lines.Add("Labels", MapText(worker.labels()));
  lines.Add("Heard", TimeText(worker.has_heartbeat_time(), worker.heartbeat_time(), now));
  lines.Add("Created", TimeText(worker.has_create_time(), worker.create_time(), now));
  lines.Add("UID", worker.uid());
  return lines.text();
}

}  // namespace sluice::cli
