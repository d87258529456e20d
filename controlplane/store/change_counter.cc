#include "controlplane/store/change_counter.h"

#include "absl/time/clock.h"

namespace sluice::controlplane {

void ChangeCounter::Add(Change change) {
  MutexLock lock(mu_);
  ++counts_[static_cast<size_t>(change)];
  changed_.NotifyAll();
}

int64_t ChangeCounter::Count(Change change) {
  MutexLock lock(mu_);
  return counts_[static_cast<size_t>(change)];
}

int64_t ChangeCounter::WaitBeyond(Change change, int64_t seen, absl::Duration timeout) {
  const absl::Time give_up = absl::Now() + timeout;
  MutexLock lock(mu_);
  while (!stopped_ && counts_[static_cast<size_t>(change)] <= seen) {
    const absl::Duration left = give_up - absl::Now();
    if (left <= absl::ZeroDuration()) break;
    changed_.WaitFor(mu_, left);
  }
  return counts_[static_cast<size_t>(change)];
}

void ChangeCounter::Stop() {
  MutexLock lock(mu_);
  stopped_ = true;
  changed_.NotifyAll();
}

bool ChangeCounter::stopped() {
  MutexLock lock(mu_);
  return stopped_;
}

void ChangeCounter::WaitUntilStopped(absl::Duration timeout) {
  const absl::Time give_up = absl::Now() + timeout;
  MutexLock lock(mu_);
  while (!stopped_) {
    const absl::Duration left = give_up - absl::Now();
    if (left <= absl::ZeroDuration()) return;
    changed_.WaitFor(mu_, left);
  }
}

}  // namespace sluice::controlplane
