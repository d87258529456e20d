#include "controlplane/rpc/call_runner.h"

#include <chrono>

#include "base/log/log.h"
#include "base/status/reason.h"
#include "controlplane/rpc/status_details.h"

namespace sluice::controlplane {

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status details = DetailsOf(status);
  return grpc::Status(static_cast<grpc::StatusCode>(details.code()), details.message(),
                      details.SerializeAsString());
}

absl::Status Overloaded() {
  return WithReason(absl::UnavailableError("too many calls are waiting here; try again soon"),
                    "OVERLOADED");
}

void CallRunner::Ending::Finish(const absl::Status& status, const std::function<void()>& fill) {
  {
    MutexLock lock(mu_);
    if (reactor_ == nullptr) return;
    if (status.ok()) {
      fill();
    } else if (absl::IsInternal(status)) {
      log::Error("a call failed by a mistake of ours", {{"error", status}});
    }
    reactor_->Finish(ToGrpc(status));
    reactor_ = nullptr;
  }
  alarm_.Cancel();
}

void CallRunner::Ending::FinishAfter(absl::Duration life, std::shared_ptr<Ending> self) {
  // The alarm holds `self` until it rings or is cancelled.
  alarm_.Set(
      std::chrono::system_clock::now() + absl::ToChronoMilliseconds(life), [self, life](bool rang) {
        if (!rang) return;
        self->Finish(absl::DeadlineExceededError(
                         absl::StrCat("the call was not done after ", absl::FormatDuration(life))),
                     [] {});
      });
}

}  // namespace sluice::controlplane
