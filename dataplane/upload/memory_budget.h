#ifndef SLUICE_DATAPLANE_UPLOAD_MEMORY_BUDGET_H_
#define SLUICE_DATAPLANE_UPLOAD_MEMORY_BUDGET_H_

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <utility>

namespace sluice::dataplane {

// What the rows of all tasks of a worker may take together, from their block to the tunnel's
// acknowledgement. What Kafka clients fetch ahead is not in it: it is bounded for each. Any thread
// may call.
//
// It never refuses: a row that has been read must go somewhere. Tasks look at it and stop reading
// above the high mark, and read on below the low one.
class MemoryBudget {
 public:
  explicit MemoryBudget(int64_t bytes_max) : bytes_max_(bytes_max) {}

  int64_t used() const { return used_.load(std::memory_order_relaxed); }
  int64_t bytes_max() const { return bytes_max_; }
  bool above_high_mark() const { return used() >= bytes_max_; }
  bool below_low_mark() const { return used() < bytes_max_ / 4 * 3; }

  // How large a block may grow, up to `wanted`: the more are open, the smaller, so that open ones
  // take a quarter together and the rest is for those on their way.
  int64_t BlockBytes(int64_t wanted) const {
    const int64_t share = bytes_max_ / 4 / std::max<int64_t>(1, open_blocks_.load());
    return std::min(wanted, std::max(share, kBlockBytesMin));
  }

 private:
  friend class MemoryLease;
  friend class OpenBlock;

  // Smaller ones would cost more requests than they save memory.
  static constexpr int64_t kBlockBytesMin = 256 << 10;

  const int64_t bytes_max_;
  std::atomic<int64_t> used_ = 0;
  std::atomic<int64_t> open_blocks_ = 0;
};

// A part of the budget that goes along with what takes it, and is given back with it. One thread at
// a time.
class MemoryLease {
 public:
  MemoryLease() = default;
  explicit MemoryLease(MemoryBudget& budget, int64_t bytes = 0) : budget_(&budget) { Set(bytes); }
  MemoryLease(MemoryLease&& other) noexcept
      : budget_(std::exchange(other.budget_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  MemoryLease& operator=(MemoryLease&& other) noexcept {
    std::swap(budget_, other.budget_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MemoryLease() { Set(0); }

  void Set(int64_t bytes) {
    if (budget_ == nullptr) return;
    budget_->used_.fetch_add(bytes - bytes_, std::memory_order_relaxed);
    bytes_ = bytes;
  }
  int64_t bytes() const { return bytes_; }

 private:
  MemoryBudget* budget_ = nullptr;
  int64_t bytes_ = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_MEMORY_BUDGET_H_
