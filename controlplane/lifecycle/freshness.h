#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_FRESHNESS_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_FRESHNESS_H_

#include <optional>

#include "absl/time/time.h"
#include "controlplane/model/task.h"

namespace sluice::controlplane {

// How old the table is against the topic.
struct Freshness {
  // The time of the newest record whose row is in the table, of the source partition that is
  // furthest behind; without lag, of all. InfinitePast: not known yet.
  absl::Time until = absl::InfinitePast();
  std::optional<absl::Duration> age;  // 0 without lag; nothing: not known.

  friend bool operator==(const Freshness&, const Freshness&) = default;
};

// Sums up what source partitions report. Pure.
class FreshnessSum {
 public:
  void Add(const SourcePartitionReport& partition);
  // Some partition reports nothing.
  void AddUnknown() { known_ = false; }
  Freshness At(absl::Time now) const;

 private:
  bool known_ = true;
  bool lags_ = false;
  absl::Time oldest_ = absl::InfiniteFuture();  // Of those that lag.
  absl::Time newest_ = absl::InfinitePast();
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_FRESHNESS_H_
