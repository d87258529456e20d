#ifndef SLUICE_DATAPLANE_DEADLETTER_RECEIPT_H_
#define SLUICE_DATAPLANE_DEADLETTER_RECEIPT_H_

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
    ++written_;
  }

  // The answer for one that was expected.
  void Answer(const absl::Status& status) {
    MutexLock lock(mu_);
    if (failure_.ok()) failure_ = status;
    if (--pending_ == 0) answered_.NotifyAll();
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

  int64_t written() {
    MutexLock lock(mu_);
    return written_;
  }

 private:
  Mutex mu_;
  CondVar answered_;
  int64_t pending_ SLUICE_GUARDED_BY(mu_) = 0;
  int64_t written_ SLUICE_GUARDED_BY(mu_) = 0;
  absl::Status failure_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_DEADLETTER_RECEIPT_H_
