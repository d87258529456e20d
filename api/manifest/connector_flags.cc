#include "api/manifest/connector_flags.h"

namespace sluice::manifest {
namespace {

std::vector<FieldFlag> operator+(std::vector<FieldFlag> a, const std::vector<FieldFlag>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::vector<FieldFlag> SourceFlags() {
  return {
      {"topic", "TOPIC", "data source topic", "source.topic"},
      {"start-offset", "WORD",
       "latest (default), earliest or timestamp: where the first deploy begins",
       "source.start_offset"},
      {"start-time", "TIME", "with timestamp: as 2026-01-31T15:04:05+08:00", "source.start_time"},
  };
}

std::vector<FieldFlag> SinkFlags() {
  return {
      {"endpoint", "URL", "MaxCompute's REST interface", "sink.endpoint"},
      {"endpoint-kind", "WORD", "vpc, public or private (default: what the endpoint says)",
       "sink.endpoint_kind"},
      {"tunnel-endpoint", "URL", "its tunnel (default: the project is asked)",
       "sink.tunnel_endpoint"},
      {"project", "PROJECT", "MaxCompute project", "sink.project"},
      {"schema", "SCHEMA", "schema of the table, in projects that have schemas", "sink.schema"},
      {"table", "TABLE", "table of the project", "sink.table"},
      {"table-region", "REGION", "region of the table (default: what the endpoint says)",
       "sink.region"},
      {"account-uid", "DIGITS", "account that owns the role", "sink.account_uid"},
      {"role", "ROLE", "RAM role that is assumed", "sink.role_name"},
      {"access-key-id", "ID", "a key of the account, instead of account and role",
       "sink.access_key.access_key_id"},
      {.name = "access-key-secret-file",
       .value = "FILE",
       .help = "holds the secret of that key; - is standard input",
       .field = "sink.access_key.access_key_secret",
       .from_file = true},
      {"delivery", "WORD", "exactly-once (default), stream or upsert: what is promised of rows",
       "sink.delivery"},
      {"upsert-key", "WORD", "with upsert: position (default) or record-key: the primary key",
       "sink.upsert.key"},
      {"delete-tombstones", "",
       "with record-key: a record without value deletes the row of its key",
       "sink.upsert.delete_tombstones"},
      {"mode", "WORD", "default, key or value: the columns that are filled", "sink.mode"},
      {"format", "WORD", "text (default), binary, csv or json", "sink.format"},
      {"granularity", "WORD", "day, hour (default) or minute: a table partition each",
       "sink.partition_granularity"},
      {"partition-pattern", "WORD", "original (default, MM-dd-yyyy HH:mm) or iso (yyyy-MM-dd)",
       "sink.partition_pattern"},
      {"partition-clock", "WORD", "record (default) or ingest: which time chooses the partition",
       "sink.partition_clock"},
      {"time-zone", "ZONE", "of the producers (default: GMT 08:00)", "sink.time_zone"},
      {"late-action", "WORD",
       "abnormal-topic (default) or own-partition: where records of a far-off time go",
       "sink.late_policy.action"},
      {"late-past-max", "DURATION", "how far behind is late, as 12h or 7d (default: 7d)",
       "sink.late_policy.past_max"},
      {"late-future-max", "DURATION", "how far ahead is too early (default: 1d)",
       "sink.late_policy.future_max"},
  };
}

std::vector<FieldFlag> ResourceFlags() {
  return {
      {"resources", "WORD", "automatic (default) or manual: who makes the topics below",
       "resources.creation"},
      {"offset-topic", "TOPIC", "task offsets (default: connect-offset-NAME)",
       "resources.offset_topic"},
      {"config-topic", "TOPIC", "task configuration (default: connect-config-NAME)",
       "resources.config_topic"},
      {"status-topic", "TOPIC", "task status (default: connect-status-NAME)",
       "resources.status_topic"},
      {"dead-letter-topic", "TOPIC", "records that cannot be read (default: connect-error-NAME)",
       "resources.dead_letter_topic"},
      {"abnormal-data-topic", "TOPIC",
       "records that do not fit the table (default: the dead letter topic)",
       "resources.abnormal_data_topic"},
      {"task-group", "GROUP", "of the tasks: always connect-task-NAME", "resources.task_group"},
      {"connector-group", "GROUP", "of the connector (default: connect-cluster-NAME)",
       "resources.connector_group"},
      {"dead-letter-storage", "WORD", "local (default) or cloud: storage of that topic",
       "resources.dead_letter_storage"},
      {"abnormal-data-storage", "WORD", "local or cloud (default: as the dead letter topic)",
       "resources.abnormal_data_storage"},
      {"replication-factor", "N", "of topics that are made (default: the brokers')",
       "resources.replication_factor"},
  };
}

std::vector<FieldFlag> PolicyFlags() {
  return {
      {"error-tolerance", "WORD", "all (default) or none: whether bad records stop a task",
       "error_policy.tolerance"},
      {"error-max-share", "SHARE",
       "with all: the share of bad records above which a task stops (default: 0.1)",
       "error_policy.max_share"},
      {"error-max-per-minute", "N", "with all: as many bad records a minute (default: no limit)",
       "error_policy.max_per_minute"},
      {"completeness-grace", "DURATION",
       "how long late records are waited for before a table partition is complete (default: 10m)",
       "completeness.grace"},
      {"completeness-topic", "TOPIC", "who is told of complete table partitions (default: none)",
       "completeness.announcement_topic"},
      {"tasks", "N", "how many tasks share the work, 1 to 64 (default: 1)", "scaling.tasks"},
      {"vpc-id", "ID", "where tasks run (default: the instance's)", "vpc_id"},
      {"vswitch-id", "ID", "where tasks run (default: the instance's first)", "vswitch_id"},
      {"internet-access", "", "tasks may reach the table over the internet", "internet_access"},
      {"description", "TEXT", "for people", "description"},
  };
}

}  // namespace

std::vector<FieldFlag> ConnectorFlags() {
  return SourceFlags() + SinkFlags() + ResourceFlags() + PolicyFlags();
}

}  // namespace sluice::manifest
