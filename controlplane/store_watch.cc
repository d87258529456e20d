#include "controlplane/store_watch.h"

#include "base/log/log.h"
#include "base/status/reason.h"

namespace sluice::controlplane {
namespace {

constexpr absl::Duration kCleaningInterval = absl::Minutes(10);

}  // namespace

absl::Status StoreWatch::Look() {
  const absl::Status status = check_();
  if (serving_ != status.ok()) {
    serving_ = status.ok();
    set_serving_(status.ok());
    if (status.ok()) {
      log::Info("the database answers; serving");
    } else {
      log::Warn("not serving until the database answers",
                {{"error", status}, {"remedy", RemedyOf(status)}});
    }
  }
  if (status.ok() && clock_.Monotonic() >= next_cleaning_) {
    next_cleaning_ = clock_.Monotonic() + kCleaningInterval;
    forget_old_();
  }
  return status;
}

}  // namespace sluice::controlplane
