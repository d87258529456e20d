#ifndef SLUICE_DATAPLANE_DEADLETTER_ERROR_POLICY_H_
#define SLUICE_DATAPLANE_DEADLETTER_ERROR_POLICY_H_

#include <cstdint>

namespace sluice::dataplane {

// What becomes of records that are no rows (R6).
struct ErrorPolicy {
  enum class Tolerance {
    kNone,  // The source partition stops at the first one, and nothing is written.
    kAll,   // They are written to an error topic, and the task goes on.
  };

  Tolerance tolerance = Tolerance::kAll;

  // Of the last 1,000 records of a source partition; above it this is a storm. 1: no limit.
  double share_max = 0.1;

  // Of all records of the task; above it this is a storm. 0: no limit.
  int64_t per_minute_max = 0;

  friend bool operator==(const ErrorPolicy&, const ErrorPolicy&) = default;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_DEADLETTER_ERROR_POLICY_H_
