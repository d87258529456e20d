#ifndef SLUICE_DATAPLANE_DEADLETTER_STORM_GUARD_H_
#define SLUICE_DATAPLANE_DEADLETTER_STORM_GUARD_H_

#include <array>
#include <cstdint>

#include "absl/time/time.h"
#include "dataplane/deadletter/error_policy.h"
#include "dataplane/deadletter/recent_records.h"

namespace sluice::dataplane {

// Tells a storm of bad records from the odd one: a topic of nonsense is not to be emptied into an
// error topic. Keeps one number for each second of a minute. One thread.
class StormGuard {
 public:
  enum class Storm {
    kNone,
    kShare,  // Of the source partition: it has had its 1,000 records, and too many were bad.
    kRate,   // Of the task: too many in the last minute.
  };

  explicit StormGuard(const ErrorPolicy& policy)
      : bad_max_(static_cast<int>(policy.share_max * RecentRecords::kWindow + 1e-9)),
        per_minute_max_(policy.per_minute_max) {}

  // A record became a row.
  Storm Good(int64_t offset, RecentRecords& recent) const {
    recent.See(offset, /*bad=*/false);
    return JudgeShare(recent);
  }

  // A record became none, at `now` of a clock that never goes back.
  Storm Bad(int64_t offset, RecentRecords& recent, absl::Duration now);

  int64_t in_last_minute() const { return in_minute_; }

 private:
  Storm JudgeShare(const RecentRecords& recent) const {
    return recent.full() && recent.bad() > bad_max_ ? Storm::kShare : Storm::kNone;
  }
  void ForgetUntil(int64_t second);

  const int bad_max_;
  const int64_t per_minute_max_;
  std::array<int64_t, 60> by_second_ = {};
  int64_t second_ = 0;  // The latest one in `by_second_`.
  int64_t in_minute_ = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_DEADLETTER_STORM_GUARD_H_
