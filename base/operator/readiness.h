#ifndef SLUICE_BASE_OPERATOR_READINESS_H_
#define SLUICE_BASE_OPERATOR_READINESS_H_

#include <utility>

#include "absl/status/status.h"
#include "base/sync/mutex.h"

namespace sluice {

// Whether a program can do its work, as whoever watches over that last said. Thread-safe.
class Readiness {
 public:
  void Set(absl::Status status) {
    MutexLock lock(mu_);
    status_ = std::move(status);
  }

  // OK, or why not.
  absl::Status Get() const {
    MutexLock lock(mu_);
    return status_;
  }

 private:
  mutable Mutex mu_;
  absl::Status status_ SLUICE_GUARDED_BY(mu_) = absl::UnavailableError("starting");
};

}  // namespace sluice

#endif  // SLUICE_BASE_OPERATOR_READINESS_H_
