#ifndef SLUICE_API_CLIENT_GRPC_TRANSPORT_H_
#define SLUICE_API_CLIENT_GRPC_TRANSPORT_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "api/client/access.h"
#include "api/client/transport.h"

namespace sluice::client {

// Calls a control plane over gRPC. Owns its channel, which connects at the first call and again
// after it broke. Every thread may call; each call blocks until it is answered or its time is up.
//
// When nobody listens, the answer is UNAVAILABLE and its message names `server`.
class GrpcTransport : public Transport {
 public:
  // `server` is "host:port"; `access` says how the channel is secured and who calls.
  explicit GrpcTransport(absl::string_view server, Access access = {});
  ~GrpcTransport() override;

  absl::Status Call(absl::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message* response, absl::Duration timeout) override;
  absl::Status Stream(absl::string_view method, const google::protobuf::Message& request,
                      google::protobuf::Message* response, absl::FunctionRef<bool()> take,
                      absl::Duration timeout) override;

 private:
  struct Channel;  // gRPC's headers stay in one file.

  // What a call ended with, which is not OK there.
  absl::Status NoControlPlane(const std::string& message) const;

  const std::string server_;
  const Access access_;
  const std::unique_ptr<Channel> channel_;
};

}  // namespace sluice::client

#endif  // SLUICE_API_CLIENT_GRPC_TRANSPORT_H_
