#ifndef SLUICE_CONTROLPLANE_STORE_STORE_CONTRACT_VALUES_H_
#define SLUICE_CONTROLPLANE_STORE_STORE_CONTRACT_VALUES_H_

#include <string>

#include "controlplane/model/api_token.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/model/operation.h"
#include "controlplane/model/task.h"
#include "controlplane/model/worker.h"

// Full values, no field at its default, so that a field that a store forgets is seen.
namespace sluice::controlplane {

// Whole microseconds: what every store keeps.
inline const absl::Time kT0 = absl::FromUnixMicros(1'700'000'000'123'456);

inline Instance AnInstance(const std::string& id = "kafka-1") {
  Instance instance;
  instance.id = id;
  instance.uid = "uid-of-" + id;
  instance.generation = 3;
  instance.create_time = kT0;
  instance.update_time = kT0 + absl::Seconds(1);
  instance.labels = {{"team", "pay"}};
  instance.annotations = {{"note", "quote ' and \" and \xc3\xa4"}};
  instance.display_name = "Orders";
  instance.bootstrap_servers = {"a:9092", "b:9092"};
  instance.region = "cn-hangzhou";
  instance.vpc_id = "vpc-1";
  instance.vswitch_ids = {"vsw-1", "vsw-2"};
  instance.kafka_version = "2.4.0";
  instance.connector_feature_enabled = true;
  instance.security_protocol = SecurityProtocol::kSaslSsl;
  instance.sasl = SaslLogin{SaslMechanism::kPlain, "sluice", "hunter2 \" \xc3\xa4"};
  instance.tls = TlsIdentity{"ca", "certificate", "-----BEGIN PRIVATE KEY-----\nsecret\n", true};
  instance.observed = {kT0, true, "VERSION_DIFFERS", "message", "remedy", "3.9", 3, true};
  return instance;
}

inline const std::string kTokenHash(64, 'a');

inline ApiToken AToken(const std::string& id = "ada") {
  ApiToken token;
  token.id = id;
  token.display_name = "Ada's laptop \xc3\xa4";
  token.role_bindings = {{Role::kOperator, "*"}, {Role::kAdmin, "*"}};
  token.create_time = kT0;
  token.created_by = "grace";
  token.expire_time = kT0 + absl::Hours(24);
  return token;
}

inline Connector AConnector(const std::string& id = "orders",
                            const std::string& instance = "kafka-1") {
  Connector connector;
  connector.id = {instance, id};
  connector.uid = "uid-of-" + instance + "-" + id;
  connector.generation = 1;
  connector.create_time = kT0;
  connector.update_time = kT0;
  connector.labels = {{"env", "test"}};
  connector.annotations = {{"a", "b"}};
  connector.desired_state_time = kT0;
  ConnectorSpec& spec = connector.spec;
  spec.description = "rows of orders";
  spec.source = {"orders-in", StartOffset::kEarliest};
  spec.resources = {ResourceCreation::kManual, "o", "c", "s", "d", "a", "tg", "cg"};
  spec.sink = {"http://mc/api",
               "http://tunnel",
               "p",
               "t",
               "cn-shanghai",
               "123",
               "role",
               SinkMode::kValue,
               SinkFormat::kCsv,
               PartitionGranularity::kMinute,
               "UTC"};
  spec.sink.delivery = Delivery::kUpsert;
  spec.sink.upsert = {UpsertPolicy::Key::kRecordKey, true};
  spec.sink.access_key = AccessKey{"LTAI1", "access key secret"};
  spec.vpc_id = "vpc-1";
  spec.vswitch_id = "vsw-1";
  spec.internet_access = true;
  spec.tasks = 2;
  spec.completeness = {absl::Minutes(3), "announcements"};
  return connector;
}

inline Worker AWorker(const std::string& name = "w-1") {
  Worker worker;
  worker.uid = "uid-of-" + name;
  worker.name = name;
  worker.vpc_id = "vpc-1";
  worker.vswitch_id = "vsw-1";
  worker.tasks_max = 8;
  worker.protocol_version = 2;
  worker.features = {"x", "y"};
  worker.build_version = "1.2.3";
  worker.heartbeat_time = kT0;
  return worker;
}

// When AReport was heard.
inline const absl::Time kReported = kT0 + absl::Minutes(2);

inline TaskReport AReport(int64_t assignment_revision, ReportedState state) {
  return {.assignment_revision = assignment_revision,
          .state = state,
          .state_time = kT0,
          .problem = Problem{ErrorClass::kUser, "R", "m", "r"},
          .retrying = true,
          .problem_since = kT0,
          .problem_count = 3,
          .next_attempt_time = kReported + absl::Seconds(30),
          .slowed = true,
          .partitions = {{.partition = 3,
                          .next_offset = 10,
                          .end_offset = 12,
                          .rows_committed = 9,
                          .dead_letters = 1,
                          .progress_time = kT0,
                          .bytes_committed = 900,
                          .newest_record_time = kT0},
                         {4, 0, -1, 0, 0, absl::InfinitePast()}},
          .waiting = WaitingPartition{.partition = 3, .records = 2, .since = kT0},
          .held_up = Problem{ErrorClass::kSystem, "H", "n", ""},
          .restarts = 2,
          .memory_bytes = 1 << 20,
          .report_time = kReported};
}

inline Operation AnOperation(const std::string& id = "op-1") {
  Operation operation;
  operation.id = id;
  operation.kind = OperationKind::kDeadLetterReplay;
  operation.connector_uid = AConnector().uid;
  operation.connector = AConnector().id;
  operation.request = R"({"b":"ä '","a":[1]})";
  operation.author = "kim";
  operation.change_reason = "because";
  operation.create_time = kT0;
  return operation;
}

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_STORE_CONTRACT_VALUES_H_
