#ifndef SLUICE_DATAPLANE_COMMIT_SETTLE_PLAN_H_
#define SLUICE_DATAPLANE_COMMIT_SETTLE_PLAN_H_

#include <cstdint>

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

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_SETTLE_PLAN_H_
