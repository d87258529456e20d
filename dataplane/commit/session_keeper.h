#ifndef SLUICE_DATAPLANE_COMMIT_SESSION_KEEPER_H_
#define SLUICE_DATAPLANE_COMMIT_SESSION_KEEPER_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "dataplane/commit/settle_plan.h"
#include "dataplane/commit/standing_intent.h"
#include "formats/intent.h"
#include "maxcompute/record/partition_spec.h"

namespace sluice::dataplane {

// One session that a standing entry names.
struct NamedSession {
  const StandingIntent& standing;
  const formats::IntentSession& named;
  maxcompute::PartitionSpec table_partition;
  bool accepted = false;  // The service has told this process that its commit goes on.
};

// The service that keeps the sessions which entries name: one implementation for each kind.
//
// Any thread may call.
class SessionKeeper {
 public:
  virtual ~SessionKeeper() = default;

  // What is to be done about the session: never kAskTable or kStop. FAILED_PRECONDITION,
  // AMBIGUOUS_COMMIT: only a person can tell. Other errors: try again.
  virtual absl::StatusOr<SettleStep> Look(const NamedSession& session) = 0;

  // Asks for its commit. kDone: its rows are in the table. kWait: the service has accepted it: look
  // again. kCommit: nothing says so: ask again. An error that is no clear refusal
  // (maxcompute/request/answer.h): it may have been carried out, or never have been sent; look
  // again.
  virtual absl::StatusOr<SettleStep> Commit(const NamedSession& session) = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_SESSION_KEEPER_H_
