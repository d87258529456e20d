#ifndef SLUICE_CONTROLPLANE_RPC_CALL_RUNNER_H_
#define SLUICE_CONTROLPLANE_RPC_CALL_RUNNER_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/sync/work_queue.h"
#include "controlplane/rpc/known_values.h"
#include "grpcpp/alarm.h"
#include "grpcpp/grpcpp.h"

namespace sluice::controlplane {

// `status` as gRPC sends it, with its details.
grpc::Status ToGrpc(const absl::Status& status);

// UNAVAILABLE, OVERLOADED.
absl::Status Overloaded();

// Runs the handlers of unary calls on a queue of their own threads: a handler may wait for a
// database or a broker, gRPC's threads never do. What the proto does not have, and when too many
// wait, a call is refused at once. A call ends at its caller's deadline, or after `life` when that
// is sooner; a handler that is still at it goes on and its answer is dropped.
//
// Borrows `queue`, which outlives the server. Thread-safe.
class CallRunner {
 public:
  CallRunner(WorkQueue& queue, absl::Duration life) : queue_(queue), life_(life) {}

  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Run(grpc::CallbackServerContext* context, const Request* request,
                                Response* response,
                                std::function<absl::Status(const Request&, Response*)> handler);

 private:
  // The end of one call: by its handler's answer, by the alarm, or with UNAVAILABLE when the job is
  // dropped before it ran; whichever comes first. The job owns it, the alarm only looks at it: gRPC
  // keeps an alarm's function as long as the alarm, so owning each other they would never go.
  class Ending {
   public:
    explicit Ending(grpc::ServerUnaryReactor* reactor) : reactor_(reactor) {}
    ~Ending();

    // `fill` writes the answer; it is called, and the call ended, only the first time.
    void Finish(const absl::Status& status, const std::function<void()>& fill);
    static void FinishAfter(absl::Duration life, const std::shared_ptr<Ending>& ending);

   private:
    Mutex mu_;
    grpc::ServerUnaryReactor* reactor_ SLUICE_GUARDED_BY(mu_);  // Null once it has ended.
    grpc::Alarm alarm_;
  };

  WorkQueue& queue_;
  const absl::Duration life_;
};

template <typename Request, typename Response>
grpc::ServerUnaryReactor* CallRunner::Run(
    grpc::CallbackServerContext* context, const Request* request, Response* response,
    std::function<absl::Status(const Request&, Response*)> handler) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (const absl::Status known = CheckKnown(*request); !known.ok()) {
    reactor->Finish(ToGrpc(known));
    return reactor;
  }
  auto ending = std::make_shared<Ending>(reactor);
  // Copied: the request is gRPC's only until the call has ended, which may be before the handler
  // has.
  auto job = [ending, handler = std::move(handler), asked = *request, response] {
    Response answer;
    const absl::Status status = handler(asked, &answer);
    ending->Finish(status, [&] { response->Swap(&answer); });
  };
  Ending::FinishAfter(life_, ending);
  if (!queue_.Run(std::move(job))) ending->Finish(Overloaded(), [] {});
  return reactor;
}

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_CALL_RUNNER_H_
