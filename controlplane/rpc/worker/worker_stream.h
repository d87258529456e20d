#ifndef SLUICE_CONTROLPLANE_RPC_WORKER_WORKER_STREAM_H_
#define SLUICE_CONTROLPLANE_RPC_WORKER_WORKER_STREAM_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/sync/work_queue.h"
#include "controlplane/rpc/worker/worker_service.h"
#include "controlplane/workers/connected_workers.h"
#include "sluice/v1/worker.grpc.pb.h"

namespace sluice::controlplane {

// One worker's stream. Reads one message, has it handled on the queue, and only then reads the
// next: the worker cannot get ahead of the database. Writes one message at a time; of snapshots
// that wait, the newest.
//
// Shared: gRPC holds it until OnDone, the registry of workers and jobs on the queue for as long as
// they use it.
class WorkerStream : public grpc::ServerBidiReactor<v1::WorkerMessage, v1::ControlMessage>,
                     public WorkerChannel,
                     public std::enable_shared_from_this<WorkerStream> {
 public:
  // `secret`: what the call showed (SecretOf).
  WorkerStream(WorkerService& service, absl::StatusOr<std::string> secret)
      : service_(service), secret_(std::move(secret)) {}

  // Once, after it is owned by a shared_ptr.
  void Begin();

  void SendSnapshot(Snapshot snapshot) override;
  void Close(absl::Status why) override;

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  void Handle();  // On the queue.
  void Handled(absl::Status status);
  // Who reports may go on while the database is away: the report itself says so.
  absl::Status Admit();
  absl::Status HandleHello();
  absl::Status HandleReport();
  void SendControlHello();

  // Starts the next write, or the end, if nothing is being written or handled.
  void Proceed() SLUICE_REQUIRES(mu_);

  WorkerService& service_;
  const absl::StatusOr<std::string> secret_;
  std::shared_ptr<WorkerStream> self_;  // Until OnDone.

  v1::WorkerMessage received_;  // Of the one read or job that is under way.
  std::string worker_uid_;      // Empty until the hello. Only jobs and OnDone touch it.
  absl::Duration admitted_at_;  // Monotonic; of no account before the hello. Only jobs touch it.

  Mutex mu_;
  v1::ControlMessage writing_ SLUICE_GUARDED_BY(mu_);
  bool is_handling_ SLUICE_GUARDED_BY(mu_) = false;  // A job has `received_`.
  bool is_writing_ SLUICE_GUARDED_BY(mu_) = false;
  bool said_hello_ SLUICE_GUARDED_BY(mu_) = false;
  bool finished_ SLUICE_GUARDED_BY(mu_) = false;
  std::optional<v1::ControlMessage> hello_ SLUICE_GUARDED_BY(mu_);
  std::optional<v1::ControlMessage> snapshot_ SLUICE_GUARDED_BY(mu_);
  std::optional<absl::Status> end_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_WORKER_WORKER_STREAM_H_
