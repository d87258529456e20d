#ifndef SLUICE_BASE_SYNC_NOTIFICATION_H_
#define SLUICE_BASE_SYNC_NOTIFICATION_H_

#include "absl/time/time.h"
#include "base/sync/mutex.h"

namespace sluice {

// Something that happens once and that threads can wait for.
class Notification {
 public:
  // Doing it twice is harmless.
  void Notify() {
    MutexLock lock(mu_);
    notified_ = true;
    happened_.NotifyAll();
  }

  bool HasBeenNotified() const {
    MutexLock lock(mu_);
    return notified_;
  }

  void Wait() const {
    MutexLock lock(mu_);
    while (!notified_) happened_.Wait(mu_);
  }

  // Returns whether it happened before `timeout` ran out.
  bool WaitFor(absl::Duration timeout) const;

 private:
  mutable Mutex mu_;
  mutable CondVar happened_;
  bool notified_ SLUICE_GUARDED_BY(mu_) = false;
};

}  // namespace sluice

#endif  // SLUICE_BASE_SYNC_NOTIFICATION_H_
