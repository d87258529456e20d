#ifndef SLUICE_DATAPLANE_UPLOAD_MEMORY_LEASE_H_
#define SLUICE_DATAPLANE_UPLOAD_MEMORY_LEASE_H_

#include <cstdint>
#include <utility>

#include "dataplane/upload/task_memory.h"

namespace sluice::dataplane {

// A part of a task's memory that goes along with what takes it, and is given back with it. One
// thread at a time.
class MemoryLease {
 public:
  MemoryLease() = default;
  explicit MemoryLease(TaskMemory& memory, int64_t bytes = 0) : memory_(&memory) { Set(bytes); }
  MemoryLease(MemoryLease&& other) noexcept
      : memory_(std::exchange(other.memory_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  MemoryLease& operator=(MemoryLease&& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MemoryLease() { Set(0); }

  void Set(int64_t bytes) {
    if (memory_ == nullptr || bytes == bytes_) return;
    memory_->Add(bytes - bytes_);
    bytes_ = bytes;
  }
  int64_t bytes() const { return bytes_; }

 private:
  TaskMemory* memory_ = nullptr;
  int64_t bytes_ = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_MEMORY_LEASE_H_
