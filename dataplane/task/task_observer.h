#ifndef SLUICE_DATAPLANE_TASK_TASK_OBSERVER_H_
#define SLUICE_DATAPLANE_TASK_TASK_OBSERVER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace sluice::dataplane {

// Hears what tasks do, once a batch and once a trouble, never once a record: for those who count.
// Any task's thread calls; it must be quick.
class TaskObserver {
 public:
  virtual ~TaskObserver() = default;

  // Rows of one batch are in the table, `took` after the batch was closed.
  virtual void OnCommitted(int64_t rows, absl::Duration took) = 0;

  // A task begins anew because of `why`.
  virtual void OnBeginAgain(const absl::Status& why) = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_TASK_OBSERVER_H_
