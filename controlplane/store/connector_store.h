#ifndef SLUICE_CONTROLPLANE_STORE_CONNECTOR_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_CONNECTOR_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/connector_revision.h"
#include "controlplane/model/ids.h"
#include "controlplane/store/reconcile_queue.h"
#include "controlplane/store/request.h"

namespace sluice::controlplane {

// A change of what the user asks for.
struct DesiredChange {
  std::string connector_uid;
  int64_t from_generation = 0;  // The change is refused when the connector has another one by now.
  DesiredState desired_state = DesiredState::kDraft;
  std::optional<StartPin> start_pin;  // Of the first Deploy; kept if one is already there.
  absl::Time now;
  std::optional<Deletion> deletion = std::nullopt;  // With kDeleted, and only then.
  std::string verb = {};                            // That asks for it, as `deploy`; for the event.
};

// A new definition, as a new revision.
struct DefinitionChange {
  // As it shall be, generation and revisions counted: spec_revision is one more than before.
  Connector connector;
  int64_t from_generation = 0;  // As in DesiredChange.
  ChangeNote note;
  bool resources_change = false;  // Its topics are looked at anew.
  // When rows go elsewhere from now on: the bounds of the table as a witness, which replace lower
  // ones of the pin. Tasks are told them with the revision.
  OffsetByPartition asked_until = {};
  std::string verb = "update";  // That asks for it; for the event.
};

// How many revisions of a connector are kept, beside those that its tasks may still need.
inline constexpr int64_t kRevisionsKept = 200;

// Connectors: what was asked for, written by the API, and what the reconciler noted, written under
// its claim. Every write of the API also writes an event and the reconcile key, in one
// transaction, and wakes whoever waits on ChangeSignal.
//
// Thread-safe; UNAVAILABLE as everywhere in store/.
class ConnectorStore {
 public:
  virtual ~ConnectorStore() = default;

  // Its definition is its first revision. NOT_FOUND, INSTANCE_NOT_FOUND; ALREADY_EXISTS,
  // CONNECTOR_EXISTS.
  virtual absl::Status CreateConnector(const Connector& connector, const Request& request,
                                       const ChangeNote& note = {}) = 0;

  // NOT_FOUND, CONNECTOR_NOT_FOUND.
  virtual absl::StatusOr<Connector> GetConnector(const ConnectorId& id) = 0;
  virtual absl::StatusOr<Connector> GetConnectorByUid(absl::string_view uid) = 0;

  // At most `limit`, ordered by instance and connector, beginning after `after`. With an
  // `instance`, only its own; NOT_FOUND, INSTANCE_NOT_FOUND when there is no such instance.
  virtual absl::StatusOr<std::vector<Connector>> ListConnectors(
      const std::optional<std::string>& instance, const std::optional<ConnectorId>& after,
      int limit) = 0;

  // Counts a generation and returns the connector as it is now; workers that have its tasks get a
  // new snapshot. NOT_FOUND, CONNECTOR_NOT_FOUND; ABORTED, ETAG_MISMATCH.
  virtual absl::StatusOr<Connector> ChangeDesiredState(const DesiredChange& change,
                                                       const Request& request) = 0;

  // Somebody is about to write the first entries of its ledger, as attempt `attempt`, and has ended
  // by `until`, or by EndPin. A connector that is deleted meanwhile keeps its groups for so long:
  // whatever is written is taken away with it. NOT_FOUND, CONNECTOR_NOT_FOUND; ABORTED,
  // ETAG_MISMATCH.
  virtual absl::Status BeginPin(absl::string_view connector_uid, int64_t from_generation,
                                absl::string_view attempt, absl::Time until) = 0;

  // That attempt writes nothing more. One that is not known is not an error.
  virtual absl::Status EndPin(absl::string_view connector_uid, absl::string_view attempt) = 0;

  // Until when somebody may be at it; InfinitePast: nobody is.
  virtual absl::StatusOr<absl::Time> PinningUntil(absl::string_view connector_uid) = 0;

  // Stores a new definition and its revision; revisions beyond those that are kept go. Workers that
  // have its tasks get a new snapshot when its task_revision changed; those of no other connector
  // do. NOT_FOUND, CONNECTOR_NOT_FOUND; ABORTED, ETAG_MISMATCH.
  virtual absl::Status UpdateConnector(const DefinitionChange& change, const Request& request) = 0;

  // At most `limit` revisions below `before`, the newest first.
  virtual absl::StatusOr<std::vector<ConnectorRevision>> ListRevisions(
      absl::string_view connector_uid, int64_t before, int limit) = 0;

  // NOT_FOUND, REVISION_NOT_FOUND.
  virtual absl::StatusOr<ConnectorRevision> GetRevision(absl::string_view connector_uid,
                                                        int64_t number) = 0;

  // ---- What the reconciler notes. ABORTED, CLAIM_LOST when the claim is another's by now. ----

  virtual absl::Status NoteProvisioning(const ReconcileClaim& claim,
                                        const Provisioning& provisioning) = 0;

  // `generation` has been carried out completely.
  virtual absl::Status NoteObservedGeneration(const ReconcileClaim& claim, int64_t generation) = 0;

  // Where it begins to read, when it was created as RUNNING or PAUSED; kept if a pin is already
  // there. From then on it gets tasks.
  virtual absl::Status NoteStartPin(const ReconcileClaim& claim, const StartPin& pin) = 0;

  // All tasks run `revision` and are healthy: the first time counts. Its trial is over.
  virtual absl::Status NoteRevisionHealthy(const ReconcileClaim& claim, int64_t revision,
                                           absl::Time now) = 0;

  // The oldest revision that an intent may name. Going back to an older one renews the snapshots of
  // those who have its tasks; what is needed no more is left out of the next.
  virtual absl::Status NoteOldestRevision(const ReconcileClaim& claim, int64_t revision) = 0;

  // The connector is gone, with its tasks and its key. FAILED_PRECONDITION unless it is desired
  // DELETED.
  virtual absl::Status RemoveConnector(const ReconcileClaim& claim, absl::Time now) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_CONNECTOR_STORE_H_
