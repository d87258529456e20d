#ifndef SLUICE_DATAPLANE_UPLOAD_SESSION_BUDGET_H_
#define SLUICE_DATAPLANE_UPLOAD_SESSION_BUDGET_H_

#include "absl/time/time.h"

namespace sluice::dataplane {

// How many upload sessions a task may open: its share of the table's 500 in any 5 minutes
// (MaxCompute's limit).
//
// After silence the whole burst is there, so first records go out at once; under load sessions come
// at the steady rate, and batches grow instead. In any 5 minutes no more than burst + rate × 300 s
// are given. One thread.
class SessionBudget {
 public:
  // `tasks` share the table. A fifth of the limit is left to other writers.
  explicit SessionBudget(int tasks);

  // For sessions that stay open, of which the service takes as many as are asked for.
  static SessionBudget Unlimited();

  // Whether TryTake would take as many.
  bool Has(int sessions, absl::Duration now);

  // Takes `sessions` when they are there at `now` (Clock::Monotonic, never moving back).
  bool TryTake(int sessions, absl::Duration now);

  // Takes them although they may not be there: what must be written now is paid for later.
  void Charge(int sessions) { left_ -= sessions; }

  // No more than these are ever there at once: a batch may not need more.
  int sessions_max() const { return static_cast<int>(burst_); }
  // How many come in the long run.
  double per_second() const { return per_second_; }

 private:
  double burst_;
  double per_second_;
  double left_;
  absl::Duration filled_ = -absl::InfiniteDuration();
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_SESSION_BUDGET_H_
