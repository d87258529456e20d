#ifndef SLUICE_CONTROLPLANE_STORE_WATCH_H_
#define SLUICE_CONTROLPLANE_STORE_WATCH_H_

#include <functional>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/time/clock.h"

namespace sluice::controlplane {

// Looks whether the store answers, tells health checks, and says in the log when that changes;
// every ten minutes it has thrown away what is too old to be of use. One thread.
class StoreWatch {
 public:
  StoreWatch(std::function<absl::Status()> check, std::function<void()> forget_old, Clock& clock,
             std::function<void(bool serving)> set_serving)
      : check_(std::move(check)),
        forget_old_(std::move(forget_old)),
        clock_(clock),
        set_serving_(std::move(set_serving)) {}

  // One look. FAILED_PRECONDITION: this program must not go on with this store.
  absl::Status Look();

 private:
  const std::function<absl::Status()> check_;
  const std::function<void()> forget_old_;
  Clock& clock_;
  const std::function<void(bool)> set_serving_;
  std::optional<bool> serving_;  // Nothing before the first look.
  absl::Duration next_cleaning_ = absl::ZeroDuration();
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_WATCH_H_
