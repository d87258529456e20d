#include "cli/output/resource_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/output/cell_text.h"

namespace sluice::cli {
namespace {

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

// How long ago; empty when the field is absent.
template <typename Message>
std::string Ago(const Message& message, bool has, const google::protobuf::Timestamp& time,
                absl::Time now) {
  return has ? AgeText(now - TimeOf(time)) : "";
}

std::string Count(int64_t count) { return count < 0 ? "?" : absl::StrCat(count); }

std::string ParentOf(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.size() >= 2 ? parts[1] : "";
}

std::string TableName(const v1::MaxComputeSink& sink) {
  return absl::StrCat(sink.project(), ".", sink.table());
}

int64_t LagOf(const v1::Task& task) {
  int64_t lag = 0;
  for (const v1::TaskPartition& partition : task.partitions()) {
    if (partition.end_offset() < 0) return -1;
    lag += std::max<int64_t>(0, partition.end_offset() - partition.next_offset());
  }
  return lag;
}

std::string PartitionsOf(const v1::Task& task) {
  return absl::StrJoin(task.partitions(), ",", [](std::string* out, const auto& partition) {
    absl::StrAppend(out, partition.partition());
  });
}

}  // namespace

std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

std::string ParentNameOf(const std::string& name) {
  return name.substr(0, name.find("/connectors/"));
}

std::string AgeText(absl::Duration age) {
  const int64_t seconds = std::max<int64_t>(0, absl::ToInt64Seconds(age));
  if (seconds < 120) return absl::StrCat(seconds, "s");
  if (seconds < 2 * 3600) return absl::StrCat(seconds / 60, "m");
  if (seconds < 48 * 3600) return absl::StrCat(seconds / 3600, "h");
  return absl::StrCat(seconds / 86400, "d");
}

const v1::Condition* WorstOf(const v1::Connector& connector) {
  for (const v1::Condition& condition : connector.conditions()) {
    if (condition.status() != v1::Condition::TRUE && !condition.reason().empty()) return &condition;
  }
  return nullptr;
}

Table TableOf(const std::vector<v1::Instance>& instances, absl::Time now) {
  Table table({"NAME", "BOOTSTRAP SERVERS", "CONNECTORS", "VERSION", "REGION", "VPC", "AGE"});
  for (const v1::Instance& instance : instances) {
    table.Add({IdOf(instance.name()), absl::StrJoin(instance.bootstrap_servers(), ","),
               v1::Instance::ConnectorFeature_Name(instance.connector_feature()),
               instance.kafka_version(), instance.region(), instance.vpc_id(),
               Ago(instance, instance.has_create_time(), instance.create_time(), now)});
  }
  return table;
}

Table TableOf(const std::vector<v1::Connector>& connectors, absl::Time now) {
  Table table({"INSTANCE", "NAME", "STATE", "TOPIC", "TABLE", "TASKS", "ROWS", "LAG",
               "DEAD LETTERS", "AGE", "REASON"});
  for (const v1::Connector& connector : connectors) {
    const v1::ConnectorStatus& status = connector.status();
    const v1::Condition* worst = WorstOf(connector);
    table.Add(
        {ParentOf(connector.name()), IdOf(connector.name()),
         v1::Connector::State_Name(connector.state()), connector.source().topic(),
         TableName(connector.sink()), absl::StrCat(status.tasks_running(), "/", status.tasks()),
         Count(status.rows_committed()), Count(status.lag_records()), Count(status.dead_letters()),
         Ago(connector, connector.has_create_time(), connector.create_time(), now),
         worst != nullptr ? worst->reason() : ""});
  }
  return table;
}

Table TableOf(const std::vector<v1::Task>& tasks, absl::Time now) {
  Table table({"TASK", "STATE", "WORKER", "PARTITIONS", "ROWS", "LAG", "DEAD LETTERS",
               "LAST COMMIT", "REASON"});
  for (const v1::Task& task : tasks) {
    table.Add({IdOf(task.name()), v1::Task::State_Name(task.state()), IdOf(task.worker()),
               PartitionsOf(task), Count(task.rows_committed()), Count(LagOf(task)),
               Count(task.dead_letters()),
               Ago(task, task.has_last_commit_time(), task.last_commit_time(), now),
               task.reason()});
  }
  return table;
}

Table TableOf(const std::vector<v1::Worker>& workers, absl::Time now) {
  Table table({"NAME", "STATE", "TASKS", "VPC", "VSWITCH", "HEARD", "AGE", "VERSION"});
  for (const v1::Worker& worker : workers) {
    table.Add({IdOf(worker.name()), v1::Worker::State_Name(worker.state()),
               absl::StrCat(worker.tasks(), "/", worker.tasks_max()), worker.vpc_id(),
               worker.vswitch_id(),
               Ago(worker, worker.has_heartbeat_time(), worker.heartbeat_time(), now),
               Ago(worker, worker.has_create_time(), worker.create_time(), now), worker.version()});
  }
  return table;
}

Table TableOf(const std::vector<v1::TablePartition>& partitions, absl::Time now) {
  // Whether times are told is the service's affair; columns of nothing say nothing.
  const bool times = std::any_of(partitions.begin(), partitions.end(), [](const auto& partition) {
    return partition.has_create_time() || partition.has_update_time();
  });
  const bool judged = std::any_of(partitions.begin(), partitions.end(), [](const auto& partition) {
    return partition.state() != v1::TablePartition::STATE_UNSPECIFIED;
  });
  std::vector<std::string> columns = {"PARTITION"};
  if (judged) columns.insert(columns.end(), {"STATE", "ENDS", "SINCE"});
  if (times) columns.insert(columns.end(), {"AGE", "CHANGED"});
  Table table(columns);
  for (const v1::TablePartition& partition : partitions) {
    std::vector<std::string> cells = {partition.spec()};
    if (judged) {
      const bool known = partition.state() != v1::TablePartition::STATE_UNSPECIFIED;
      cells.push_back(known ? v1::TablePartition::State_Name(partition.state()) : "");
      cells.push_back(partition.end_local());
      cells.push_back(Ago(partition, partition.has_state_time(), partition.state_time(), now));
    }
    if (times) {
      cells.push_back(Ago(partition, partition.has_create_time(), partition.create_time(), now));
      cells.push_back(Ago(partition, partition.has_update_time(), partition.update_time(), now));
    }
    table.Add(std::move(cells));
  }
  return table;
}

Table TableOf(const std::vector<v1::ConnectorRevision>& revisions, absl::Time now) {
  Table table({"REVISION", "AGE", "AUTHOR", "HEALTHY", "REASON"});
  for (const v1::ConnectorRevision& revision : revisions) {
    table.Add({absl::StrCat(revision.number()),
               Ago(revision, revision.has_create_time(), revision.create_time(), now),
               revision.author(), revision.has_healthy_time() ? "yes" : "", revision.reason()});
  }
  return table;
}

Table TableOf(const std::vector<v1::ConnectorEvent>& events, absl::Time now) {
  Table table({"AGE", "TYPE", "WHAT", "REVISION", "ACTOR", "REASON", "MESSAGE"});
  for (const v1::ConnectorEvent& event : events) {
    const std::string what = event.type() == v1::ConnectorEvent::STATE
                                 ? absl::StrCat(v1::Connector::State_Name(event.from_state()),
                                                " > ", v1::Connector::State_Name(event.to_state()))
                                 : event.verb();
    table.Add({Ago(event, event.has_time(), event.time(), now),
               v1::ConnectorEvent::Type_Name(event.type()), what, absl::StrCat(event.revision()),
               event.actor(), event.reason(), event.message()});
  }
  return table;
}

Table TableOf(const v1::BatchSetConnectorStateResponse& results) {
  Table table({"NAME", "DONE", "DESIRED", "REASON", "MESSAGE"});
  for (const auto& result : results.results()) {
    table.Add({IdOf(result.name()), result.done() ? "yes" : "no",
               v1::Connector::Desired::State_Name(result.desired_state()), result.reason(),
               result.message()});
  }
  return table;
}

Table TableOf(const v1::PreviewTableRowsResponse& rows) {
  Table table({rows.columns().begin(), rows.columns().end()});
  for (const google::protobuf::ListValue& row : rows.rows()) {
    std::vector<std::string> cells;
    for (const google::protobuf::Value& value : row.values()) {
      cells.push_back(CellText(value));
    }
    cells.resize(rows.columns_size());
    table.Add(std::move(cells));
  }
  return table;
}

}  // namespace sluice::cli
