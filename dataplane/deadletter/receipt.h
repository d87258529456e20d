#ifndef SLUICE_DATAPLANE_DEADLETTER_RECEIPT_H_
#define SLUICE_DATAPLANE_DEADLETTER_RECEIPT_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"

namespace sluice::dataplane {

// What a batch waits for before its offset may move: that its dead letters are stored. Any thread
// may call.
class Receipt {
 public:
  void Expect() {
    MutexLock lock(mu_);
    ++pending_;
  }

  // The answer for one that was expected.
  void Answer(const absl::Status& status) {
    MutexLock lock(mu_);
    if (failure_.ok()) failure_ = status;
    if (--pending_ == 0) answered_.NotifyAll();
  }

  // One of them is certainly not stored: the batch will be read again, dead letters and all.
  bool failed() const {
    MutexLock lock(mu_);
    return !failure_.ok();
  }

  // OK once all are stored; otherwise the first failure. DEADLINE_EXCEEDED while answers are
  // missing.
  absl::Status Wait(absl::Duration timeout) {
    MutexLock lock(mu_);
    while (pending_ > 0) {
      if (!answered_.WaitFor(mu_, timeout)) {
        return absl::DeadlineExceededError("dead letters are not stored yet");
      }
    }
    return failure_;
  }

  // One record of the batch is no row, for this reason.
  void Count(const std::string& reason) {
    MutexLock lock(mu_);
    ++by_reason_[reason];
  }

  std::map<std::string, int64_t> by_reason() const {
    MutexLock lock(mu_);
    return by_reason_;
  }

 private:
  mutable Mutex mu_;
  CondVar answered_;
  int64_t pending_ SLUICE_GUARDED_BY(mu_) = 0;
  std::map<std::string, int64_t> by_reason_ SLUICE_GUARDED_BY(mu_);
  absl::Status failure_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_DEADLETTER_RECEIPT_H_
