#ifndef SLUICE_CONTROLPLANE_RPC_WATCH_WATCH_STREAM_H_
#define SLUICE_CONTROLPLANE_RPC_WATCH_WATCH_STREAM_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/sync/mutex.h"
#include "controlplane/rpc/watch/watch_service.h"
#include "controlplane/watch/watch_session.h"

namespace sluice::controlplane {

// One watcher's stream: writes one message at a time and asks its session for the next one then.
//
// Shared: gRPC holds it until OnDone, the service and a job on the queue for as long as they use
// it.
class WatchStream : public grpc::ServerWriteReactor<v1::WatchResponse>,
                    public std::enable_shared_from_this<WatchStream> {
 public:
  // `secret`: what the call showed (SecretOf).
  WatchStream(WatchService& service, std::string address, absl::StatusOr<std::string> secret)
      : service_(service), address_(std::move(address)), secret_(std::move(secret)) {}

  // Once, after it is owned by a shared_ptr.
  void Begin(const v1::WatchRequest& request);

  // Writes what there is, unless something is being written. Any thread.
  void Proceed();
  // Has the gatekeeper asked, on the queue, when that is due. Any thread.
  void AdmitAgain();
  void Close(absl::Status why);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  // On the queue: the instances that are watched exist.
  void Open(std::vector<WatchSubscription> subscriptions, const std::string& resume_token);
  absl::Status CheckInstances(const std::vector<WatchSubscription>& subscriptions);
  absl::Status Admit(Gatekeeper::Use use);
  void ProceedLocked() SLUICE_REQUIRES(mu_);

  WatchService& service_;
  const std::string address_;
  const absl::StatusOr<std::string> secret_;
  std::shared_ptr<WatchStream> self_;  // Until OnDone.
  bool admitted_ = false;              // Only Begin and OnDone touch it.

  Mutex mu_;
  std::optional<WatchSession> session_ SLUICE_GUARDED_BY(mu_);
  absl::Duration opened_at_ SLUICE_GUARDED_BY(mu_);    // Monotonic.
  absl::Duration admitted_at_ SLUICE_GUARDED_BY(mu_);  // The same.
  v1::WatchResponse writing_ SLUICE_GUARDED_BY(mu_);
  bool is_writing_ SLUICE_GUARDED_BY(mu_) = false;
  bool finished_ SLUICE_GUARDED_BY(mu_) = false;
  std::optional<absl::Status> end_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_WATCH_WATCH_STREAM_H_
