#include "dataplane/task/flush_plan.h"

#include <algorithm>

#include "dataplane/upload/flush_age.h"

namespace sluice::dataplane {

std::vector<int32_t> PlanFlushes(const std::vector<OpenBatch>& batches,
                                 const FlushConditions& conditions, const BatchLimits& limits) {
  FlushLoad load = {.sessions_per_second = conditions.sessions_per_second};
  int64_t held = 0;
  std::vector<const OpenBatch*> order;
  for (const OpenBatch& batch : batches) {
    load.sessions_open += batch.sessions;
    held += batch.held_bytes;
    order.push_back(&batch);
  }
  std::stable_sort(order.begin(), order.end(), [&](const OpenBatch* a, const OpenBatch* b) {
    return conditions.memory_short ? a->held_bytes > b->held_bytes : a->age > b->age;
  });
  std::vector<int32_t> due;
  for (const OpenBatch* batch : order) {
    if (!batch->ready) continue;
    load.silence = batch->silence;
    const bool makes_room = conditions.memory_short && held > conditions.held_bytes_max;
    if (batch->complete || makes_room || batch->bytes >= limits.batch_bytes_max ||
        batch->age >= FlushAge(load, limits.age_min)) {
      due.push_back(batch->partition);
      held -= batch->held_bytes;
    }
  }
  return due;
}

}  // namespace sluice::dataplane
