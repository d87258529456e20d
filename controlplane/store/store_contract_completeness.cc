#include <vector>

#include "base/status/status_matchers.h"
#include "controlplane/store/store_contract.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

// How far tables are complete.
namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kUid = AConnector().uid;

CompletenessState AState() {
  return {.watermark = kT0 + absl::Seconds(3),
          .complete_until = kT0,
          .judged_time = kT0 + absl::Seconds(5),
          .last_commits = {{"11-17-2020 15", kT0 + absl::Microseconds(1)}}};
}

Completion ACompletion(const std::string& table_partition, int minute) {
  return {.table_partition = table_partition,
          .begin = kT0,
          .end = kT0 + absl::Hours(1),
          .version = 2,
          .time = kT0 + absl::Minutes(minute)};
}

TEST_P(ConnectorContract, GivenNothingWasNotedOfCompletenessThenNothingIsKnown) {
  CompletenessStore& completeness = store().completeness();
  EXPECT_THAT(completeness.GetCompleteness(kUid), IsOkAndHolds(CompletenessState()));
  EXPECT_THAT(completeness.FindCompletions(kUid, {"a"}), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(completeness.ListUnannounced(kUid, 10), IsOkAndHolds(IsEmpty()));
}

TEST_P(ConnectorContract, WhatWasNotedOfCompletenessIsRemembered) {
  CompletenessStore& completeness = store().completeness();
  const Completion first = ACompletion("a", 2);
  Completion second = ACompletion("b", 1);
  second.state = Completion::State::kReopened;
  second.late_commit_time = kT0 + absl::Minutes(9);
  ASSERT_THAT(completeness.NoteCompleteness(Claim(), AState(), {first, second}), IsOk());

  EXPECT_THAT(completeness.GetCompleteness(kUid), IsOkAndHolds(AState()));
  EXPECT_THAT(completeness.FindCompletions(kUid, {"a", "c"}),
              IsOkAndHolds(ElementsAre(first, second)));
  EXPECT_THAT(completeness.FindCompletions(kUid, {}), IsOkAndHolds(ElementsAre(second)));
  EXPECT_THAT(completeness.ListUnannounced(kUid, 10), IsOkAndHolds(ElementsAre(second, first)));
  EXPECT_THAT(completeness.ListUnannounced(kUid, 1), IsOkAndHolds(ElementsAre(second)));
}

TEST_P(ConnectorContract, WhoWasToldOfWhatHasChangedSinceIsToldAgain) {
  CompletenessStore& completeness = store().completeness();
  const ReconcileClaim claim = Claim();
  const Completion told = ACompletion("a", 1);
  Completion changed = ACompletion("b", 1);
  ASSERT_THAT(completeness.NoteCompleteness(claim, AState(), {told, changed}), IsOk());
  Completion newer = changed;
  newer.state = Completion::State::kReopened;
  ASSERT_THAT(completeness.NoteCompleteness(claim, AState(), {newer}), IsOk());

  ASSERT_THAT(completeness.NoteAnnounced(claim, {told, changed}), IsOk());

  EXPECT_THAT(completeness.ListUnannounced(kUid, 10), IsOkAndHolds(ElementsAre(newer)));
}

TEST_P(ConnectorContract, WhoLostItsClaimNotesNothingOfCompleteness) {
  CompletenessStore& completeness = store().completeness();
  ReconcileClaim lost = Claim();
  --lost.number;

  EXPECT_THAT(completeness.NoteCompleteness(lost, AState(), {ACompletion("a", 1)}),
              HasReason(kClaimLost));
  EXPECT_THAT(completeness.NoteAnnounced(lost, {ACompletion("a", 1)}), HasReason(kClaimLost));

  EXPECT_THAT(completeness.GetCompleteness(kUid), IsOkAndHolds(CompletenessState()));
}

}  // namespace
}  // namespace sluice::controlplane
