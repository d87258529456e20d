#ifndef SLUICE_TESTS_MODEL_RULES_H_
#define SLUICE_TESTS_MODEL_RULES_H_

#include "base/kafka/commit_rules.h"
#include "dataplane/commit/batch_step.h"
#include "dataplane/commit/entry_plan.h"
#include "dataplane/commit/recovery_plan.h"
#include "dataplane/commit/redo_plan.h"
#include "dataplane/commit/settle_plan.h"

namespace sluice::model {

// What holds by the way the product is built, and by no decision that could be handed in. Each line
// names who keeps it.
struct Conduct {
  // KafkaGroupConsumer::Assign: the entry is read after the assignment, transactions settled.
  bool entry_is_read_after_assignment = true;
  // KafkaGroupConsumer::Open registers it.
  bool rebalance_callback = true;
  // Membership::OnTakenAway: what belongs to an assignment is forgotten with it.
  bool batch_is_forgotten_when_taken_away = true;
  // Membership::Flush: a sealed batch has sessions of its own.
  bool changed_batch_begins_new_sessions = true;
  // BatchWriter::Upload: a block is sent again until it is acknowledged; only then comes the
  // intent.
  bool blocks_are_acknowledged_before_the_intent = true;
  // Flusher::Intend: the blocks are let go with the intent.
  bool blocks_stay_after_the_intent = true;
  // Batch::Append: an entry says where the rows of each session begin.
  bool entries_say_where_each_session_begins = true;
  // RecordIntake::BeginRedo: rows are routed again by the revision of their intent.
  bool redo_routes_by_the_intents_revision = true;
  // Recovery::AskTable, where offsets are gone: the table tells the highest offset that it holds.
  bool table_is_asked_when_offsets_are_gone = true;
  // Ledger::Advanced and Flusher::Upload: entries say up to where the table holds rows, until the
  // offset has passed it.
  bool entries_carry_what_the_table_holds = true;
  // Membership::Enter: whoever reads such an entry asks the table again.
  bool every_owner_asks_what_the_table_holds = true;
  // Flusher::Recover: the entry is written before anything is read.
  bool entry_is_written_first_when_offsets_are_gone = true;
};

// Every decision of the protocol, by default the product's own. A test that switches a rule off
// replaces one.
struct Rules {
  kafka::CommitVerdict (*judge_commit)(const kafka::CommitReply&, int32_t) = &kafka::JudgeCommit;
  bool (*may_send)(std::optional<int64_t>, int64_t) = &kafka::MaySend;
  kafka::BeforeLettingGo (*plan_letting_go)(bool, bool) = &kafka::PlanLettingGo;
  dataplane::BatchStep (*after)(dataplane::BatchStep, dataplane::StepOutcome) = &dataplane::After;
  dataplane::EntryStep (*plan_entry)(const formats::Intent&,
                                     const dataplane::LedgerIdentity&) = &dataplane::PlanEntry;
  dataplane::SettleStep (*plan_settle)(const formats::IntentSession&,
                                       const maxcompute::UploadState&) = &dataplane::PlanSettle;
  dataplane::SettleStep (*plan_from_table)(int64_t, int64_t) = &dataplane::PlanFromTable;
  bool (*table_is_witness)(const formats::IntentSession&, int64_t) = &dataplane::TableIsWitness;
  dataplane::Settled (*conclude)(const std::vector<dataplane::SessionFate>&) = &dataplane::Conclude;
  dataplane::RedoPlan (*plan_redo)(const dataplane::StandingIntent&) = &dataplane::PlanRedo;
  dataplane::RecoveryPlan (*plan_recovery)(const dataplane::NotedOffset&, const std::string&, bool,
                                           absl::Time) = &dataplane::PlanRecovery;
  bool (*redo_ends)(const dataplane::RedoPlan&, int64_t) =
      [](const dataplane::RedoPlan& plan, int64_t read_to) { return plan.EndsAt(read_to); };
  Conduct conduct;
};

}  // namespace sluice::model

#endif  // SLUICE_TESTS_MODEL_RULES_H_
