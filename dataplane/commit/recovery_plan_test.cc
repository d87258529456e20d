#include "dataplane/commit/recovery_plan.h"

#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'605'580'000);

NotedOffset Noted(absl::Duration age) {
  return {.connector_uid = "uid", .next_offset = 42, .noted_at = kNow - age};
}

TEST(PlanRecovery, WhatWasBegunWaitsUntilNoSessionOfItCanBeCommittedAnyMore) {
  const RecoveryPlan early = PlanRecovery(Noted(absl::Hours(24)), "uid", true, kNow);
  EXPECT_EQ(early.step, RecoveryStep::kWait);
  EXPECT_EQ(early.until, kNow + absl::Hours(1));

  EXPECT_EQ(PlanRecovery(Noted(absl::Hours(25) - absl::Seconds(1)), "uid", true, kNow).step,
            RecoveryStep::kWait);
  EXPECT_EQ(PlanRecovery(Noted(absl::Hours(25)), "uid", true, kNow).step, RecoveryStep::kAskTable);
}

TEST(PlanRecovery, APartitionThatWasAddedLaterAndBeganIsNoNewOne) {
  EXPECT_EQ(PlanRecovery(Noted(absl::Hours(48)), "uid", false, kNow).step, RecoveryStep::kAskTable);
}

TEST(PlanRecovery, OnlyAPartitionThatWasNeverBegunStartsAtItsFirstRecord) {
  const NotedOffset never = {.connector_uid = "uid"};
  EXPECT_EQ(PlanRecovery(never, "uid", false, kNow).step, RecoveryStep::kBegin);
  EXPECT_EQ(PlanRecovery(never, "uid", true, kNow).step, RecoveryStep::kStop);
}

TEST(PlanRecovery, NotesOfAnotherConnectorAreNoMemory) {
  EXPECT_EQ(PlanRecovery(Noted(absl::Hours(48)), "other", true, kNow).step, RecoveryStep::kStop);
  EXPECT_EQ(PlanRecovery(NotedOffset(), "uid", false, kNow).step, RecoveryStep::kStop);
}

}  // namespace
}  // namespace sluice::dataplane
