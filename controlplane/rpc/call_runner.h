#ifndef SLUICE_CONTROLPLANE_RPC_CALL_RUNNER_H_
#define SLUICE_CONTROLPLANE_RPC_CALL_RUNNER_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/sync/work_queue.h"
#include "controlplane/access/gatekeeper.h"
#include "controlplane/rpc/known_values.h"
#include "controlplane/rpc/permission_of.h"
#include "grpcpp/alarm.h"
#include "grpcpp/grpcpp.h"

namespace sluice::controlplane {

// `status` as gRPC sends it, with its details.
grpc::Status ToGrpc(const absl::Status& status);

// What the call shows to be known, as SecretIn reads it.
absl::StatusOr<std::string> SecretOf(const grpc::ServerContextBase& context);

// UNAVAILABLE, OVERLOADED.
absl::Status Overloaded();

// Runs the handlers of unary calls on a queue of their own threads, once the gatekeeper has let the
// caller in: a handler may wait for a database or a broker, gRPC's threads never do. What a request
// says of its `author` becomes the caller's name, when the caller is known. What the proto does not
// have, and when too many wait, a call is refused at once. A call ends at its caller's deadline, or
// after `life` when that is sooner; a handler that is still at it goes on and its answer is
// dropped.
//
// Borrows its arguments, which outlive the server. Thread-safe.
class CallRunner {
 public:
  CallRunner(WorkQueue& queue, Gatekeeper& gatekeeper, absl::Duration life)
      : queue_(queue), gatekeeper_(gatekeeper), life_(life) {}

  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Run(grpc::CallbackServerContext* context, const Request* request,
                                Response* response,
                                std::function<absl::Status(const Request&, Response*)> handler) {
    return RunAs<Request, Response>(
        context, request, response,
        [handler = std::move(handler)](const Request& asked, const Caller&, Response* answer) {
          return handler(asked, answer);
        });
  }

  // For a handler that wants to know who calls.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* RunAs(
      grpc::CallbackServerContext* context, const Request* request, Response* response,
      std::function<absl::Status(const Request&, const Caller&, Response*)> handler);

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
  Gatekeeper& gatekeeper_;
  const absl::Duration life_;
};

// Whoever is known is the author, whatever the request says.
template <typename Request>
void SignBy(const Caller& caller, Request& request) {
  if constexpr (requires { request.set_author(std::string()); }) {
    if (caller.is_known()) request.set_author(caller.name);
  }
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* CallRunner::RunAs(
    grpc::CallbackServerContext* context, const Request* request, Response* response,
    std::function<absl::Status(const Request&, const Caller&, Response*)> handler) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<std::string> secret = SecretOf(*context);
  // Who shows nothing that could be a secret takes no thread from those who do.
  if (const absl::Status may_ask = gatekeeper_.MayAsk(secret); !may_ask.ok()) {
    reactor->Finish(ToGrpc(may_ask));
    return reactor;
  }
  if (const absl::Status known = CheckKnown(*request); !known.ok()) {
    reactor->Finish(ToGrpc(known));
    return reactor;
  }
  auto ending = std::make_shared<Ending>(reactor);
  // Copied: the request is gRPC's only until the call has ended, which may be before the handler
  // has.
  auto job = [this, ending, secret = std::move(secret), handler = std::move(handler),
              asked = *request, response]() mutable {
    Response answer;
    const absl::StatusOr<Caller> caller = gatekeeper_.Admit(secret, PermissionOf<Request>());
    absl::Status status = caller.status();
    if (status.ok()) {
      SignBy(*caller, asked);
      status = handler(asked, *caller, &answer);
    }
    ending->Finish(status, [&] { response->Swap(&answer); });
  };
  Ending::FinishAfter(life_, ending);
  if (!queue_.Run(std::move(job))) ending->Finish(Overloaded(), [] {});
  return reactor;
}

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_CALL_RUNNER_H_
