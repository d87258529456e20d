#ifndef SLUICE_DATAPLANE_TASK_FLUSH_ERRORS_H_
#define SLUICE_DATAPLANE_TASK_FLUSH_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace sluice::dataplane {

// What is told of source partitions that cannot be flushed. Pure.

// A call that takes longer than this is shown: within it, it may be tried many times.
inline constexpr absl::Duration kSlowCall = absl::Seconds(15);
// A tunnel commit that takes longer than this is shown.
inline constexpr absl::Duration kSlowCommit = absl::Minutes(10);

// The records whose rows are concerned.
struct FlushedRange {
  int32_t partition = 0;
  int64_t first_offset = 0;
  int64_t next_offset = 0;
};

absl::Status SlowCall(int32_t partition);
absl::Status SlowCommit(const FlushedRange& range);
// The service does not take a value that every rule of ours lets pass, and does not say whose.
absl::Status ValueRefused(const FlushedRange& range, const absl::Status& error);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_FLUSH_ERRORS_H_
