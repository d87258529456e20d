#ifndef SLUICE_CONTROLPLANE_GATEWAY_GATEWAY_H_
#define SLUICE_CONTROLPLANE_GATEWAY_GATEWAY_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/http/server/answer.h"
#include "base/sync/mutex.h"
#include "base/sync/work_queue.h"
#include "controlplane/gateway/credentials.h"
#include "controlplane/gateway/reply.h"
#include "controlplane/gateway/request_observer.h"
#include "controlplane/gateway/route_table.h"
#include "controlplane/gateway/slots.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

namespace sluice::controlplane {

struct GatewayOptions {
  int calls_max = 256;    // Under way at once. Beyond: UNAVAILABLE, OVERLOADED.
  int streams_max = 500;  // Open at once. Beyond: RESOURCE_EXHAUSTED, TOO_MANY_STREAMS.
  // The API itself ends calls and streams sooner; these are for when it does not.
  absl::Duration call_deadline = absl::Minutes(5);
  absl::Duration stream_deadline = absl::Minutes(65);
  int writer_threads = 4;  // That write answers as JSON.
  // `https://sluice.example.com`: where browsers find us when that is not what Host says, because a
  // proxy stands before us.
  std::string public_origin;
  RequestObserver* observer = nullptr;  // Hears of every answered request; outlives the gateway.
};

// What else the server has, beside the API.
struct GatewayPages {
  using Page = std::function<http::ServerResponse(const http::ServerRequest&)>;
  Page operators;  // /healthz, /readyz, /metrics
  // /v1/sessions and below: what is about cookies, and so is no call of gRPC. It sees the request
  // as it came, every method of it, and may wait for the store. None: there is no such path.
  Page sessions;
  // Everything outside of /v1; its path is a good one (ReadPath), but for slashes at its end.
  Page console;
};

// The API as JSON over HTTP, and the pages beside it: whatever comes in over HTTP comes in here.
//
// Calls go on over gRPC to this process's own server, so that everything that holds for callers of
// gRPC holds here. Borrows `credentials`. Any thread may call.
class Gateway {
 public:
  // `why_closed` tells what a call gets as long as it is not open.
  Gateway(const GatewayOptions& options, std::vector<HttpRule> rules, Credentials& credentials,
          GatewayPages pages, std::function<absl::Status()> why_closed);

  // From now on calls go to this channel. Until then, and after Refuse, they are refused.
  void Open(std::shared_ptr<grpc::Channel> channel);

  // No new calls; to be said before the server at the other end of the channel stops.
  void Refuse();

  // No new calls; returns when those under way have been answered, which is when the server at the
  // other end of the channel has stopped.
  void Close();

  // http::LateHandler.
  void Handle(http::ServerRequest request, std::shared_ptr<http::Answer> answer);

  // http::HttpServerOptions::refuse.
  static http::ServerResponse Refusal(int status, absl::string_view why);
  // The limit that such a refusal is for; none when the request is just no HTTP.
  static std::optional<HttpLimit> LimitOf(int status);

  int calls_under_way() const { return calls_.taken(); }
  int streams_open() const { return streams_.taken(); }
  void WaitUntilNoStreamIsOpen() { streams_.WaitUntilNoneIsTaken(); }

 private:
  void HandleCall(http::ServerRequest request, const std::vector<PathParts>& readings,
                  std::shared_ptr<Reply> reply);
  void HandleSession(http::ServerRequest request, const std::shared_ptr<Reply>& reply);
  absl::Status WhyClosed() const;
  void CountRefusal(HttpLimit limit);
  std::shared_ptr<grpc::GenericStub> stub();

  const GatewayOptions options_;
  const RouteTable routes_;
  const std::string open_api_;
  Credentials& credentials_;
  const GatewayPages pages_;
  const std::function<absl::Status()> why_closed_;
  Slots calls_;
  Slots streams_;
  WorkQueue writers_;
  WorkQueue signers_;  // Their own: a store that does not answer stops no call's answer.
  Mutex mu_;
  std::shared_ptr<grpc::GenericStub> stub_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_GATEWAY_H_
