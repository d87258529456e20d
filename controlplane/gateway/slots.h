#ifndef SLUICE_CONTROLPLANE_GATEWAY_SLOTS_H_
#define SLUICE_CONTROLPLANE_GATEWAY_SLOTS_H_

#include <memory>

#include "base/sync/mutex.h"

namespace sluice::controlplane {

// A number of places, each held as long as what Take gives. Thread-safe; outlives what it gave.
class Slots {
 public:
  explicit Slots(int max) : max_(max) {}

  // Null when all are taken.
  std::shared_ptr<void> Take() {
    MutexLock lock(mu_);
    if (taken_ >= max_) return nullptr;
    ++taken_;
    return std::shared_ptr<void>(this, [this](void*) { GiveBack(); });
  }

  int taken() const {
    MutexLock lock(mu_);
    return taken_;
  }

  void WaitUntilNoneIsTaken() {
    MutexLock lock(mu_);
    while (taken_ > 0) changed_.Wait(mu_);
  }

 private:
  void GiveBack() {
    MutexLock lock(mu_);
    --taken_;
    changed_.NotifyAll();
  }

  const int max_;
  mutable Mutex mu_;
  CondVar changed_;
  int taken_ SLUICE_GUARDED_BY(mu_) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_SLOTS_H_
