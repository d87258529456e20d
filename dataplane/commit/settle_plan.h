#ifndef SLUICE_DATAPLANE_COMMIT_SETTLE_PLAN_H_
#define SLUICE_DATAPLANE_COMMIT_SETTLE_PLAN_H_

#include <cstdint>
#include <vector>

#include "dataplane/commit/standing_intent.h"
#include "formats/intent.h"
#include "maxcompute/tunnel/tunnel.h"

namespace sluice::dataplane {

// What to do about one session that an intent names.
enum class SettleStep {
  kDone,      // Its rows are in the table.
  kCommit,    // It holds exactly what the intent says: publish it.
  kWait,      // Its commit is being carried out: ask again.
  kRedo,      // It can never be committed again: its rows must be written anew.
  kAskTable,  // The tunnel does not know: the table is the witness.
  kStop,      // Nobody can tell without guessing.
};

// The table of docs/reliability.md, row by row. Pure.
SettleStep PlanSettle(const formats::IntentSession& named, const maxcompute::UploadState& found);

// What the table says of a session whose fate the tunnel does not know: all of its rows are there,
// none, or some.
SettleStep PlanFromTable(int64_t rows_named, int64_t rows_found);

// The same for a session of changes, which can be written again as long as nothing newer has been:
// nothing about it is ambiguous. `accepted`: the service has told this process that its commit goes
// on. Services forget sessions soon after it, so that one that is unknown then was committed; after
// an unclear answer nobody knows, and its changes are written again.
SettleStep PlanUpsertSettle(maxcompute::SessionStatus found, bool accepted);

// Whether the table may be asked about this session: not where it may hold rows of an earlier
// incarnation of the connector (rule S10).
bool TableIsWitness(const formats::IntentSession& named, int64_t asked_until);

// How far a standing intent has come.
enum class Settled {
  kAllClosed,  // Every row up to next_offset is in the table: advance.
  kRedo,  // Some sessions can never be committed, the others are closed: write their rows anew.
  kWait,  // A session may still be committed: nothing may take the entry's place (rule S8).
};

Settled Conclude(const std::vector<SessionFate>& fates);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_SETTLE_PLAN_H_
