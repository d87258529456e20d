#ifndef SLUICE_DATAPLANE_TASK_FLUSH_PLAN_H_
#define SLUICE_DATAPLANE_TASK_FLUSH_PLAN_H_

#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "dataplane/task/batch_limits.h"

namespace sluice::dataplane {

// A batch that takes rows, as far as its flushing goes.
struct OpenBatch {
  int32_t partition = 0;  // The source partition.
  // Whether it can be flushed: none of its source partition is under way.
  bool ready = true;
  // Whether it takes no more: the next record does not fit, or reading has stopped.
  bool complete = false;
  absl::Duration age;
  absl::Duration silence;  // Of its source partition, before it was begun.
  int sessions = 0;        // Table partitions of it.
  int64_t bytes = 0;       // Encoded, with those that are sent already.
  int64_t held_bytes = 0;  // In memory.
};

// What decides beside the batches.
struct FlushConditions {
  double sessions_per_second = 1;  // The task's share of the table's limits.
  bool memory_short = false;
  // What batches that take rows may hold while memory is short: the rest is to be on its way.
  int64_t held_bytes_max = 0;
};

// The source partitions whose batches are due, in the order in which they should go: the oldest
// first, since they wait in turn for the next session. While memory is short those that hold most
// of it go first, and as many of them as it takes. Pure.
std::vector<int32_t> PlanFlushes(const std::vector<OpenBatch>& batches,
                                 const FlushConditions& conditions, const BatchLimits& limits);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_FLUSH_PLAN_H_
