#include "controlplane/lifecycle/observation_table.h"

#include "base/check.h"

namespace sluice::controlplane {
namespace {

using F = ObservedFacts;
using D = DesiredState;
using S = ObservedState;

bool Always(const F&) { return true; }

bool SomeDoNotRun(const F& f) { return f.tasks < f.tasks_wanted || f.running < f.tasks; }

constexpr ObservationCase kCases[] = {
    {"topics_are_not_there", D::kDraft, S::kCreating,
     "its topics have not all been found or made yet", [](const F& f) { return !f.provisioned; }},
    {"ready_to_be_deployed", D::kDraft, S::kDraft, "its topics and groups are there", Always},

    {"every_task_failed", D::kRunning, S::kFailed, "every task has failed",
     [](const F& f) { return f.tasks > 0 && f.failed == f.tasks; }},
    {"lag_without_progress", D::kRunning, S::kStalled,
     "a task has records to read and made no progress for longer than the bound",
     [](const F& f) { return f.stalled; }},
    {"some_task_failed", D::kRunning, S::kDegraded, "some task has failed, and others run",
     [](const F& f) { return f.failed > 0; }},
    {"some_call_is_tried_again", D::kRunning, S::kDegraded,
     "a task gets over some trouble by trying again", [](const F& f) { return f.degraded > 0; }},
    {"worker_is_silent", D::kRunning, S::kDegraded,
     "the worker of a task is silent, and none has taken the task over yet",
     [](const F& f) { return f.silent > 0 && !(f.running == 0 && f.waited_too_long); }},
    {"not_every_task_runs_yet", D::kRunning, S::kStarting,
     "a task is not placed, or has not yet settled and polled by the revision that shall run",
     [](const F& f) { return SomeDoNotRun(f) && !f.waited_too_long; }},
    {"some_task_does_not_start", D::kRunning, S::kDegraded,
     "the same for longer than the bound, while others run",
     [](const F& f) { return SomeDoNotRun(f) && f.running > 0; }},
    {"no_task_starts", D::kRunning, S::kStalled, "the same for longer than the bound, of all tasks",
     SomeDoNotRun},
    {"topics_no_longer_fit", D::kRunning, S::kDegraded,
     "every task runs, but its own topics are not as they should be",
     [](const F& f) { return f.topics_unfit; }},
    {"every_task_runs", D::kRunning, S::kRunning,
     "every task has its partitions, has settled and has polled", Always},

    {"nothing_is_read", D::kPaused, S::kPaused,
     "every task has said that it reads nothing; one that has failed reads nothing either",
     [](const F& f) { return f.tasks >= f.tasks_wanted && f.paused + f.failed == f.tasks; }},
    {"some_task_may_read", D::kPaused, S::kPausing, "some task has not said so", Always},

    {"no_task_is_left", D::kStopped, S::kStopped, "there are no tasks",
     [](const F& f) { return f.tasks == 0; }},
    {"tasks_are_leaving", D::kStopped, S::kStopping, "tasks are being taken from their workers",
     Always},

    {"kept_for_undelete", D::kDeleted, S::kDeleted,
     "there are no tasks, and the window to undelete it is open",
     [](const F& f) { return f.tasks == 0 && f.undelete_open; }},
    {"on_its_way_out", D::kDeleted, S::kDeleting,
     "tasks are being taken from their workers, then it is gone", Always},
};

}  // namespace

absl::string_view NameOf(ObservedState state) {
  constexpr absl::string_view kNames[] = {"CREATING", "DRAFT",    "STARTING", "RUNNING", "DEGRADED",
                                          "STALLED",  "FAILED",   "PAUSING",  "PAUSED",  "STOPPING",
                                          "STOPPED",  "DELETING", "DELETED"};
  return kNames[static_cast<int>(state)];
}

int SeverityOf(ObservedState state) {
  switch (state) {
    case S::kFailed:
      return 60;
    case S::kStalled:
      return 50;
    case S::kDegraded:
      return 40;
    case S::kCreating:
    case S::kStarting:
    case S::kPausing:
    case S::kStopping:
    case S::kDeleting:
    case S::kDeleted:
      return 30;
    case S::kDraft:
    case S::kStopped:
      return 20;
    case S::kPaused:
      return 15;
    case S::kRunning:
      return 10;
  }
  return 0;
}

absl::Span<const ObservationCase> ObservationCases() { return kCases; }

const ObservationCase& CaseOf(const ObservedFacts& facts) {
  const ObservationCase* found = nullptr;
  for (const ObservationCase& one : kCases) {
    if (one.desired != facts.desired || !one.holds(facts)) continue;
    found = &one;
    break;
  }
  SLUICE_CHECK(found != nullptr);  // The last case of each desired state always holds.
  return *found;
}

}  // namespace sluice::controlplane
