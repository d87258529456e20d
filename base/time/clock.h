#ifndef SLUICE_BASE_TIME_CLOCK_H_
#define SLUICE_BASE_TIME_CLOCK_H_

#include "absl/time/time.h"

namespace sluice {

// Where time comes from. Every thread may call.
class Clock {
 public:
  virtual ~Clock() = default;

  // Wall-clock time: may jump. For what people and other machines read.
  virtual absl::Time Now() = 0;

  // Time since some fixed moment: never jumps. For ages, deadlines and intervals.
  virtual absl::Duration Monotonic() = 0;

  virtual void SleepFor(absl::Duration duration) = 0;
};

}  // namespace sluice

#endif  // SLUICE_BASE_TIME_CLOCK_H_
