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
