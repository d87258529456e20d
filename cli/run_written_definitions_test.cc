// What api/manifest writes down, sluicectl reads as what it was written from, and prints alike.

#include <string>
#include <vector>

#include "api/manifest/connector_text.h"
#include "api/manifest/structured_text.h"
#include "base/status/status_matchers.h"
#include "cli/manifest/manifest.h"
#include "cli/run_scenario.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace sluice::cli {
namespace {

using google::protobuf::util::MessageDifferencer;

// Something in every field that a user may set; texts that shells and YAML would read otherwise.
v1::Connector Everything() {
  v1::Connector connector;
  connector.set_name(kOrders);
  connector.set_description("yes: \"it's\" #1 $HOME\n- `two`\t\\ ä");
  (*connector.mutable_labels())["team"] = "1";
  (*connector.mutable_labels())["a.b/c"] = "X-y";
  connector.mutable_source()->set_topic("orders");
  connector.mutable_source()->set_start_offset(v1::KafkaSource::TIMESTAMP);
  connector.mutable_source()->mutable_start_time()->set_seconds(1'600'000'000);
  connector.mutable_source()->mutable_start_time()->set_nanos(1'000'000);
  v1::ConnectorResources& resources = *connector.mutable_resources();
  resources.set_creation(v1::ConnectorResources::MANUAL);
  resources.set_offset_topic("o");
  resources.set_config_topic("c");
  resources.set_status_topic("s");
  resources.set_dead_letter_topic("d");
  resources.set_abnormal_data_topic("a");
  resources.set_task_group("connect-task-orders");
  resources.set_connector_group("connect-cluster-x");
  resources.set_dead_letter_storage(v1::ConnectorResources::CLOUD);
  resources.set_abnormal_data_storage(v1::ConnectorResources::LOCAL);
  resources.set_replication_factor(3);
  v1::MaxComputeSink& sink = *connector.mutable_sink();
  sink.set_endpoint("http://service.cn-hangzhou.maxcompute.aliyun-inc.com/api?a=b&c");
  sink.set_endpoint_kind(v1::MaxComputeSink::VPC);
  sink.set_tunnel_endpoint("http://dt");
  sink.set_project("p");
  sink.set_schema("s");
  sink.set_table("t");
  sink.set_region("cn-hangzhou");
  sink.set_account_uid("0123");
  sink.set_role_name("Role");
  sink.set_mode(v1::MaxComputeSink::KEY);
  sink.set_format(v1::MaxComputeSink::JSON);
  sink.set_partition_granularity(v1::MaxComputeSink::MINUTE);
  sink.set_partition_pattern(v1::MaxComputeSink::ISO);
  sink.set_partition_clock(v1::MaxComputeSink::INGEST);
  sink.set_time_zone("GMT 08:00");
  sink.set_delivery(v1::MaxComputeSink::UPSERT);
  sink.mutable_upsert()->set_key(v1::UpsertPolicy::RECORD_KEY);
  sink.mutable_upsert()->set_delete_tombstones(true);
  sink.mutable_late_policy()->set_action(v1::LatePolicy::OWN_PARTITION);
  sink.mutable_late_policy()->mutable_past_max()->set_seconds(5400);
  sink.mutable_late_policy()->mutable_future_max()->set_seconds(60);
  connector.set_vpc_id("vpc-1");
  connector.set_vswitch_id("-odd");
  connector.set_internet_access(true);
  connector.mutable_scaling()->set_tasks(4);
  connector.mutable_error_policy()->set_tolerance(v1::ErrorPolicy::ALL);
  connector.mutable_error_policy()->set_max_share(1.0 / 3);
  connector.mutable_error_policy()->set_max_per_minute(6'000'000'000);
  connector.mutable_completeness()->mutable_grace()->set_seconds(1);
  connector.mutable_completeness()->mutable_grace()->set_nanos(500'000'000);
  connector.mutable_completeness()->set_announcement_topic("told");
  return connector;
}

// The words that a POSIX shell makes of a command of plain and single-quoted text.
std::vector<std::string> ShellWords(const std::string& command) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false, begun = false;
  for (size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (c == '\'') {
      quoted = !quoted;
      begun = true;
    } else if (!quoted && c == '\\') {
      if (command[++i] != '\n') word += command[i], begun = true;
    } else if (!quoted && c == ' ') {
      if (begun) words.push_back(word);
      word.clear();
      begun = false;
    } else {
      word += c;
      begun = true;
    }
  }
  if (begun) words.push_back(word);
  return words;
}

std::string DifferenceOf(const google::protobuf::Message& a, const google::protobuf::Message& b) {
  std::string difference;
  MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  differencer.Compare(a, b);
  return difference;
}

using WrittenDefinitions = RunScenario;

TEST_F(WrittenDefinitions, TheCommandCreatesTheConnectorThatItWasWrittenFrom) {
  v1::CreateConnectorRequest sent;
  transport_.On<v1::CreateConnectorRequest, v1::Connector>(
      Connectors("CreateConnector"), [&](const v1::CreateConnectorRequest& request) {
        sent = request;
        return request.connector();
      });
  std::vector<std::string> words = ShellWords(manifest::CreateCommand(Everything()));
  ASSERT_EQ(words[0], "sluicectl");
  words.erase(words.begin());

  EXPECT_EQ(Sluicectl(words), 0) << err_.str();

  EXPECT_EQ(sent.parent() + "/connectors/" + sent.connector_id(), kOrders);
  v1::Connector expected = Everything();
  expected.clear_name();
  EXPECT_EQ(DifferenceOf(expected, sent.connector()), "");
}

TEST_F(WrittenDefinitions, ApplyReadsTheManifestAsWhatItWasWrittenFrom) {
  v1::UpdateConnectorRequest sent;
  AnswerStates<v1::GetConnectorRequest>("GetConnector", {v1::Connector::RUNNING});
  transport_.On<v1::UpdateConnectorRequest, v1::Connector>(
      Connectors("UpdateConnector"), [&](const v1::UpdateConnectorRequest& request) {
        sent = request;
        return request.connector();
      });
  v1::Connector connector = Everything();
  (*connector.mutable_annotations())["ticket"] = "017";
  in_.str(manifest::ManifestText(connector));

  EXPECT_EQ(Sluicectl({"apply", "-f", "-"}), 0) << err_.str();

  EXPECT_EQ(DifferenceOf(connector, sent.connector()), "");
}

TEST_F(WrittenDefinitions, GetPrintsTheManifest) {
  connector_ = Everything();
  transport_.On<v1::GetConnectorRequest, v1::Connector>(
      Connectors("GetConnector"), [&](const v1::GetConnectorRequest&) { return connector_; });

  EXPECT_EQ(Sluicectl({"get", "connector", "orders", "-o", "yaml"}), 0) << err_.str();

  EXPECT_EQ(out_.str(), "---\n" + manifest::ManifestText(Everything()));
}

TEST_F(WrittenDefinitions, WhatGetPrintsOfTheServersOwnIsReadAsTheManifest) {
  v1::Connector connector = Everything();
  connector.mutable_create_time()->set_seconds(1'600'000'000);
  connector.set_state(v1::Connector::RUNNING);

  const auto printed = ReadManifests(manifest::YamlText(connector, "Connector"), "get.yaml");

  ASSERT_THAT(printed, IsOk());
  EXPECT_EQ(DifferenceOf(Everything(), *(*printed)[0].resource), "");
}

}  // namespace
}  // namespace sluice::cli
