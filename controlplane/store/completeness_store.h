#ifndef SLUICE_CONTROLPLANE_STORE_COMPLETENESS_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_COMPLETENESS_STORE_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/model/completeness.h"
#include "controlplane/store/reconcile_queue.h"

namespace sluice::controlplane {

// How far the tables of connectors are complete. It goes with its connector. Thread-safe;
// UNAVAILABLE as everywhere in store/.
class CompletenessStore {
 public:
  virtual ~CompletenessStore() = default;

  // One that knows nothing when nothing was ever noted.
  virtual absl::StatusOr<CompletenessState> GetCompleteness(absl::string_view connector_uid) = 0;

  // Those of these table partitions of which something is known, and all that are reopened; ordered
  // by table partition.
  virtual absl::StatusOr<std::vector<Completion>> FindCompletions(
      absl::string_view connector_uid, const std::set<std::string>& table_partitions) = 0;

  // At most `limit` of which nobody has been told yet, the oldest first.
  virtual absl::StatusOr<std::vector<Completion>> ListUnannounced(absl::string_view connector_uid,
                                                                  int limit) = 0;

  // Both in one transaction; a change replaces what is known of its table partition. ABORTED,
  // CLAIM_LOST when the claim is another's by now.
  virtual absl::Status NoteCompleteness(const ReconcileClaim& claim, const CompletenessState& state,
                                        const std::vector<Completion>& changes) = 0;

  // Everybody has been told of these, as long as they are still what they were. ABORTED,
  // CLAIM_LOST.
  virtual absl::Status NoteAnnounced(const ReconcileClaim& claim,
                                     const std::vector<Completion>& told) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_COMPLETENESS_STORE_H_
