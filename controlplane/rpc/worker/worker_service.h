#ifndef SLUICE_CONTROLPLANE_RPC_WORKER_WORKER_SERVICE_H_
#define SLUICE_CONTROLPLANE_RPC_WORKER_WORKER_SERVICE_H_

#include <memory>

#include "absl/time/time.h"
#include "base/sync/work_queue.h"
#include "base/time/clock.h"
#include "controlplane/access/gatekeeper.h"
#include "controlplane/workers/connected_workers.h"
#include "sluice/v1/worker.grpc.pb.h"

namespace sluice::controlplane {

// WorkerService over gRPC: one stream per worker, which the gatekeeper lets in by a worker's token
// and is asked about again while it reports. What a worker says is handled on `queue`, because
// it waits for the database; gRPC's own threads never do.
//
// Borrows its arguments, which outlive the server. When stopping: ConnectedWorkers::Stop() ends the
// streams, then the server shuts down, then `queue` stops.
class WorkerService : public v1::WorkerService::CallbackService {
 public:
  struct Options {
    absl::Duration report_interval = absl::Seconds(2);
    absl::Duration lease = absl::Seconds(10);
    absl::Duration admit_again = absl::Seconds(15);  // Whether a token was revoked meanwhile.
  };

  WorkerService(ConnectedWorkers& workers, Gatekeeper& gatekeeper, WorkQueue& queue, Clock& clock,
                const Options& options)
      : workers_(workers),
        gatekeeper_(gatekeeper),
        queue_(queue),
        clock_(clock),
        options_(options) {}

  grpc::ServerBidiReactor<v1::WorkerMessage, v1::ControlMessage>* Connect(
      grpc::CallbackServerContext* context) override;

 private:
  friend class WorkerStream;

  ConnectedWorkers& workers_;
  Gatekeeper& gatekeeper_;
  WorkQueue& queue_;
  Clock& clock_;
  const Options options_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_WORKER_WORKER_SERVICE_H_
