#ifndef SLUICE_CONTROLPLANE_STORE_INSTANCE_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_INSTANCE_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/model/instance.h"
#include "controlplane/store/request.h"

namespace sluice::controlplane {

// A change of an instance's definition.
struct InstanceChange {
  Instance instance;            // As it shall be, with its new generation.
  int64_t from_generation = 0;  // The change is refused when it has another one by now.
  bool connection_changes = false;
};

// Instances by id. Thread-safe. Besides what is said below, every call may answer UNAVAILABLE with
// reason DATABASE_UNAVAILABLE: try again later; a write may then have happened or not.
class InstanceStore {
 public:
  virtual ~InstanceStore() = default;

  // ALREADY_EXISTS, INSTANCE_EXISTS.
  virtual absl::Status CreateInstance(const Instance& instance, const Request& request) = 0;

  // NOT_FOUND, INSTANCE_NOT_FOUND.
  virtual absl::StatusOr<Instance> GetInstance(absl::string_view id) = 0;

  // At most `limit`, ordered by id, beginning after `after` (empty: at the first).
  virtual absl::StatusOr<std::vector<Instance>> ListInstances(absl::string_view after,
                                                              int limit) = 0;

  // NOT_FOUND, INSTANCE_NOT_FOUND; ABORTED, ETAG_MISMATCH when it is not this uid and generation
  // any more. When the connection changes, workers that have tasks of its connectors get a new
  // snapshot, and its connectors are reconciled.
  virtual absl::Status UpdateInstance(const InstanceChange& change, const Request& request) = 0;

  // Stores `instance.observed`, which counts no generation. Errors as of UpdateInstance.
  virtual absl::Status NoteObservation(const Instance& instance) = 0;

  // NOT_FOUND, INSTANCE_NOT_FOUND; ABORTED, ETAG_MISMATCH when it is not this uid and generation
  // any more; FAILED_PRECONDITION, INSTANCE_NOT_EMPTY while it has connectors.
  virtual absl::Status DeleteInstance(absl::string_view id, absl::string_view uid,
                                      int64_t generation, const Request& request,
                                      absl::Time now) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_INSTANCE_STORE_H_
