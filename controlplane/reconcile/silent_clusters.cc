#include "controlplane/reconcile/silent_clusters.h"

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::controlplane {

absl::Status SilentClusters::Ask(const Instance& instance, absl::FunctionRef<absl::Status()> ask) {
  SLUICE_RETURN_IF_ERROR(Known(instance));
  absl::Status status = ask();
  Note(instance, status);
  return status;
}

absl::Status SilentClusters::Known(const Instance& instance) {
  const absl::Duration now = clock_.Monotonic();
  MutexLock lock(mu_);
  const auto found = silences_.find(instance.uid);
  if (found == silences_.end() || found->second.generation != instance.generation) {
    return absl::OkStatus();
  }
  Silence& silence = found->second;
  if (now < silence.until) return silence.status;
  silence.until = now + remember_;  // For the others: this caller asks.
  return absl::OkStatus();
}

void SilentClusters::Note(const Instance& instance, const absl::Status& status) {
  const absl::Duration now = clock_.Monotonic();
  MutexLock lock(mu_);
  if (ReasonOf(status) == kafka::reason::kUnreachable) {
    silences_[instance.uid] = {instance.generation, now + remember_, status};
  } else {
    silences_.erase(instance.uid);
  }
}

}  // namespace sluice::controlplane
