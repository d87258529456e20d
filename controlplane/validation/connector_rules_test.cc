#include "controlplane/validation/connector_rules.h"

#include <functional>
#include <string>
#include <vector>

#include "controlplane/validation/instance_rules.h"
#include "controlplane/validation/maxcompute_endpoint.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

Instance R0Instance() {
  Instance instance;
  instance.id = "alikafka";
  instance.bootstrap_servers = {"127.0.0.1:9092"};
  instance.region = "cn-hangzhou";
  instance.vpc_id = "vpc-1";
  instance.vswitch_ids = {"vsw-1", "vsw-2"};
  instance.connector_feature_enabled = true;
  return instance;
}

// As a user gives the connector of R0, before defaults.
Connector R0Connector() {
  Connector connector;
  connector.id = {"alikafka", "kafka-maxcompute-sink"};
  connector.spec.source.topic = "maxcompute-test-input";
  connector.spec.sink.endpoint = "http://service.cn-hangzhou.maxcompute.aliyun-inc.com/api";
  connector.spec.sink.project = "connector_test";
  connector.spec.sink.table = "test_kafka";
  connector.spec.sink.account_uid = "188";
  connector.spec.sink.role_name = "AliyunKafkaMaxComputeUser1";
  return connector;
}

std::vector<std::string> Check(const std::function<void(Connector&, Instance&)>& change) {
  Connector connector = R0Connector();
  Instance instance = R0Instance();
  change(connector, instance);
  FillDefaults(connector, &instance);
  Violations violations;
  CheckConnector(connector, &instance, violations);
  std::vector<std::string> found;
  for (const Violation& v : violations.kept()) found.push_back(v.field + " " + v.reason);
  return found;
}

TEST(ConnectorRules, TheConnectorOfR0IsTakenAndCompletedWithTheNamesOfR5) {
  Connector connector = R0Connector();
  const Instance instance = R0Instance();
  FillDefaults(connector, &instance);
  Violations violations;
  CheckConnector(connector, &instance, violations);
  EXPECT_TRUE(violations.empty()) << violations.kept()[0].field << violations.kept()[0].message;
  const ConnectorResources& resources = connector.spec.resources;
  EXPECT_THAT(resources.offset_topic, Eq("connect-offset-kafka-maxcompute-sink"));
  EXPECT_THAT(resources.config_topic, Eq("connect-config-kafka-maxcompute-sink"));
  EXPECT_THAT(resources.status_topic, Eq("connect-status-kafka-maxcompute-sink"));
  EXPECT_THAT(resources.dead_letter_topic, Eq("connect-error-kafka-maxcompute-sink"));
  EXPECT_THAT(resources.abnormal_data_topic, Eq("connect-error-kafka-maxcompute-sink"));
  EXPECT_THAT(resources.task_group, Eq("connect-task-kafka-maxcompute-sink"));
  EXPECT_THAT(resources.connector_group, Eq("connect-cluster-kafka-maxcompute-sink"));
  EXPECT_THAT(connector.spec.vpc_id, Eq("vpc-1"));
  EXPECT_THAT(connector.spec.vswitch_id, Eq("vsw-1"));
  EXPECT_THAT(connector.spec.sink.region, Eq("cn-hangzhou"));
  EXPECT_THAT(connector.spec.sink.time_zone, Eq("GMT 08:00"));
}

TEST(ConnectorRules, EverythingThatIsWrongIsToldAtOnce) {
  EXPECT_THAT(Check([](Connector& c, Instance&) {
                c.id.connector = "A";
                c.spec.source.topic = "";
                c.spec.sink = {};
                c.spec.sink.endpoint = "nowhere";
                c.spec.tasks = 65;
                c.labels = {{"BAD", "x"}};
              }),
              IsSupersetOf(
                  {"connector_id NAME_INVALID", "connector.source.topic FIELD_REQUIRED",
                   "connector.sink.endpoint FIELD_FORM", "connector.sink.project FIELD_REQUIRED",
                   "connector.sink.table FIELD_REQUIRED", "connector.sink.role_name FIELD_REQUIRED",
                   "connector.sink.account_uid FIELD_REQUIRED",
                   "connector.scaling.tasks FIELD_OUT_OF_RANGE", "connector.labels FIELD_FORM"}));
}

TEST(ConnectorRules, EveryModeFormatAndGranularityIsTakenButCsvWithDefault) {
  for (SinkMode mode : {SinkMode::kDefault, SinkMode::kKey, SinkMode::kValue}) {
    for (SinkFormat format :
         {SinkFormat::kText, SinkFormat::kBinary, SinkFormat::kCsv, SinkFormat::kJson}) {
      if (mode == SinkMode::kDefault && format == SinkFormat::kCsv) continue;
      for (PartitionGranularity granularity :
           {PartitionGranularity::kDay, PartitionGranularity::kHour,
            PartitionGranularity::kMinute}) {
        EXPECT_THAT(Check([&](Connector& c, Instance&) {
                      c.spec.sink.mode = mode;
                      c.spec.sink.format = format;
                      c.spec.sink.partition_granularity = granularity;
                    }),
                    IsEmpty());
      }
    }
  }
}

TEST(ConnectorRules, CsvWithModeDefaultIsRefusedForWhatItIs) {
  EXPECT_THAT(Check([](Connector& c, Instance&) { c.spec.sink.format = SinkFormat::kCsv; }),
              ElementsAre("connector.sink.format CSV_NEEDS_KEY_OR_VALUE"));
}

TEST(ConnectorRules, TimeZonesOfR21AreTaken) {
  const auto zone = [](const std::string& text) {
    return Check([&](Connector& c, Instance&) { c.spec.sink.time_zone = text; });
  };
  for (const char* text : {"GMT 08:00", "GMT+08:00", "GMT-03:30", "UTC", "Asia/Shanghai"}) {
    EXPECT_THAT(zone(text), IsEmpty()) << text;
  }
  for (const std::string& text : {std::string("GMT 99:00"), std::string("Mars"),
                                  std::string("../../etc/passwd"), std::string(1 << 20, 'a')}) {
    EXPECT_THAT(zone(text), ElementsAre("connector.sink.time_zone TIME_ZONE_INVALID"));
  }
}

TEST(ConnectorRules, WithAutomaticResourcesOnlyTheDefaultNamesExist) {
  EXPECT_THAT(Check([](Connector& c, Instance&) { c.spec.resources.offset_topic = "mine"; }),
              ElementsAre("connector.resources.offset_topic RESOURCE_NAME_FIXED"));
}

TEST(ConnectorRules, WithManualResourcesNamesAreFreeButTheTaskGroups) {
  const auto manual = [](const std::function<void(ConnectorResources&)>& change) {
    return Check([&](Connector& c, Instance&) {
      c.spec.resources.creation = ResourceCreation::kManual;
      change(c.spec.resources);
    });
  };
  EXPECT_THAT(manual([](ConnectorResources& r) { r.offset_topic = "mine"; }), IsEmpty());
  EXPECT_THAT(manual([](ConnectorResources& r) { r.task_group = "mine"; }),
              ElementsAre("connector.resources.task_group RESOURCE_NAME_FIXED"));
  EXPECT_THAT(manual([](ConnectorResources& r) { r.config_topic = r.offset_topic = "one"; }),
              ElementsAre("connector.resources.config_topic FIELD_FORM"));
  EXPECT_THAT(manual([](ConnectorResources& r) { r.dead_letter_topic = "maxcompute-test-input"; }),
              ElementsAre("connector.source.topic SOURCE_IS_OWN_TOPIC"));
  EXPECT_THAT(manual([](ConnectorResources& r) { r.connector_group = "readers"; }), IsEmpty());
  for (const char* task_group : {"connect-task-kafka-maxcompute-sink", "connect-task-of-another"}) {
    EXPECT_THAT(manual([&](ConnectorResources& r) { r.connector_group = task_group; }),
                ElementsAre("connector.resources.connector_group FIELD_FORM"));
  }
}

TEST(ConnectorRules, ManualResourcesAreNotPossibleOnVersion0102) {
  EXPECT_THAT(Check([](Connector& c, Instance& i) {
                c.spec.resources.creation = ResourceCreation::kManual;
                i.kafka_version = "0.10.2";
              }),
              ElementsAre("connector.resources.creation MANUAL_NOT_POSSIBLE"));
}

TEST(ConnectorRules, TheNetworkMustBeTheInstances) {
  EXPECT_THAT(
      Check([](Connector& c, Instance&) {
        c.spec.vpc_id = "vpc-2";
        c.spec.vswitch_id = "vsw-9";
      }),
      ElementsAre("connector.vpc_id VPC_MISMATCH", "connector.vswitch_id VSWITCH_MISMATCH"));
  EXPECT_THAT(Check([](Connector& c, Instance&) { c.spec.vswitch_id = "vsw-2"; }), IsEmpty());
  // An instance that declares no network takes any.
  EXPECT_THAT(Check([](Connector& c, Instance& i) {
                i.vpc_id = "";
                i.vswitch_ids = {};
                c.spec.vpc_id = "vpc-2";
              }),
              IsEmpty());
}

TEST(ConnectorRules, APublicEndpointNeedsInternetAccess) {
  const auto endpoint = [](const std::string& url, bool internet_access) {
    return Check([&](Connector& c, Instance&) {
      c.spec.sink.endpoint = url;
      c.spec.internet_access = internet_access;
    });
  };
  const std::string elsewhere = "http://service.cn-shanghai.maxcompute.aliyun.com/api";
  EXPECT_THAT(endpoint(elsewhere, false),
              ElementsAre("connector.internet_access INTERNET_ACCESS_REQUIRED"));
  EXPECT_THAT(endpoint(elsewhere, true), IsEmpty());
  EXPECT_THAT(endpoint("http://service.cn-shanghai.maxcompute.aliyun-inc.com/api", true),
              ElementsAre("connector.sink.endpoint INTERNET_ACCESS_REQUIRED"));
  EXPECT_THAT(endpoint("http://127.0.0.1:8080/api", false), IsEmpty());
}

TEST(MaxComputeEndpoint, TheHostNameTellsNetworkAndRegion) {
  using Network = MaxComputeEndpoint::Network;
  const auto vpc = ReadEndpoint("http://service.cn-hangzhou-vpc.maxcompute.aliyun-inc.com/api");
  EXPECT_THAT(vpc.network, Eq(Network::kVpc));
  EXPECT_THAT(vpc.region, Eq("cn-hangzhou"));
  EXPECT_THAT(ReadEndpoint("HTTPS://Service.Odps.Aliyun.com/api").network, Eq(Network::kPublic));
  EXPECT_THAT(ReadEndpoint("http://mc.example.org/api").network, Eq(Network::kOther));
  EXPECT_THAT(ReadEndpoint("").network, Eq(Network::kOther));
}

}  // namespace
}  // namespace sluice::controlplane
