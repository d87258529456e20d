#ifndef SLUICE_DATAPLANE_UPLOAD_FLUSH_AGE_H_
#define SLUICE_DATAPLANE_UPLOAD_FLUSH_AGE_H_

#include "absl/time/time.h"

namespace sluice::dataplane {

// What decides how old a batch may become.
struct FlushLoad {
  // Table partitions of all batches of the task that take rows now: what one round of flushes
  // costs.
  int sessions_open = 0;
  // The task's steady share of the table's limits; of streams, which open none, as good as endless.
  double sessions_per_second = 1;
  // For how long its source partition had been silent when the batch was begun.
  absl::Duration silence = absl::ZeroDuration();
};

// Whoever speaks after a silence of this long is heard at once.
inline constexpr absl::Duration kSilence = absl::Minutes(1);

// How old a batch becomes before it is flushed: between `least` after a silence, and what keeps all
// batches inside the share when each is flushed once in that time; never more than a minute. Pure.
//
// The SessionBudget is the limit; this spreads it: each source partition waits about equally long,
// instead of the first ones emptying the budget every second while the others grow old.
absl::Duration FlushAge(const FlushLoad& load, absl::Duration least);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_FLUSH_AGE_H_
