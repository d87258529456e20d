#ifndef SLUICE_CONVERSION_LATE_POLICY_H_
#define SLUICE_CONVERSION_LATE_POLICY_H_

#include <optional>

#include "absl/time/time.h"
#include "conversion/partition_format.h"

namespace sluice::conversion {

// What becomes of records whose timestamp is far from those of their neighbours, or in the future.
// Only with the clock RECORD. docs/decisions/0010-late-policy.md says why it is measured as it is.
struct LatePolicy {
  enum class Action {
    // They are rejected: LATE_RECORD, FUTURE_RECORD.
    kAbnormalTopic,
    // They go into the table partition of their time, up to `own_partitions_max` such partitions;
    // more are rejected.
    kOwnPartition,
  };

  Action action = Action::kAbnormalTopic;

  // Behind the latest timestamp that the source partition has shown. A table partition that ended
  // earlier takes no more rows. Nothing: what suits the granularity.
  std::optional<absl::Duration> past_max;

  // Ahead of the wall clock. A table partition that begins later takes no rows yet. Nothing: what
  // suits the granularity.
  std::optional<absl::Duration> future_max;

  // Distinct table partitions that records beyond the bounds may open, for one source partition in
  // one life of its task.
  int own_partitions_max = 24;

  friend bool operator==(const LatePolicy&, const LatePolicy&) = default;
};

// 7 days; 12 hours with MINUTE. So clocks that are wrong in any way inside the bounds open fewer
// than a thousand table partitions.
absl::Duration PastMax(const LatePolicy& policy, Granularity granularity);

// 1 day; 1 hour with MINUTE.
absl::Duration FutureMax(const LatePolicy& policy, Granularity granularity);

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_LATE_POLICY_H_
