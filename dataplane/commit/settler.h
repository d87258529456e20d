#ifndef SLUICE_DATAPLANE_COMMIT_SETTLER_H_
#define SLUICE_DATAPLANE_COMMIT_SETTLER_H_

#include <string>

#include "absl/status/statusor.h"
#include "dataplane/commit/settle_plan.h"
#include "dataplane/commit/standing_intent.h"
#include "dataplane/commit/table_witness.h"
#include "formats/intent.h"
#include "maxcompute/tunnel/tunnel.h"

namespace sluice::dataplane {

// Brings the sessions of a standing intent to their end: it only ever rolls forward (rule S8).
//
// Borrows the tunnel and the witness. Any thread may call, one at a time for the same intent.
class Settler {
 public:
  Settler(maxcompute::Tunnel& tunnel, TableWitness& witness, maxcompute::TableName table,
          std::string topic)
      : tunnel_(tunnel), witness_(witness), table_(std::move(table)), topic_(std::move(topic)) {}

  // One pass over the sessions that are still open; may be called again after any
  // answer. `ours`: this process has uploaded them, so they are committed without being looked at
  // first. FAILED_PRECONDITION, AMBIGUOUS_COMMIT: only a person can tell; nothing was guessed.
  // Other errors: try again.
  absl::StatusOr<Settled> Pass(StandingIntent& standing, bool ours);

 private:
  absl::StatusOr<SettleStep> Look(const StandingIntent& standing,
                                  const formats::IntentSession& named,
                                  const maxcompute::UploadSession& session);
  absl::StatusOr<SettleStep> Commit(const formats::IntentSession& named,
                                    const maxcompute::UploadSession& session);
  absl::StatusOr<SettleStep> AskTable(const StandingIntent& standing,
                                      const formats::IntentSession& named,
                                      const maxcompute::PartitionSpec& table_partition);

  maxcompute::Tunnel& tunnel_;
  TableWitness& witness_;
  const maxcompute::TableName table_;
  const std::string topic_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_SETTLER_H_
