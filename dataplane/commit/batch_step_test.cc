#include "dataplane/commit/batch_step.h"

#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

TEST(BatchStep, ABatchGoesFromUploadToAdvanced) {
  EXPECT_EQ(After(BatchStep::kUpload, StepOutcome::kDone), BatchStep::kIntend);
  EXPECT_EQ(After(BatchStep::kIntend, StepOutcome::kAccepted), BatchStep::kSettle);
  EXPECT_EQ(After(BatchStep::kSettle, StepOutcome::kDone), BatchStep::kAdvance);
  EXPECT_EQ(After(BatchStep::kAdvance, StepOutcome::kAccepted), BatchStep::kAdvanced);
}

TEST(BatchStep, ABatchWithoutRowsOnlyAdvances) {
  EXPECT_EQ(After(BatchStep::kUpload, StepOutcome::kNoRows), BatchStep::kAdvance);
}

TEST(BatchStep, ARefusedEntryIsReadAgainAndAnUnclearOneOnlyByANewMember) {
  for (BatchStep step : {BatchStep::kIntend, BatchStep::kAdvance}) {
    EXPECT_EQ(After(step, OutcomeOf(kafka::CommitVerdict::kRefused)), BatchStep::kReadEntry);
    EXPECT_EQ(After(step, OutcomeOf(kafka::CommitVerdict::kUnclear)), BatchStep::kRejoin);
  }
}

TEST(BatchStep, AStandingIntentIsSettledUntilNothingIsOpen) {
  EXPECT_EQ(After(BatchStep::kSettle, StepOutcome::kGoesOn), BatchStep::kSettle);
  EXPECT_EQ(After(BatchStep::kSettle, StepOutcome::kDead), BatchStep::kRedo);
}

TEST(BatchStep, AnOutcomeThatAStepCannotHaveIsNoReasonToGoOn) {
  EXPECT_EQ(After(BatchStep::kIntend, StepOutcome::kDone), BatchStep::kRejoin);
  EXPECT_EQ(After(BatchStep::kUpload, StepOutcome::kAccepted), BatchStep::kRejoin);
  EXPECT_EQ(After(BatchStep::kAdvanced, StepOutcome::kDone), BatchStep::kRejoin);
}

}  // namespace
}  // namespace sluice::dataplane
