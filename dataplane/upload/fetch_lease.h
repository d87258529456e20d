#ifndef SLUICE_DATAPLANE_UPLOAD_FETCH_LEASE_H_
#define SLUICE_DATAPLANE_UPLOAD_FETCH_LEASE_H_

#include <algorithm>
#include <cstdint>

#include "dataplane/upload/task_memory.h"

namespace sluice::dataplane {

// What one task's Kafka client may hold, for as long as it lives: half of it in its queue
// (queued.max.messages.kbytes), half in an answer under way (fetch.max.bytes).
//
// A client keeps the size that it was made with, so it is decided then: an equal part of the
// quarter that is for fetching, by how many tasks there are, and at most half of what the others
// have left of it, for those that come later.
class FetchLease {
 public:
  explicit FetchLease(const TaskMemory& memory) : budget_(memory.budget_) {
    const int64_t all = budget_.bytes_max_ / 4;
    const int64_t equal_part = all / std::max<int64_t>(1, budget_.tasks_.load());
    const int64_t half_of_the_rest = (all - budget_.fetched()) / 2;
    bytes_ = std::clamp(std::min(equal_part, half_of_the_rest), kBytesMin, kBytesMax);
    budget_.fetched_.fetch_add(bytes_);
  }
  ~FetchLease() { budget_.fetched_.fetch_sub(bytes_); }
  FetchLease(const FetchLease&) = delete;
  FetchLease& operator=(const FetchLease&) = delete;

  int64_t queue_bytes() const { return bytes_ / 2; }

 private:
  // With less a client asks for single batches, one after the other. More is not quicker.
  static constexpr int64_t kBytesMin = 512 << 10;
  static constexpr int64_t kBytesMax = 32 << 20;

  MemoryBudget& budget_;
  int64_t bytes_ = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_FETCH_LEASE_H_
