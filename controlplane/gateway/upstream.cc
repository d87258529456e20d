#include "controlplane/gateway/upstream.h"

#include <chrono>

#include "controlplane/rpc/caller_address.h"
#include "controlplane/rpc/status_details.h"
#include "grpcpp/support/proto_buffer_reader.h"

namespace sluice::controlplane {
namespace {

// `127.0.0.1:4711`, `::1:4711`: of an address of the socket, not of a URL.
std::string WithoutPort(const std::string& peer) { return peer.substr(0, peer.rfind(':')); }

}  // namespace

google::rpc::Status ErrorOf(const grpc::Status& status) {
  google::rpc::Status error;
  const bool has_details = !status.error_details().empty() &&
                           error.ParseFromString(status.error_details()) &&
                           error.code() == static_cast<int>(status.error_code());
  if (has_details) return error;
  return DetailsOf(
      absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message()));
}

grpc::ByteBuffer BytesOf(const google::protobuf::Message& message) {
  const grpc::Slice bytes(message.SerializeAsString());
  return grpc::ByteBuffer(&bytes, 1);
}

std::unique_ptr<google::protobuf::Message> MessageOf(const grpc::ByteBuffer& bytes,
                                                     const google::protobuf::Descriptor& type) {
  const auto* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type);
  if (prototype == nullptr) return nullptr;
  std::unique_ptr<google::protobuf::Message> message(prototype->New());
  grpc::ByteBuffer readable = bytes;  // Shares the bytes; reading changes only the buffer.
  grpc::ProtoBufferReader reader(&readable);
  return message->ParseFromZeroCopyStream(&reader) ? std::move(message) : nullptr;
}

void PrepareContext(const ApiCall& call, absl::Duration deadline, grpc::ClientContext& context) {
  for (const auto& [key, value] : call.metadata) context.AddMetadata(key, value);
  context.AddMetadata(kCallId, call.reply->request_id());
  context.AddMetadata(kCallerAddress, WithoutPort(call.from.peer));
  context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(deadline));
}

}  // namespace sluice::controlplane
