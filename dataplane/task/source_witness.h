#ifndef SLUICE_DATAPLANE_TASK_SOURCE_WITNESS_H_
#define SLUICE_DATAPLANE_TASK_SOURCE_WITNESS_H_

#include "absl/time/time.h"

namespace sluice::dataplane {

// Says whether the source topic was still the one that the ledger is of. Any thread may call;
// neither call waits.
class SourceWitness {
 public:
  virtual ~SourceWitness() = default;
  // Somebody is going to ask.
  virtual void Confirm() = 0;
  // Whether it was, at this time (by Clock::Monotonic) or later.
  virtual bool ConfirmedSince(absl::Duration time) = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_SOURCE_WITNESS_H_
