#ifndef SLUICE_CONTROLPLANE_GATEWAY_UPSTREAM_H_
#define SLUICE_CONTROLPLANE_GATEWAY_UPSTREAM_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "controlplane/gateway/credentials.h"
#include "controlplane/gateway/http_rules.h"
#include "controlplane/gateway/reply.h"
#include "google/protobuf/message.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

namespace sluice::controlplane {

// A request over HTTP that has become one of the API, on its way.
struct ApiCall {
  const HttpRule* rule = nullptr;
  http::ServerRequest from;  // Without its body.
  std::unique_ptr<google::protobuf::Message> request;
  std::vector<std::pair<std::string, std::string>> metadata;
  std::shared_ptr<Reply> reply;
  std::shared_ptr<void> slot;  // Among the calls that may be under way; held until the answer.
};

// The error that `status`, which is not OK, carries.
google::rpc::Status ErrorOf(const grpc::Status& status);

// The bytes of gRPC and messages.
grpc::ByteBuffer BytesOf(const google::protobuf::Message& message);
// Null when they are none.
std::unique_ptr<google::protobuf::Message> MessageOf(const grpc::ByteBuffer& bytes,
                                                     const google::protobuf::Descriptor& type);

// Metadata, deadline, and who calls: what every call over gRPC begins with.
void PrepareContext(const ApiCall& call, absl::Duration deadline, grpc::ClientContext& context);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_UPSTREAM_H_
