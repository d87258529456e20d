#ifndef SLUICE_DATAPLANE_COMMIT_BATCH_STEP_H_
#define SLUICE_DATAPLANE_COMMIT_BATCH_STEP_H_

#include "base/kafka/group_consumer.h"

namespace sluice::dataplane {

// Where a batch is on its way into the table: the order of the protocol.
enum class BatchStep {
  kUpload,   // Its rows go into upload sessions.
  kIntend,   // The ledger is told which sessions they are.
  kSettle,   // The sessions that the standing entry names are brought to their end.
  kAdvance,  // The ledger is told that the rows are in the table.
  // The way ends:
  kAdvanced,   // Everything below next_offset is in the table.
  kRedo,       // Rows of dead sessions become a batch of their own; the entry stands meanwhile.
  kReadEntry,  // Nothing of it stands in the ledger: read the entry and go on from there.
  kRejoin,     // Nobody knows what stands: a new member reads the entry.
};

// How a step went.
enum class StepOutcome {
  kDone,      // Of kUpload: every block is acknowledged. Of kSettle: every session is closed.
  kNoRows,    // Of kUpload: there are no sessions.
  kGoesOn,    // Of kSettle: something is under way at the service.
  kDead,      // Of kSettle: all are closed or can never be committed, and some are the latter.
  kAccepted,  // Of kIntend, kAdvance: the entry stands.
  kRefused,   // It certainly does not.
  kUnclear,   // Nobody knows.
};

StepOutcome OutcomeOf(kafka::CommitVerdict verdict);

// What follows. An outcome that the step cannot have leads to kRejoin: nothing is assumed.
BatchStep After(BatchStep step, StepOutcome outcome);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_BATCH_STEP_H_
