#ifndef SLUICE_DATAPLANE_TASK_BATCH_LIMITS_H_
#define SLUICE_DATAPLANE_TASK_BATCH_LIMITS_H_

#include <cstdint>

#include "absl/time/time.h"
#include "dataplane/upload/batch.h"

namespace sluice::dataplane {

// What bounds a batch. Defaults are for MaxCompute's limits.
struct BatchLimits {
  absl::Duration age_min =
      absl::Seconds(1);  // Flushed when the oldest row is this old and sessions are left.
  // Of encoded rows, most of which are sent by then. Flushed as soon as sessions are left; nothing
  // is read meanwhile. A batch that is lost is read again whole.
  int64_t batch_bytes_max = int64_t{1} << 30;
  BlockOptions blocks = {};
  int table_partitions_max = 24;  // So that an entry of the ledger fits 4096 bytes.
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_BATCH_LIMITS_H_
