#ifndef SLUICE_BASE_SYNC_MUTEX_H_
#define SLUICE_BASE_SYNC_MUTEX_H_

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "absl/time/time.h"
#include "base/sync/thread_annotations.h"

namespace sluice {

// std::mutex with annotations. Not absl::Mutex: the thread sanitizer cannot see inside the system's
// uninstrumented libraries and would report races that are none.
class SLUICE_CAPABILITY("mutex") Mutex {
 public:
  void Lock() SLUICE_ACQUIRE() { mutex_.lock(); }
  void Unlock() SLUICE_RELEASE() { mutex_.unlock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

// Holds a Mutex for a scope.
class SLUICE_SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) SLUICE_ACQUIRE(mutex) : mutex_(mutex) { mutex_.Lock(); }
  ~MutexLock() SLUICE_RELEASE() { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// Waiting for a condition that another thread makes true under the same Mutex. Waits may wake
// early: ask for the condition in a loop.
class CondVar {
 public:
  void Wait(Mutex& mutex) SLUICE_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }

  // Returns false when `timeout` ran out, by the steady clock: somebody who sets the system's clock
  // makes nobody wait longer or spin.
  bool WaitFor(Mutex& mutex, absl::Duration timeout) SLUICE_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    // Bounds keep infinite durations from overflowing the clock.
    const std::chrono::nanoseconds bound =
        absl::ToChronoNanoseconds(std::clamp(timeout, absl::ZeroDuration(), absl::Hours(24)));
    std::cv_status status = condition_.wait_until(lock, std::chrono::steady_clock::now() + bound);
    lock.release();
    return status == std::cv_status::no_timeout;
  }

  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace sluice

#endif  // SLUICE_BASE_SYNC_MUTEX_H_
