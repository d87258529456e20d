#ifndef SLUICE_DATAPLANE_TASK_FAKE_SOURCE_WITNESS_H_
#define SLUICE_DATAPLANE_TASK_FAKE_SOURCE_WITNESS_H_

#include "base/sync/mutex.h"
#include "dataplane/task/source_witness.h"

namespace sluice::dataplane {

// Confirms what a test says, and counts how often it was asked to. Any thread may call.
class FakeSourceWitness : public SourceWitness {
 public:
  void Confirm() override {
    MutexLock lock(mu_);
    ++asked_;
  }
  bool ConfirmedSince(absl::Duration time) override {
    MutexLock lock(mu_);
    return confirmed_ >= time;
  }

  // The source was what it should be, at this time.
  void ConfirmAt(absl::Duration time) {
    MutexLock lock(mu_);
    confirmed_ = time;
  }
  int asked() const {
    MutexLock lock(mu_);
    return asked_;
  }

 private:
  mutable Mutex mu_;
  int asked_ SLUICE_GUARDED_BY(mu_) = 0;
  absl::Duration confirmed_ SLUICE_GUARDED_BY(mu_) = -absl::InfiniteDuration();
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_FAKE_SOURCE_WITNESS_H_
