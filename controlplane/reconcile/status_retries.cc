#include "controlplane/reconcile/status_retries.h"

namespace sluice::controlplane {

absl::Duration StatusRetries::DelayAfterFailure(const std::string& connector_uid) {
  const absl::Duration now = clock_.Monotonic();
  MutexLock lock(mu_);
  // Of connectors that are gone, or that another replica looks at now.
  std::erase_if(failures_,
                [&](const auto& entry) { return now - entry.second.last > 2 * pace_.longest; });
  Failures& failures = failures_[connector_uid];
  failures.last = now;
  return DelayOf(pace_, ++failures.in_a_row);
}

void StatusRetries::Forget(const std::string& connector_uid) {
  MutexLock lock(mu_);
  failures_.erase(connector_uid);
}

}  // namespace sluice::controlplane
