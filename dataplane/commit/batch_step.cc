#include "dataplane/commit/batch_step.h"

namespace sluice::dataplane {
namespace {

struct Rule {
  BatchStep step;
  StepOutcome outcome;
  BatchStep next;
};

constexpr Rule kRules[] = {
    {BatchStep::kUpload, StepOutcome::kDone, BatchStep::kIntend},
    {BatchStep::kUpload, StepOutcome::kNoRows, BatchStep::kAdvance},
    {BatchStep::kIntend, StepOutcome::kAccepted, BatchStep::kSettle},
    // No entry names these sessions, so nobody commits them.
    {BatchStep::kIntend, StepOutcome::kRefused, BatchStep::kReadEntry},
    {BatchStep::kIntend, StepOutcome::kUnclear, BatchStep::kRejoin},
    {BatchStep::kSettle, StepOutcome::kGoesOn, BatchStep::kSettle},
    {BatchStep::kSettle, StepOutcome::kDead, BatchStep::kRedo},
    {BatchStep::kSettle, StepOutcome::kDone, BatchStep::kAdvance},
    {BatchStep::kAdvance, StepOutcome::kAccepted, BatchStep::kAdvanced},
    {BatchStep::kAdvance, StepOutcome::kRefused, BatchStep::kReadEntry},
    {BatchStep::kAdvance, StepOutcome::kUnclear, BatchStep::kRejoin},
};

}  // namespace

StepOutcome OutcomeOf(kafka::CommitVerdict verdict) {
  switch (verdict) {
    case kafka::CommitVerdict::kAccepted:
      return StepOutcome::kAccepted;
    case kafka::CommitVerdict::kRefused:
      return StepOutcome::kRefused;
    case kafka::CommitVerdict::kUnclear:
      return StepOutcome::kUnclear;
  }
  return StepOutcome::kUnclear;
}

BatchStep After(BatchStep step, StepOutcome outcome) {
  for (const Rule& rule : kRules) {
    if (rule.step == step && rule.outcome == outcome) return rule.next;
  }
  return BatchStep::kRejoin;
}

}  // namespace sluice::dataplane
