#include "api/manifest/structured_text.h"

#include "gtest/gtest.h"
#include "sluice/v1/connector.pb.h"

namespace sluice::manifest {
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

TEST(StructuredText, MapsAreInTheOrderOfTheirKeys) {
  v1::Connector connector;
  for (const char* key : {"d", "a", "c", "e", "b"}) (*connector.mutable_labels())[key] = "to";
  for (int i = 0; i < 10; ++i) {
    const v1::Connector copy = connector;
    EXPECT_EQ(YamlText(copy), "labels:\n  a: to\n  b: to\n  c: to\n  d: to\n  e: to\n");
  }
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

}  // namespace
}  // namespace sluice::manifest
