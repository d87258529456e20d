// Each rule is there for a reason: switched off, the model finds the shortest way to a row that is
// repeated or lost, or to work that can never be finished.

#include <iostream>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "tests/model/explorer.h"
#include "tests/model/rules.h"
#include "tests/model/scenario.h"

namespace sluice::model {
namespace {

using dataplane::BatchStep;
using dataplane::SessionFate;
using dataplane::Settled;
using dataplane::SettleStep;
using dataplane::StandingIntent;
using dataplane::StepOutcome;
using kafka::CommitVerdict;

constexpr char kTwice[] = "a row is in the table twice";
constexpr char kMissing[] = "the offset of source 0 is beyond a row that is missing";
constexpr char kCannotTell[] = "AMBIGUOUS_COMMIT, although the table can be asked";
constexpr char kStuck[] = "from here the goal can never be reached";

void ExpectCounterexample(const Scenario& scenario, const Rules& rules, const std::string& damage) {
  const Verdict verdict = Explore(scenario, rules);
  EXPECT_EQ(verdict.violation, damage) << scenario.name << ", " << verdict.states << " states";
  std::cout << scenario.name << ", after " << verdict.states << " states: " << verdict.violation
            << "\n";
  for (size_t i = 0; i < verdict.trace.size(); ++i)
    std::cout << "  " << i + 1 << ". " << verdict.trace[i] << "\n";
}

Scenario With(const char* name, Resends resends) {
  Scenario scenario = Standard(name);
  scenario.resends = resends;
  return scenario;
}

// ---- S2: intent first

TEST(RulesOff, S2WithoutAnIntentARowComesTwice) {
  Rules rules;
  rules.after = [](BatchStep step, StepOutcome outcome) {
    const bool uploaded = step == BatchStep::kUpload && outcome == StepOutcome::kDone;
    return uploaded ? BatchStep::kSettle : dataplane::After(step, outcome);
  };
  ExpectCounterexample(Standard("handover"), rules, kTwice);
}

TEST(RulesOff, S2ARefusedIntentThatIsTakenForStandingRepeatsARow) {
  Rules rules;
  rules.after = [](BatchStep step, StepOutcome outcome) {
    const bool intended = step == BatchStep::kIntend && outcome == StepOutcome::kRefused;
    return intended ? BatchStep::kSettle : dataplane::After(step, outcome);
  };
  ExpectCounterexample(Standard("handover"), rules, kTwice);
}

TEST(RulesOff, S2AnAdvanceBeforeTheCommitLosesARow) {
  Rules rules;
  rules.after = [](BatchStep step, StepOutcome outcome) {
    const bool intended = step == BatchStep::kIntend && outcome == StepOutcome::kAccepted;
    return intended ? BatchStep::kAdvance : dataplane::After(step, outcome);
  };
  ExpectCounterexample(Standard("handover"), rules, kMissing);
}

// ---- S3: judged apart

TEST(RulesOff, S3OnePartitionAcceptedIsNotAllAccepted) {
  Rules rules;
  rules.judge_commit = [](const kafka::CommitReply& reply, int32_t partition) {
    for (const auto& [other, error] : reply.partition_errors) {
      if (error == 0) return kafka::JudgeCommit(reply, other);
    }
    return kafka::JudgeCommit(reply, partition);
  };
  ExpectCounterexample(Standard("bundle"), rules, kTwice);
}

// ---- S4: no clear answer is a fence

TEST(RulesOff, S4ReadingAgainAsTheSameMemberIsNotEnough) {
  Rules rules;
  rules.after = [](BatchStep step, StepOutcome outcome) {
    return outcome == StepOutcome::kUnclear ? BatchStep::kReadEntry
                                            : dataplane::After(step, outcome);
  };
  ExpectCounterexample(Standard("batches"), rules, kTwice);
}

TEST(RulesOff, S4SendingTheSameEntryUntilThereIsAnAnswerIsNotEnough) {
  Rules rules;
  rules.after = [](BatchStep step, StepOutcome outcome) {
    return outcome == StepOutcome::kUnclear ? step : dataplane::After(step, outcome);
  };
  ExpectCounterexample(Standard("batches"), rules, kTwice);
}

TEST(RulesOff, S4AnAnswerToTwoRequestsIsNotBelieved) {
  Rules rules;
  rules.judge_commit = [](const kafka::CommitReply& reply, int32_t partition) {
    kafka::CommitReply once = reply;
    once.requests_sent = 1;
    return kafka::JudgeCommit(once, partition);
  };
  ExpectCounterexample(Standard("batches"), rules, kTwice);
}

TEST(RulesOff, S4ATimeoutIsNoRefusal) {
  Rules rules;
  rules.judge_commit = [](const kafka::CommitReply& reply, int32_t partition) {
    const CommitVerdict verdict = kafka::JudgeCommit(reply, partition);
    return verdict == CommitVerdict::kUnclear ? CommitVerdict::kRefused : verdict;
  };
  ExpectCounterexample(Standard("batches"), rules, kTwice);
}

// ---- S5: nothing crosses an assignment

TEST(RulesOff, S5WorkOfAnEarlierAssignmentIsNotSent) {
  Rules rules;
  rules.may_send = [](std::optional<int64_t>, int64_t) { return true; };
  ExpectCounterexample(Standard("batches"), rules, kTwice);
}

TEST(RulesOff, S5AnEntryReadBeforeTheAssignmentIsOld) {
  Rules rules;
  rules.conduct.entry_is_read_after_assignment = false;
  ExpectCounterexample(Standard("batches"), rules, kTwice);
}

TEST(RulesOff, S5ABatchKeptOverACooperativeRevokeRepeatsARow) {
  Rules rules;
  rules.conduct.batch_is_forgotten_when_taken_away = false;
  ExpectCounterexample(Standard("batches"), rules, kTwice);
}

TEST(RulesOff, S5WithoutARebalanceCallbackARowComesTwice) {
  Rules rules;
  rules.conduct.rebalance_callback = false;
  ExpectCounterexample(Standard("batches"), rules, kTwice);
}

// ---- S6: the callback waits

TEST(RulesOff, S6ACallbackThatDoesNotWaitLetsAnOldEntryThrough) {
  Rules rules;
  rules.plan_letting_go = [](bool, bool) { return kafka::BeforeLettingGo::kNothing; };
  ExpectCounterexample(With("batches", Resends::kAnewInLaterGeneration), rules, kTwice);
}

// The limit of docs/reliability.md: all rules are on, and the client library sends a commit without
// a generation to a group that happens to be empty.
TEST(RulesOff, S6ACommitWithoutGenerationIntoAnEmptyGroupIsTheLimit) {
  ExpectCounterexample(With("batches", Resends::kAnewEvenWithoutGroup), {}, kTwice);
}

// ---- S7: one content

TEST(RulesOff, S7ASessionUsedAgainWithOtherRowsLosesARow) {
  Rules rules;
  rules.conduct.changed_batch_begins_new_sessions = false;
  Scenario scenario = Standard("late_puts");
  scenario.batches_of_any_size = true;
  scenario.records_per_batch = 2;
  ExpectCounterexample(scenario, rules, kMissing);
}

TEST(RulesOff, S7AnIntentBeforeItsBlocksAreAcknowledgedLosesARow) {
  Rules rules;
  rules.conduct.blocks_are_acknowledged_before_the_intent = false;
  ExpectCounterexample(Standard("lost_puts"), rules, kMissing);
}

TEST(RulesOff, S7BlocksThatChangeAfterTheIntentLoseARow) {
  Rules rules;
  rules.conduct.blocks_stay_after_the_intent = false;
  ExpectCounterexample(Standard("handover"), rules, kMissing);
}

// ---- S8: roll forward

TEST(RulesOff, S8AnEntryOverwrittenAfterItsFirstSessionLosesARow) {
  Rules rules;
  rules.conclude = [](const std::vector<SessionFate>& fates) {
    return dataplane::Conclude({fates.front()});
  };
  ExpectCounterexample(Standard("handover"), rules, kMissing);
}

TEST(RulesOff, S8RowsOfASessionThatCanStillBeCommittedAreNotWrittenAnew) {
  Rules rules;
  rules.plan_settle = [](const formats::IntentSession& named,
                         const maxcompute::UploadState& found) {
    const SettleStep step = dataplane::PlanSettle(named, found);
    return step == SettleStep::kStop ? SettleStep::kRedo : step;
  };
  ExpectCounterexample(Standard("misread"), rules, kTwice);
}

// ---- S9: redo

TEST(RulesOff, S9ARedoOfTheWholeRangeRepeatsARow) {
  Rules rules;
  rules.plan_redo = [](const StandingIntent& standing) {
    StandingIntent all = standing;
    all.fates.assign(all.intent.sessions.size(), SessionFate::kDead);
    return dataplane::PlanRedo(all);
  };
  ExpectCounterexample(Standard("expiry"), rules, kTwice);
}

TEST(RulesOff, S9ARedoByTheRevisionThatRunsNowLosesARow) {
  Rules rules;
  rules.conduct.redo_routes_by_the_intents_revision = false;
  ExpectCounterexample(Standard("reroute"), rules, kMissing);
}

// The table then answers for rows that others have written.
TEST(RulesOff, S9AnEntryThatDoesNotSayWhereASessionBeginsCannotBeSettled) {
  Rules rules;
  rules.conduct.entries_say_where_each_session_begins = false;
  ExpectCounterexample(Standard("vanish_in_part"), rules, kCannotTell);
}

// ---- S10: the table as witness

TEST(RulesOff, S10BelowWhatTheTableHeldBeforeItIsNoWitness) {
  Rules rules;
  rules.table_is_witness = [](const formats::IntentSession&, int64_t) { return true; };
  ExpectCounterexample(Standard("foreign"), rules, kMissing);
}

TEST(RulesOff, S10AForgottenSessionIsNotDeadUnlessTheTableSaysSo) {
  Rules rules;
  rules.plan_from_table = [](int64_t, int64_t) { return SettleStep::kRedo; };
  ExpectCounterexample(Standard("expiry"), rules, kTwice);
}

// ---- S11: end of a range

TEST(RulesOff, S11ARangeThatEndsOnlyWithARecordBehindItNeverEnds) {
  Rules rules;
  rules.redo_ends = [](const dataplane::RedoPlan& plan, int64_t read_to) {
    return plan.EndsAt(read_to - 1);
  };
  ExpectCounterexample(Standard("markers"), rules, kStuck);
}

// ---- S12: offsets gone

TEST(RulesOff, S12ATableThatIsNotAskedGetsARowTwice) {
  Rules rules;
  rules.conduct.table_is_asked_when_offsets_are_gone = false;
  ExpectCounterexample(Standard("vanish"), rules, kTwice);
}

TEST(RulesOff, S12AnEntryThatDoesNotSayWhatTheTableHoldsRepeatsARow) {
  Rules rules;
  rules.conduct.entries_carry_what_the_table_holds = false;
  ExpectCounterexample(Standard("vanish"), rules, kTwice);
}

TEST(RulesOff, S12AnOwnerThatDoesNotAskTheTableAgainRepeatsARow) {
  Rules rules;
  rules.conduct.every_owner_asks_what_the_table_holds = false;
  ExpectCounterexample(Standard("vanish"), rules, kTwice);
}

TEST(RulesOff, S12ASessionThatCanStillBeCommittedRepeatsARow) {
  Rules rules;
  rules.plan_recovery = [](const dataplane::NotedOffset& noted, const std::string& uid,
                           bool was_there, absl::Time) {
    return dataplane::PlanRecovery(noted, uid, was_there, absl::InfiniteFuture());
  };
  ExpectCounterexample(Standard("vanish_late"), rules, kTwice);
}

TEST(RulesOff, S12WithNothingLeftToReadTheEntryMustBeWrittenFirst) {
  Rules rules;
  rules.conduct.entry_is_written_first_when_offsets_are_gone = false;
  ExpectCounterexample(Standard("vanish"), rules, kStuck);
}

// ---- the premise

TEST(RulesOff, ACoordinatorThatDoesNotFenceIsNoGroundToStandOn) {
  Scenario scenario = Standard("handover");
  scenario.coordinator_fences = false;
  ExpectCounterexample(scenario, {}, kTwice);
}

}  // namespace
}  // namespace sluice::model
