#ifndef SLUICE_EMULATOR_BLOCKS_FULL_DISK_H_
#define SLUICE_EMULATOR_BLOCKS_FULL_DISK_H_

#include "absl/status/status.h"

namespace sluice::emulator {

// While one lives, whatever its thread wants to store fails as on a full disk: block files and
// metadata.
class FullDisk {
 public:
  FullDisk() { ++here_; }
  ~FullDisk() { --here_; }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

  // RESOURCE_EXHAUSTED on a thread that has one.
  static absl::Status Check() {
    if (here_ == 0) return absl::OkStatus();
    return absl::ResourceExhaustedError("no space left on device, as asked");
  }

 private:
  static inline thread_local int here_ = 0;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_BLOCKS_FULL_DISK_H_
