#include "controlplane/rpc/call_runner.h"

#include <chrono>
#include <vector>

#include "absl/strings/str_cat.h"
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

absl::StatusOr<std::string> SecretOf(const grpc::ServerContextBase& context) {
  std::vector<std::string> values;
  const auto [begin, end] = context.client_metadata().equal_range("authorization");
  for (auto it = begin; it != end; ++it) values.emplace_back(it->second.data(), it->second.size());
  return SecretIn(values);
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

CallRunner::Ending::~Ending() {
  Finish(WithReason(absl::UnavailableError("the server is stopping; another replica answers"),
                    "SHUTTING_DOWN"),
         [] {});
}

void CallRunner::Ending::FinishAfter(absl::Duration life, const std::shared_ptr<Ending>& ending) {
  ending->alarm_.Set(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(life),
                     [observed = std::weak_ptr<Ending>(ending), life](bool rang) {
                       const std::shared_ptr<Ending> ending = rang ? observed.lock() : nullptr;
                       if (ending == nullptr) return;
                       ending->Finish(
                           absl::DeadlineExceededError(absl::StrCat("the call was not done after ",
                                                                    absl::FormatDuration(life))),
                           [] {});
                     });
}

}  // namespace sluice::controlplane
