#include "dataplane/worker/assignment_in_force.h"

#include <algorithm>
#include <utility>

#include "base/log/log.h"
#include "base/status/status_macros.h"
#include "dataplane/worker/definition.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::dataplane {
namespace {

// What the control plane could not read itself, the local copy may know.
bool IsIncomplete(const v1::Assignment& told) {
  return std::any_of(told.tasks().begin(), told.tasks().end(),
                     [](const v1::TaskAssignment& task) { return task.has_unreadable(); });
}

}  // namespace

AssignmentInForce::AssignmentInForce(StateFolder folder,
                                     std::function<void(const v1::Assignment&)> take_up)
    : folder_(std::move(folder)), take_up_(std::move(take_up)) {}

int64_t AssignmentInForce::revision() const {
  MutexLock lock(mu_);
  return revision_;
}

absl::StatusOr<v1::Assignment> AssignmentInForce::ReadLocalCopy() {
  SLUICE_ASSIGN_OR_RETURN(v1::Assignment kept, folder_.ReadAssignment());
  MutexLock lock(mu_);
  revision_ = kept.revision();
  return kept;
}

bool AssignmentInForce::Told(const v1::Assignment& told) {
  MutexLock one_at_a_time(taking_up_mu_);
  if (ended_ || IsOlder(told)) return false;
  told_ = true;
  v1::Assignment assignment = told;
  if (IsIncomplete(told)) {
    const absl::StatusOr<v1::Assignment> before = folder_.ReadAssignment();
    if (before.ok()) CompleteFrom(*before, assignment);
  }
  if (absl::Status kept = folder_.KeepAssignment(assignment); !kept.ok()) {
    log::Error(
        "the assignment could not be kept on disk; without the control plane a restart would go by "
        "an older one",
        {{"error", kept}});
  }
  take_up_(assignment);
  return true;
}

void AssignmentInForce::GoBy(const v1::Assignment& local_copy) {
  MutexLock one_at_a_time(taking_up_mu_);
  if (told_ || ended_) return;
  log::Warn("no word from the control plane: going by the local copy of the assignment",
            {{"revision", local_copy.revision()}, {"tasks", local_copy.tasks_size()}});
  take_up_(local_copy);
}

void AssignmentInForce::End() {
  MutexLock one_at_a_time(taking_up_mu_);
  ended_ = true;
}

bool AssignmentInForce::IsOlder(const v1::Assignment& told) {
  MutexLock lock(mu_);
  if (told.revision() < revision_) {
    log::Warn("an assignment older than ours is ignored",
              {{"revision", told.revision()}, {"ours", revision_}});
    return true;
  }
  revision_ = told.revision();
  return false;
}

}  // namespace sluice::dataplane
