#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_TESTING_WORLD_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_TESTING_WORLD_H_

#include <string>

#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_connection_probe.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/kafka/in_memory_connections.h"
#include "controlplane/preflight/in_memory_table_connections.h"
#include "controlplane/preflight/world_preflight.h"
#include "controlplane/validation/connector_rules.h"
#include "gtest/gtest.h"
#include "maxcompute/request/service_error.h"

namespace sluice::controlplane {

inline constexpr absl::Duration kTimeout = absl::Seconds(1);

inline maxcompute::Column AColumn(const std::string& name, maxcompute::TypeKind kind) {
  return {name, maxcompute::ColumnType{kind}};
}

inline maxcompute::TableSchema R0Schema() {
  return {{AColumn("topic", maxcompute::TypeKind::kString),
           AColumn("partition", maxcompute::TypeKind::kBigint),
           AColumn("offset", maxcompute::TypeKind::kBigint),
           AColumn("key", maxcompute::TypeKind::kString),
           AColumn("value", maxcompute::TypeKind::kString)},
          {AColumn("pt", maxcompute::TypeKind::kString)}};
}

// As the service refuses.
inline absl::Status Missing(const std::string& action) {
  return maxcompute::ToStatus(
      maxcompute::ServiceError{
          .http_status = 403,
          .code = "NoPermission",
          .message = "You have NO privilege 'odps:" + action + "' on {acs:odps:*:projects/p}."},
      maxcompute::Subject{});
}

inline absl::Status Refusal(absl::StatusCode code, absl::string_view reason) {
  return WithReason(absl::Status(code, "refused"), reason);
}

// The world of R0: the topic and the table are there, the role may do everything.
struct World {
  World() {
    instance.id = "kafka-1";
    instance.bootstrap_servers = {"a:9092"};
    connector.id = {"kafka-1", "orders"};
    connector.spec.source.topic = "orders-in";
    MaxComputeSink& sink = connector.spec.sink;
    sink.endpoint = "http://127.0.0.1:1/api";
    sink.project = "Connector_Test";
    sink.table = "test_kafka";
    sink.account_uid = "188";
    sink.role_name = "AliyunKafkaMaxComputeUser1";
    FillDefaults(connector, &instance);
    CreateTopic("orders-in", 3);
    probe.Answer("a:9092", kafka::ClusterDescription());
    tables.tunnel().AddTable(table, R0Schema());
    tables.sql().OnSelect([](absl::string_view) { return maxcompute::SqlRows(); });
  }

  void CreateTopic(const std::string& name, int partitions,
                   const kafka::TopicConfigs& configs = {}) {
    kafka::NewTopic topic;
    topic.name = name;
    topic.partitions = partitions;
    topic.configs = configs;
    EXPECT_THAT(admin.CreateTopics({topic}, kTimeout), IsOk());
  }

  void CommitTaskGroup(const std::string& metadata) {
    EXPECT_THAT(
        admin.CommitOffsets("connect-task-orders", {{{"orders-in", 0}, {7, metadata}}}, kTimeout),
        IsOk());
  }

  PreflightReport Check(const AskAbout& about = {}) {
    return WorldPreflight(clusters, probe, tables, options).Check(connector, instance, about);
  }

  const maxcompute::TableName table{"connector_test", "", "test_kafka"};
  kafka::InMemoryCluster cluster;
  kafka::InMemoryAdmin admin{cluster};
  InMemoryConnections clusters{cluster};
  kafka::InMemoryConnectionProbe probe;
  InMemoryTableConnections tables;
  Instance instance;
  Connector connector;
  WorldPreflightOptions options;
};

inline Findings Of(const PreflightReport& report, Severity severity) {
  Findings findings;
  for (const Finding& finding : report.findings) {
    if (finding.severity == severity) findings.push_back(finding);
  }
  return findings;
}

inline Findings NotInfo(const PreflightReport& report) {
  Findings findings;
  for (const Finding& finding : report.findings) {
    if (finding.severity != Severity::kInfo) findings.push_back(finding);
  }
  return findings;
}

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_TESTING_WORLD_H_
