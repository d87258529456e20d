#ifndef SLUICE_DATAPLANE_UPLOAD_MEMORY_BUDGET_H_
#define SLUICE_DATAPLANE_UPLOAD_MEMORY_BUDGET_H_

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace sluice::dataplane {

// What a worker's tasks may hold together: rows, from their block to the tunnel's acknowledgement,
// and what their Kafka clients have fetched ahead, which is at most a quarter of it.
//
// Tasks share it by their accounts (task_memory.h). Any thread may call. It never refuses: a row
// that has been read must go somewhere.
class MemoryBudget {
 public:
  explicit MemoryBudget(int64_t bytes_max) : bytes_max_(bytes_max) {}

  // Of rows.
  int64_t used() const { return rows_.load(std::memory_order_relaxed); }
  // What Kafka clients may hold by now.
  int64_t fetched() const { return fetched_.load(std::memory_order_relaxed); }
  int64_t bytes_max() const { return bytes_max_; }

  // What is there for rows.
  int64_t rows_max() const { return std::max(bytes_max_ - fetched(), bytes_max_ / 2); }

 private:
  friend class FetchLease;
  friend class TaskMemory;

  const int64_t bytes_max_;
  std::atomic<int64_t> rows_ = 0;
  std::atomic<int64_t> fetched_ = 0;
  std::atomic<int64_t> tasks_ = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_MEMORY_BUDGET_H_
