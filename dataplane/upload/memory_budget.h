#ifndef SLUICE_DATAPLANE_UPLOAD_MEMORY_BUDGET_H_
#define SLUICE_DATAPLANE_UPLOAD_MEMORY_BUDGET_H_

#include <atomic>
#include <cstdint>

namespace sluice::dataplane {

// What the batches of all tasks of a worker may hold together. Any thread may call.
//
// It never refuses: a row that has been read must go somewhere. Tasks look at it and stop reading
// above the high mark, and read on below the low one.
class MemoryBudget {
 public:
  explicit MemoryBudget(int64_t bytes_max) : bytes_max_(bytes_max) {}

  void Take(int64_t bytes) { used_.fetch_add(bytes, std::memory_order_relaxed); }
  void Give(int64_t bytes) { used_.fetch_sub(bytes, std::memory_order_relaxed); }

  int64_t used() const { return used_.load(std::memory_order_relaxed); }
  bool above_high_mark() const { return used() >= bytes_max_; }
  bool below_low_mark() const { return used() < bytes_max_ / 4 * 3; }

 private:
  const int64_t bytes_max_;
  std::atomic<int64_t> used_ = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_MEMORY_BUDGET_H_
