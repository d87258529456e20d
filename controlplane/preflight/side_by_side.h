#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_SIDE_BY_SIDE_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_SIDE_BY_SIDE_H_

#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "base/sync/work_queue.h"
#include "controlplane/preflight/check.h"
#include "controlplane/preflight/preflight.h"

namespace sluice::controlplane {

struct SideBySideOptions {
  // A check that is not done after this is answered as silent...
  absl::Duration check_deadline = absl::Seconds(6);
  // ... and so is what is not done after this, its followers included.
  absl::Duration deadline = absl::Seconds(9);
};

// Runs checks at the same time, and those that follow from them, so that one that hangs takes
// nothing from the others.
//
// Borrows `queue`. Thread-safe.
class SideBySide {
 public:
  SideBySide(WorkQueue& queue, const SideBySideOptions& options)
      : queue_(queue), options_(options) {}

  // Returns when all are done, or by the deadlines.
  PreflightReport Run(std::vector<Check> checks);

 private:
  class Round;

  WorkQueue& queue_;
  const SideBySideOptions options_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_SIDE_BY_SIDE_H_
