#include "controlplane/offsets/offset_plan.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using Kind = OffsetTarget::Kind;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Ne;
using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);
constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();

Connector Deployed(Delivery delivery = Delivery::kExactlyOnce) {
  Connector connector;
  connector.uid = "uid-a";
  connector.generation = 4;
  connector.desired_state = DesiredState::kRunning;
  connector.spec.source.topic = "orders";
  connector.spec.sink.delivery = delivery;
  connector.start_pin = StartPin{};
  return connector;
}

std::vector<PartitionMove> Plan(const OffsetTarget& target, const PositionByPartition& positions) {
  Violations violations;
  auto moves = PlanMoves(target, positions, "target", violations);
  EXPECT_TRUE(violations.empty());
  return moves;
}

struct Case {
  std::string name;
  OffsetTarget target;
  PartitionPosition position;
  int64_t to_offset;
  int64_t read_again;
  int64_t left_out;
};

class OffsetTargetTest : public testing::TestWithParam<Case> {};

TEST_P(OffsetTargetTest, MakesAMoveOfAPosition) {
  const Case& one = GetParam();
  EXPECT_THAT(Plan(one.target, {{0, one.position}}),
              ElementsAre(PartitionMove{0, one.position.committed.value_or(-1), one.to_offset,
                                        one.read_again, one.left_out}));
}

// Begins at 10, ends at 100, and stands at 40.
constexpr PartitionPosition kMiddle = {.begin = 10, .end = 100, .committed = 40, .at_time = 70};

INSTANTIATE_TEST_SUITE_P(
    All, OffsetTargetTest,
    testing::Values(
        Case{"earliest_reads_all_again", {Kind::kEarliest}, kMiddle, 10, 30, 0},
        Case{"latest_leaves_the_lag_out", {Kind::kLatest}, kMiddle, 100, 0, 60},
        Case{"a_time_is_a_record", {Kind::kTime, kNow}, kMiddle, 70, 0, 30},
        Case{"explicit_is_itself",
             {.kind = Kind::kExplicit, .offsets = {{0, 12}}},
             kMiddle,
             12,
             28,
             0},
        Case{"explicit_may_be_the_end",
             {.kind = Kind::kExplicit, .offsets = {{0, 100}}},
             kMiddle,
             100,
             0,
             60},
        Case{"back", {.kind = Kind::kShift, .shift = -5}, kMiddle, 35, 5, 0},
        Case{"on", {.kind = Kind::kShift, .shift = 5}, kMiddle, 45, 0, 5},
        Case{"back_is_cut_at_the_begin", {.kind = Kind::kShift, .shift = -31}, kMiddle, 10, 30, 0},
        Case{"on_is_cut_at_the_end", {.kind = Kind::kShift, .shift = 61}, kMiddle, 100, 0, 60},
        Case{"as_far_back_as_a_number_goes",
             {.kind = Kind::kShift, .shift = kLeast},
             kMiddle,
             10,
             30,
             0},
        Case{"as_far_on_as_a_number_goes",
             {.kind = Kind::kShift, .shift = kMost},
             kMiddle,
             100,
             0,
             60},
        Case{"what_retention_deleted_is_left_out",
             {Kind::kEarliest},
             {.begin = 50, .end = 100, .committed = 40},
             50,
             0,
             10},
        Case{"back_from_what_is_deleted_is_the_begin",
             {.kind = Kind::kShift, .shift = -1},
             {.begin = 50, .end = 100, .committed = 40},
             50,
             0,
             10},
        Case{"what_was_cut_off_the_end_is_not_read_again",
             {Kind::kEarliest},
             {.begin = 10, .end = 30, .committed = 40},
             10,
             20,
             0},
        Case{"the_end_may_lie_behind",
             {Kind::kLatest},
             {.begin = 10, .end = 30, .committed = 40},
             30,
             0,
             0},
        Case{"without_an_offset_nobody_can_count",
             {Kind::kEarliest},
             {.begin = 10, .end = 100},
             10,
             0,
             0},
        Case{"without_an_offset_it_shifts_from_the_begin",
             {.kind = Kind::kShift, .shift = 3},
             {.begin = 10, .end = 100},
             13,
             0,
             0}),
    [](const auto& info) { return info.param.name; });

TEST(PlanMoves, PartitionsThatAreNotNamedOrAlreadyThereStay) {
  const PositionByPartition positions = {
      {0, kMiddle}, {1, kMiddle}, {2, {.begin = 5, .end = 9, .committed = 5}}};
  EXPECT_THAT(Plan({Kind::kEarliest}, positions), SizeIs(2));
  EXPECT_THAT(Plan({.kind = Kind::kEarliest, .partitions = {1, 2}}, positions), SizeIs(1));
  EXPECT_THAT(Plan({.kind = Kind::kExplicit, .offsets = {{2, 9}}}, positions),
              ElementsAre(PartitionMove{2, 5, 9, 0, 4}));
}

TEST(PlanMoves, WhatTheBrokersDoNotHaveIsSaidForEachPartition) {
  Violations violations;
  PlanMoves({.kind = Kind::kExplicit, .offsets = {{0, 9}, {1, 101}, {7, 1}}},
            {{0, kMiddle}, {1, kMiddle}}, "target", violations);
  ASSERT_THAT(violations.kept(), SizeIs(3));
  EXPECT_THAT(violations.kept()[0].message, HasSubstr("partition 7"));
  EXPECT_THAT(violations.kept()[1].field, Eq("target.offsets.by_partition[0]"));
  EXPECT_THAT(violations.kept()[1].message, HasSubstr("10 to 100"));
  EXPECT_THAT(violations.kept()[2].field, Eq("target.offsets.by_partition[1]"));
}

TEST(Warnings, SayWhatIsRepeatedLeftOutAndUnknown) {
  const PositionByPartition positions = {
      {0, kMiddle}, {1, {.begin = 50, .end = 100, .committed = 40}}, {2, {.begin = 1, .end = 2}}};
  const auto reasons = [&](const OffsetTarget& target, Delivery delivery) {
    std::vector<std::string> found;
    for (const Finding& finding :
         WarningsOf(Plan(target, positions), positions, Deployed(delivery))) {
      EXPECT_THAT(finding.severity, Eq(Severity::kWarning));
      EXPECT_THAT(finding.remedy, Ne(""));
      found.push_back(finding.reason);
    }
    return found;
  };
  EXPECT_THAT(reasons({Kind::kEarliest}, Delivery::kExactlyOnce),
              ElementsAre("ROWS_REPEATED", "RECORDS_LEFT_OUT", "LEDGER_LOST"));
  EXPECT_THAT(reasons({Kind::kEarliest}, Delivery::kUpsert),
              ElementsAre("RECORDS_LEFT_OUT", "LEDGER_LOST"));
  EXPECT_THAT(reasons({.kind = Kind::kExplicit, .offsets = {{0, 100}}}, Delivery::kStream),
              ElementsAre("RECORDS_LEFT_OUT"));
  const Findings expired = WarningsOf(Plan({Kind::kEarliest}, {{1, positions.at(1)}}),
                                      {{1, positions.at(1)}}, Deployed());
  EXPECT_THAT(expired[0].message, HasSubstr("10 of them are no longer in the topic"));
}

TEST(Warnings, SayWhatATaskCannotTell) {
  Task doubtful;
  doubtful.key.index = 3;
  doubtful.report = TaskReport{.problem = Problem{.reason = "AMBIGUOUS_COMMIT", .message = "m"}};
  Task failed = doubtful;
  failed.report->problem->reason = "TABLE_NOT_FOUND";
  const Findings doubts = DoubtsOf({Task(), failed, doubtful});
  ASSERT_THAT(doubts, SizeIs(1));
  EXPECT_THAT(doubts[0].subject, Eq("tasks/3"));
}

class PlanCheck : public testing::Test {
 protected:
  PlanCheck() {
    plan_.target = {Kind::kEarliest};
    plan_.create_time = kNow;
    plan_.moves = Plan(plan_.target, {{0, kMiddle}});
    plan_.etag = PlanEtag(connector_, plan_);
  }

  absl::Status Check(absl::Duration later = absl::ZeroDuration()) {
    return CheckPlan(plan_, connector_, kNow + later);
  }

  Connector connector_ = Deployed();
  OffsetPlan plan_;
};

TEST_F(PlanCheck, APlanHoldsForTenMinutes) {
  EXPECT_THAT(Check(), IsOk());
  EXPECT_THAT(Check(absl::Minutes(10)), IsOk());
  EXPECT_THAT(Check(absl::Minutes(10) + absl::Seconds(1)), HasReason("PLAN_STALE"));
  EXPECT_THAT(Check(-absl::Minutes(2)), HasReason("PLAN_STALE"));
}

TEST_F(PlanCheck, APlanOfTheConnectorAsItWasIsStale) {
  ++connector_.generation;
  EXPECT_THAT(Check(), HasReason("PLAN_STALE"));
  --connector_.generation;
  connector_.uid = "uid-b";
  EXPECT_THAT(Check(), HasReason("PLAN_STALE"));
}

TEST_F(PlanCheck, APlanThatWasChangedOnItsWayIsStale) {
  plan_.moves[0].to_offset += 1;
  EXPECT_THAT(Check(), HasReason("PLAN_STALE"));
}

TEST_F(PlanCheck, APlanBeyondWhatTheBrokersHaveIsStale) {
  EXPECT_THAT(CheckReach(plan_.moves, {{0, {.begin = 10, .end = 10}}}), IsOk());
  EXPECT_THAT(CheckReach(plan_.moves, {{0, {.begin = 11, .end = 20}}}), HasReason("PLAN_STALE"));
  EXPECT_THAT(CheckReach(plan_.moves, {{0, {.begin = 0, .end = 9}}}), HasReason("PLAN_STALE"));
  EXPECT_THAT(CheckReach(plan_.moves, {}), HasReason("PLAN_STALE"));
}

TEST_F(PlanCheck, APlanOfATopicThatIsGoneOrAnotherOneIsStale) {
  for (const char* reason : {"SOURCE_TOPIC_NOT_FOUND", "SOURCE_RECREATED"}) {
    EXPECT_THAT(StaleIfSourceChanged(WithReason(absl::FailedPreconditionError("x"), reason)),
                HasReason("PLAN_STALE"));
  }
  const absl::Status away = WithReason(absl::UnavailableError("x"), "KAFKA_UNAVAILABLE");
  EXPECT_THAT(StaleIfSourceChanged(away), Eq(away));
}

TEST_F(PlanCheck, OnlyWhatWasDeployedAndIsNotDeletedMoves) {
  EXPECT_THAT(CheckMovable(connector_), IsOk());
  connector_.desired_state = DesiredState::kStopped;
  EXPECT_THAT(CheckMovable(connector_), IsOk());
  connector_.desired_state = DesiredState::kDeleted;
  EXPECT_THAT(CheckMovable(connector_), HasReason("VERB_NOT_ALLOWED"));
  connector_.desired_state = DesiredState::kDraft;
  connector_.start_pin.reset();
  EXPECT_THAT(CheckMovable(connector_), HasReason("VERB_NOT_ALLOWED"));
}

}  // namespace
}  // namespace sluice::controlplane
