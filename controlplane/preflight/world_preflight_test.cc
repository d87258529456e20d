#include "controlplane/preflight/world_preflight.h"

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/preflight/testing_world.h"
#include "formats/intent.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using maxcompute::InMemoryTunnel;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Lt;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

TEST(WorldPreflight, InTheWorldOfR0EverythingIsCheckedAndNothingIsLeftBehind) {
  World world;
  const PreflightReport report = world.Check();
  EXPECT_THAT(NotInfo(report), IsEmpty());
  EXPECT_THAT(report.findings, Each(Field(&Finding::reason, "CHECKED")));
  EXPECT_THAT(report.unanswered, IsOk());
  std::vector<std::string> said;
  for (const Finding& finding : report.findings) said.push_back(finding.message);
  EXPECT_THAT(
      said,
      IsSupersetOf<testing::Matcher<std::string>>(
          {HasSubstr("instance kafka-1 answers"),
           HasSubstr("source topic orders-in exists, with 3 partition(s)"),
           HasSubstr("topic connect-offset-orders is not there yet"),
           HasSubstr("group connect-task-orders is free"),
           HasSubstr("every right that it needs on the brokers"), HasSubstr("MaxCompute answers"),
           HasSubstr("role AliyunKafkaMaxComputeUser1 is accepted"),
           HasSubstr("project Connector_Test exists"), HasSubstr("fits this mode and format"),
           HasSubstr("is partitioned by pt"), HasSubstr("holds Describe"),
           HasSubstr("holds CreateInstance on the project and Alter"), HasSubstr("holds Update"),
           HasSubstr("holds Select"), HasSubstr("after at most 2s")}));
  EXPECT_THAT(world.tables.tunnel().Partitions(world.table), IsEmpty());
  EXPECT_THAT(world.tables.sql().Statements(),
              UnorderedElementsAre(
                  HasSubstr("DROP IF EXISTS PARTITION (pt='sluice-preflight')"),
                  "SELECT * FROM connector_test.`test_kafka` WHERE `pt`='sluice-preflight' LIMIT "
                  "1;"));
}

TEST(WorldPreflight, WhereThereAreMoreBrokersOneReplicaIsWarnedOfForEachNewTopic) {
  World world;
  world.cluster.SetBrokers(3, 1);
  const Findings found = NotInfo(world.Check());
  EXPECT_THAT(found, SizeIs(4));
  EXPECT_THAT(found, Each(AllOf(Field(&Finding::reason, "SINGLE_REPLICA"),
                                Field(&Finding::severity, Severity::kWarning))));
}

TEST(WorldPreflight, EveryMissingGrantIsFoundAtOnceWithItsStatement) {
  World world;
  world.tables.catalog().FailNext(absl::OkStatus());
  world.tables.catalog().FailNext(Missing("Describe"));
  world.tables.sql().FailNextRun(Missing("Alter"));
  world.tables.tunnel().FailNext(InMemoryTunnel::Operation::kCreateUpload, Missing("Update"));
  const Findings errors = Of(world.Check(), Severity::kError);
  ASSERT_THAT(errors, SizeIs(3));
  EXPECT_THAT(errors[0].remedy, HasSubstr("grant Describe"));
  EXPECT_THAT(errors[1].remedy, HasSubstr("grant Alter"));
  EXPECT_THAT(errors[2].remedy, HasSubstr("grant Update"));
  const absl::Status status = StatusOf(errors);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(status, HasReason("PREFLIGHT_FAILED"));
  EXPECT_THAT(RemedyOf(status), AllOf(HasSubstr("grant Alter"), HasSubstr("grant Update")));
}

TEST(WorldPreflight, UpdateIsAskedForInAPartitionThatExists) {
  World world;
  const maxcompute::PartitionSpec partition({{"pt", "11-17-2020 15"}});
  world.tables.tunnel().AddPartition(world.table, partition);
  EXPECT_THAT(NotInfo(world.Check()), IsEmpty());
  ASSERT_THAT(world.tables.tunnel().Sessions(), SizeIs(1));
  EXPECT_THAT(world.tables.tunnel().Sessions()[0].partition, Eq(partition));
  EXPECT_THAT(world.tables.tunnel().Rows(world.table, partition), IsEmpty());
}

TEST(WorldPreflight, TheTopicsGroupAndTasksOfAConnectorThatExistsAreItsOwn) {
  World world;
  world.connector.uid = "uid-1";
  world.CommitTaskGroup(formats::EncodeIntent({.connector_uid = "uid-1"}));
  world.cluster.AddMember("connect-task-orders", {.member_id = "m"});
  const PreflightReport report = world.Check();
  EXPECT_THAT(NotInfo(report), IsEmpty());
  EXPECT_THAT(report.findings,
              Contains(Field(&Finding::message, HasSubstr("holds this connector's offsets"))));
}

TEST(WorldPreflight, WhatCannotBeAskedAboutIsLeftOut) {
  World world;
  world.connector.spec.source.topic = "none";
  world.connector.spec.sink.table = "none";
  const PreflightReport report = world.Check({.source = false, .table = false});
  EXPECT_THAT(NotInfo(report), IsEmpty());
  EXPECT_THAT(report.findings,
              Contains(Field(&Finding::message, HasSubstr("topic connect-offset-orders"))));
  EXPECT_THAT(world.tables.sql().Statements(), IsEmpty());
}

TEST(WorldPreflight, WithKafkaAwayTheTableIsStillLookedAt) {
  World world;
  world.cluster.SetReachable(false);
  const PreflightReport report = world.Check();
  EXPECT_THAT(NotInfo(report), ElementsAre(AllOf(Field(&Finding::reason, "NOT_ANSWERED"),
                                                 Field(&Finding::severity, Severity::kError),
                                                 Field(&Finding::subject, "instances/kafka-1"))));
  EXPECT_THAT(report.findings, Contains(Field(&Finding::message, HasSubstr("holds Update"))));
  EXPECT_THAT(report.unanswered, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(report.unanswered, HasReason("KAFKA_UNAVAILABLE"));
}

TEST(WorldPreflight, WhyTheBrokersDoNotAnswerIsSaidAsFarAsItCanBeTold) {
  // With some the same may work later, with others it never will.
  const struct {
    absl::Status why;
    bool in_the_way;
  } cases[] = {
      {Refusal(absl::StatusCode::kFailedPrecondition, "KAFKA_DNS_FAILED"), false},
      {Refusal(absl::StatusCode::kFailedPrecondition, "KAFKA_CONNECTION_REFUSED"), false},
      {Refusal(absl::StatusCode::kUnavailable, "KAFKA_CONNECTION_TIMED_OUT"), false},
      {Refusal(absl::StatusCode::kFailedPrecondition, "KAFKA_TLS_FAILED"), true},
      {Refusal(absl::StatusCode::kFailedPrecondition, "KAFKA_PROTOCOL_MISMATCH"), true},
      {Refusal(absl::StatusCode::kFailedPrecondition, "KAFKA_AUTHENTICATION_FAILED"), true},
  };
  for (const auto& [why, in_the_way] : cases) {
    World world;
    world.cluster.SetReachable(false);
    world.probe.Answer("a:9092", why);
    const PreflightReport report = world.Check();
    const Findings found = NotInfo(report);
    ASSERT_THAT(found, ElementsAre(AllOf(Field(&Finding::reason, ReasonOf(why)),
                                         Field(&Finding::severity, Severity::kError),
                                         Field(&Finding::remedy, HasSubstr("a:9092")))));
    EXPECT_EQ(StandsInTheWayOfCreate(found[0]), in_the_way) << why;
    EXPECT_EQ(report.unanswered.ok(), in_the_way) << why;
  }
}

TEST(WorldPreflight, WithMaxComputeAwayTheTopicsAreStillLookedAt) {
  World world;
  world.tables.catalog().FailNext(Refusal(absl::StatusCode::kUnavailable, "STS_UNAVAILABLE"));
  const PreflightReport report = world.Check();
  EXPECT_THAT(NotInfo(report), ElementsAre(Field(&Finding::reason, "NOT_ANSWERED")));
  EXPECT_THAT(report.findings,
              Contains(Field(&Finding::message, HasSubstr("source topic orders-in exists"))));
  EXPECT_THAT(report.unanswered, HasReason("STS_UNAVAILABLE"));
}

TEST(WorldPreflight, ATunnelThatHangsIsNotAnsweredInTimeAndTheRestIs) {
  World world;
  world.options.patience = {.check_deadline = absl::Milliseconds(200),
                            .deadline = absl::Seconds(1)};
  WorldPreflight preflight(world.clusters, world.probe, world.tables, world.options);
  world.tables.tunnel().Hold(InMemoryTunnel::Operation::kCreateUpload);
  const absl::Time began = absl::Now();

  const PreflightReport report = preflight.Check(world.connector, world.instance, {});

  EXPECT_THAT(absl::Now() - began, Lt(absl::Seconds(20)));
  EXPECT_THAT(NotInfo(report), ElementsAre(Field(&Finding::reason, "NOT_ANSWERED")));
  EXPECT_THAT(report.findings, Contains(Field(&Finding::message, HasSubstr("holds CreateInst"))));
  EXPECT_THAT(report.unanswered, HasReason("MAXCOMPUTE_UNREACHABLE"));
  world.tables.tunnel().Release(InMemoryTunnel::Operation::kCreateUpload);
}

TEST(WorldPreflight, WhatIsOptionalAndCannotBeAskedIsOnlyAWarning) {
  World world;
  world.tables.sql().OnSelect(
      [](absl::string_view) { return Refusal(absl::StatusCode::kUnavailable, "QUOTA_EXCEEDED"); });
  const PreflightReport report = world.Check();
  EXPECT_THAT(NotInfo(report), ElementsAre(AllOf(Field(&Finding::severity, Severity::kWarning),
                                                 Field(&Finding::reason, "NOT_ANSWERED"))));
  EXPECT_THAT(report.unanswered, IsOk());
}

}  // namespace
}  // namespace sluice::controlplane
