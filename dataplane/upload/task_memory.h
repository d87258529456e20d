#ifndef SLUICE_DATAPLANE_UPLOAD_TASK_MEMORY_H_
#define SLUICE_DATAPLANE_UPLOAD_TASK_MEMORY_H_

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "dataplane/upload/memory_budget.h"

namespace sluice::dataplane {

// One task's account in the worker's memory.
//
// A task may hold three quarters of what the others leave. So one alone may hold three quarters of
// all, n that want as much as they can get hold three parts of 3n + 1 each, and one part is always
// free for whoever begins to read, however long the others' uploads hang. A quarter of an equal
// share is its own in any case: a task that holds nothing may always read.
//
// Tasks look at it and stop reading above the high mark, and read on below the low one. Any thread
// may call.
class TaskMemory {
 public:
  explicit TaskMemory(MemoryBudget& budget) : budget_(budget) { budget_.tasks_.fetch_add(1); }
  ~TaskMemory() { budget_.tasks_.fetch_sub(1); }
  TaskMemory(const TaskMemory&) = delete;
  TaskMemory& operator=(const TaskMemory&) = delete;

  // Of this task's rows.
  int64_t used() const { return used_.load(std::memory_order_relaxed); }

  int64_t allowance() const {
    const int64_t all = budget_.rows_max();
    const int64_t left_by_others = all - (budget_.used() - used());
    return std::max(left_by_others / 4 * 3, all / 4 / std::max<int64_t>(1, budget_.tasks_.load()));
  }
  int64_t low_mark() const { return allowance() / 4 * 3; }
  bool above_high_mark() const { return used() >= allowance(); }
  bool below_low_mark() const { return used() < low_mark(); }

  // How large a block may grow, up to `wanted`: the more are open, the smaller, so that open ones
  // take a third of the allowance together and the rest is for those on their way.
  int64_t BlockBytes(int64_t wanted) const {
    const int64_t share = allowance() / 3 / std::max<int64_t>(1, open_blocks_.load());
    return std::min(wanted, std::max(share, kBlockBytesMin));
  }

 private:
  friend class FetchLease;
  friend class MemoryLease;
  friend class OpenBlock;

  // Smaller ones would cost more requests than they save memory.
  static constexpr int64_t kBlockBytesMin = 256 << 10;

  void Add(int64_t bytes) {
    used_.fetch_add(bytes, std::memory_order_relaxed);
    budget_.rows_.fetch_add(bytes, std::memory_order_relaxed);
  }

  MemoryBudget& budget_;
  std::atomic<int64_t> used_ = 0;
  std::atomic<int64_t> open_blocks_ = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_TASK_MEMORY_H_
