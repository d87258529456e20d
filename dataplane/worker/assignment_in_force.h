#ifndef SLUICE_DATAPLANE_WORKER_ASSIGNMENT_IN_FORCE_H_
#define SLUICE_DATAPLANE_WORKER_ASSIGNMENT_IN_FORCE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "base/sync/mutex.h"
#include "dataplane/worker/state_folder.h"

namespace sluice::dataplane {

// The assignment that a worker goes by: the newest that the control plane has sent or, until there
// is one, the local copy on its disk.
//
// Any thread may call. One assignment is taken up at a time, and whoever comes with an older one
// while that goes on is too late: neither the tasks nor the disk ever go back.
class AssignmentInForce {
 public:
  // `take_up` makes the worker's tasks those of an assignment. It must not call back.
  AssignmentInForce(StateFolder folder, std::function<void(const v1::Assignment&)> take_up);

  const std::string& worker_uid() const { return folder_.worker_uid(); }
  // Of the newest assignment that is known here.
  int64_t revision() const;

  // To be called first: how far the worker had come. Errors as of StateFolder.
  absl::StatusOr<v1::Assignment> ReadLocalCopy();

  // A snapshot came: it is completed from the local copy, kept on disk and taken up. Returns false,
  // and nothing happens, when it is older than what is known here.
  bool Told(const v1::Assignment& told);

  // No snapshot came in time: the local copy is taken up. Nothing happens when one came after all.
  void GoBy(const v1::Assignment& local_copy);

  // Nothing is taken up from now on.
  void End();

 private:
  bool IsOlder(const v1::Assignment& told);

  const StateFolder folder_;
  const std::function<void(const v1::Assignment&)> take_up_;
  Mutex taking_up_mu_;  // Held from the decision until the tasks are those of the assignment.
  bool told_ SLUICE_GUARDED_BY(taking_up_mu_) = false;
  bool ended_ SLUICE_GUARDED_BY(taking_up_mu_) = false;
  mutable Mutex mu_;
  int64_t revision_ SLUICE_GUARDED_BY(mu_) = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_ASSIGNMENT_IN_FORCE_H_
