#include "base/sync/notification.h"

#include <chrono>

namespace sluice {

bool Notification::WaitFor(absl::Duration timeout) const {
  const auto start = std::chrono::steady_clock::now();
  MutexLock lock(mu_);
  while (!notified_) {
    absl::Duration left = timeout - absl::FromChrono(std::chrono::steady_clock::now() - start);
    if (left <= absl::ZeroDuration()) return false;
    happened_.WaitFor(mu_, left);
  }
  return true;
}

}  // namespace sluice
