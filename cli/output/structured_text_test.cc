#include "cli/output/structured_text.h"

#include "base/status/status_matchers.h"
#include "cli/manifest/manifest.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector.pb.h"

namespace sluice::cli {
namespace {

v1::Connector Orders() {
  v1::Connector connector;
  connector.set_name("instances/local/connectors/orders");
  connector.set_description("yes");
  (*connector.mutable_labels())["team"] = "1";
  connector.mutable_source()->set_topic("orders");
  connector.mutable_sink()->set_account_uid("0123");
  connector.mutable_sink()->set_mode(v1::MaxComputeSink::KEY);
  connector.mutable_sink()->set_time_zone("GMT 08:00");
  connector.mutable_create_time()->set_seconds(1'600'000'000);
  return connector;
}

TEST(StructuredText, JsonIsThatOfTheApi) {
  v1::Connector connector;
  connector.set_name("n");
  connector.mutable_source()->set_start_offset(v1::KafkaSource::EARLIEST);

  EXPECT_EQ(JsonText(connector),
            "{\n  \"name\": \"n\",\n  \"source\": {\n    \"startOffset\": \"EARLIEST\"\n  }\n}\n");
}

TEST(StructuredText, AListIsThereEvenWhenItIsEmpty) {
  v1::Connector connector;
  connector.set_name("n");

  EXPECT_EQ(JsonText("connectors", {}), "{\n  \"connectors\": []\n}\n");
  EXPECT_EQ(JsonText("connectors", {&connector}),
            "{\n  \"connectors\": [\n    {\n      \"name\": \"n\"\n    }\n  ]\n}\n");
}

TEST(StructuredText, YamlQuotesWhatWouldBeReadAsSomethingElse) {
  EXPECT_EQ(YamlText(Orders(), "Connector"), R"(kind: Connector
name: instances/local/connectors/orders
createTime: 2020-09-13T12:26:40Z
labels:
  team: "1"
description: "yes"
source:
  topic: orders
sink:
  accountUid: "0123"
  mode: KEY
  timeZone: GMT 08:00
)");
}

TEST(StructuredText, WhatIsPrintedAsYamlIsReadBackAsTheSame) {
  v1::Connector connector = Orders();
  connector.set_description("a: b #c\n- \"d\"\n\ttab ä");
  connector.mutable_source()->mutable_start_time()->set_nanos(1);
  connector.mutable_sink()->mutable_late_policy()->mutable_past_max()->set_seconds(5400);
  connector.mutable_error_policy()->set_max_share(1.0 / 3);
  connector.mutable_error_policy()->set_max_per_minute(6'000'000'000);

  const auto manifests = ReadManifests(YamlText(connector, "Connector"), "f.yaml");

  ASSERT_THAT(manifests, IsOk());
  connector.clear_create_time();  // The server's own fields are not given back.
  EXPECT_TRUE(
      google::protobuf::util::MessageDifferencer::Equals(*(*manifests)[0].resource, connector));
}

}  // namespace
}  // namespace sluice::cli
