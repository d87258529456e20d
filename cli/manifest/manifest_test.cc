#include "cli/manifest/manifest.h"

#include "api/client/error_details.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector.pb.h"
#include "sluice/v1/instance.pb.h"

namespace sluice::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const v1::Connector& AsConnector(const Manifest& manifest) {
  return dynamic_cast<const v1::Connector&>(*manifest.resource);
}

// `FIELD: message` of every mistake in `text`.
std::vector<std::string> Mistakes(absl::string_view text) {
  const auto manifests = ReadManifests(text, "f.yaml");
  EXPECT_THAT(manifests, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(manifests, HasReason("MANIFEST_INVALID"));
  std::vector<std::string> mistakes;
  for (const client::Violation& violation : client::ViolationsOf(manifests.status())) {
    mistakes.push_back(violation.field + ": " + violation.message);
  }
  return mistakes;
}

TEST(Manifest, SeveralDocumentsAreReadInTheirOrder) {
  const auto manifests = ReadManifests(R"(# A comment alone is no document.
---
kind: Instance
name: instances/local
bootstrapServers: ["127.0.0.1:9092", "127.0.0.1:9093"]
connector_feature: ENABLED
labels: {env: test}
---
kind: Connector
name: instances/local/connectors/orders
source:
  topic: orders
  startOffset: earliest
sink: {table: t, accountUid: 0123, timeZone: GMT 08:00}
scaling: {tasks: 2}
internetAccess: true
)",
                                       "f.yaml");

  ASSERT_THAT(manifests, IsOk());
  ASSERT_THAT(*manifests, SizeIs(2));
  const auto& instance = dynamic_cast<const v1::Instance&>(*(*manifests)[0].resource);
  EXPECT_THAT(instance.bootstrap_servers(), ElementsAre("127.0.0.1:9092", "127.0.0.1:9093"));
  EXPECT_EQ(instance.connector_feature(), v1::Instance::ENABLED);
  EXPECT_EQ(instance.labels().at("env"), "test");
  const v1::Connector& connector = AsConnector((*manifests)[1]);
  EXPECT_EQ(connector.source().start_offset(), v1::KafkaSource::EARLIEST);
  EXPECT_EQ(connector.sink().account_uid(), "0123");  // The text, not a number.
  EXPECT_EQ(connector.sink().time_zone(), "GMT 08:00");
  EXPECT_EQ(connector.scaling().tasks(), 2);
  EXPECT_TRUE(connector.internet_access());
}

TEST(Manifest, EveryMistakeIsToldWithItsLine) {
  EXPECT_THAT(Mistakes(R"(kind: Connector
sink:
  tabel: t
  mode: sideways
scaling: {tasks: many}
source: orders
labels: [a]
)"),
              ElementsAre("f.yaml:3: sink.tabel: is not a field",
                          "f.yaml:4: sink.mode: expected one of DEFAULT, KEY, VALUE, found "
                          "'sideways'",
                          "f.yaml:5: scaling.tasks: expected a whole number in its range, found "
                          "'many'",
                          "f.yaml:6: source: expected keys and values",
                          "f.yaml:7: labels: expected keys and values"));
}

TEST(Manifest, TimesDurationsAndNumbersAreReadInsideOtherFields) {
  const auto manifests = ReadManifests(R"(kind: Connector
source: {startOffset: timestamp, startTime: "2026-01-31T15:04:05+08:00"}
sink:
  latePolicy: {action: own-partition, pastMax: 7d, future_max: 1h30m}
  accessKey: {accessKeyId: k, accessKeySecret: s}
resources: {creation: manual, deadLetterStorage: cloud, replicationFactor: 3}
errorPolicy: {tolerance: none, maxShare: 0.25, maxPerMinute: 6000000000}
)",
                                       "f.yaml");

  ASSERT_THAT(manifests, IsOk());
  const v1::Connector& connector = AsConnector((*manifests)[0]);
  EXPECT_EQ(connector.source().start_time().seconds(), 1'769'843'045);
  EXPECT_EQ(connector.sink().late_policy().action(), v1::LatePolicy::OWN_PARTITION);
  EXPECT_EQ(connector.sink().late_policy().past_max().seconds(), 7 * 86400);
  EXPECT_EQ(connector.sink().late_policy().future_max().seconds(), 5400);
  EXPECT_EQ(connector.sink().access_key().access_key_secret(), "s");
  EXPECT_EQ(connector.resources().dead_letter_storage(), v1::ConnectorResources::CLOUD);
  EXPECT_EQ(connector.resources().replication_factor(), 3);
  EXPECT_EQ(connector.error_policy().max_share(), 0.25);
  EXPECT_EQ(connector.error_policy().max_per_minute(), 6'000'000'000);
}

TEST(Manifest, WhatIsNoTimeNoDurationAndNoNumberIsToldSo) {
  EXPECT_THAT(Mistakes("kind: Connector\nsink: {latePolicy: {pastMax: a week}}\n"),
              ElementsAre("f.yaml:2: sink.latePolicy.pastMax: expected a duration as 90s, 12h or "
                          "7d, found 'a week'"));
  EXPECT_THAT(Mistakes("kind: Connector\nsink: {latePolicy: {pastMax: infd}}\n"), SizeIs(1));
  EXPECT_THAT(Mistakes("kind: Connector\nsource: {startTime: yesterday}\n"), SizeIs(1));
  EXPECT_THAT(Mistakes("kind: Connector\nerrorPolicy: {maxShare: a tenth}\n"),
              ElementsAre("f.yaml:2: errorPolicy.maxShare: expected a number as 0.1, found "
                          "'a tenth'"));
  EXPECT_THAT(Mistakes("kind: Connector\nerrorPolicy: {maxShare: nan}\n"), SizeIs(1));
}

TEST(Manifest, WhatOnlyTheServerSetsIsPassedOver) {
  const auto manifests = ReadManifests(
      "kind: Connector\nuid: u\nstate: A_STATE_OF_TOMORROW\nconditions: {not: a list}\n"
      "sink: {accessKey: {accessKeyId: k, accessKeySecretSet: true}}\n",
      "f.yaml");
  ASSERT_THAT(manifests, IsOk());
  EXPECT_EQ(AsConnector((*manifests)[0]).uid(), "");
  EXPECT_FALSE(AsConnector((*manifests)[0]).sink().access_key().access_key_secret_set());
}

TEST(Manifest, AFieldGivenTwiceIsAMistakeInEitherSpelling) {
  EXPECT_THAT(Mistakes("kind: Connector\nvpc_id: a\nvpcId: b\n"),
              ElementsAre("f.yaml:3: vpcId: is there twice"));
  EXPECT_THAT(Mistakes("kind: Connector\nlabels:\n  a: b\n  a: c\n"),
              ElementsAre("f.yaml:4: labels.a: is there twice"));
}

TEST(Manifest, AnEnumIsNeverANumberNorUnspecified) {
  EXPECT_THAT(Mistakes("kind: Connector\nsink: {mode: 1}\n"),
              ElementsAre(HasSubstr("expected one of DEFAULT, KEY, VALUE")));
  EXPECT_THAT(Mistakes("kind: Connector\nsink: {mode: MODE_UNSPECIFIED}\n"), SizeIs(1));
}

TEST(Manifest, WhatIsNoResourceIsRefused) {
  EXPECT_THAT(Mistakes("kind: Worker\n"), ElementsAre("f.yaml:1: kind: unknown kind 'Worker'"));
  EXPECT_THAT(Mistakes("name: x\n"), ElementsAre("f.yaml:1: kind: is missing"));
  EXPECT_THAT(Mistakes("- a\n"), ElementsAre("f.yaml:1: expected keys and values"));
  EXPECT_THAT(Mistakes(""), SizeIs(0));
  EXPECT_THAT(Mistakes("kind: [\n"), SizeIs(1));
}

TEST(Manifest, AKeyWithoutValueIsAsIfItWereNotThere) {
  const auto manifests = ReadManifests("kind: Connector\nsink:\nsource: {topic: }\n", "f.yaml");
  ASSERT_THAT(manifests, IsOk());
  EXPECT_FALSE(AsConnector((*manifests)[0]).has_sink());
}

}  // namespace
}  // namespace sluice::cli
