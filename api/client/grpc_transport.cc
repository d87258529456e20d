#include "api/client/grpc_transport.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "api/client/channel_credentials.h"
#include "api/client/error_details.h"
#include "base/status/reason.h"
#include "base/sync/notification.h"
#include "google/protobuf/message.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace sluice::client {
namespace {

constexpr int kAnswerBytesMax = 16 << 20;  // 100 rows of many columns are below it.

grpc::ByteBuffer ToBytes(const google::protobuf::Message& message) {
  grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

bool FromBytes(const grpc::ByteBuffer& bytes, google::protobuf::Message* message) {
  std::vector<grpc::Slice> slices;
  if (!bytes.Dump(&slices).ok()) return false;
  std::string text;
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return message->ParseFromString(text);
}

std::shared_ptr<grpc::Channel> Dial(const std::string& server, const Access& access) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kAnswerBytesMax);
  // The client's own pauses decide when a call is tried again, so the channel must not be slower.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  // A proxy of the environment is for the internet, not for a control plane.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(server, ChannelCredentialsOf(access), arguments);
}

// gRPC says why no connection came about in many words; people need the address.
bool NeverArrived(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE && status.error_details().empty() &&
         (absl::StrContains(status.error_message(), "connect") ||
          absl::StrContains(status.error_message(), "DNS resolution"));
}

}  // namespace

struct GrpcTransport::Channel {
  explicit Channel(std::shared_ptr<grpc::Channel> channel) : stub(std::move(channel)) {}
  grpc::GenericStub stub;
};

GrpcTransport::GrpcTransport(absl::string_view server, Access access)
    : server_(server),
      access_(std::move(access)),
      channel_(std::make_unique<Channel>(Dial(server_, access_))) {}

GrpcTransport::~GrpcTransport() = default;

absl::Status GrpcTransport::Call(absl::string_view method, const google::protobuf::Message& request,
                                 google::protobuf::Message* response, absl::Duration timeout) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  SayWho(access_, context);
  const grpc::ByteBuffer request_bytes = ToBytes(request);
  grpc::ByteBuffer response_bytes;
  grpc::Status answer;
  Notification answered;
  channel_->stub.UnaryCall(&context, std::string(method), grpc::StubOptions(), &request_bytes,
                           &response_bytes, [&](grpc::Status status) {
                             answer = std::move(status);
                             answered.Notify();
                           });
  answered.Wait();
  if (NeverArrived(answer)) return NoControlPlane(answer.error_message());
  if (!answer.ok()) {
    return StatusOfAnswer(static_cast<absl::StatusCode>(answer.error_code()),
                          answer.error_message(), answer.error_details());
  }
  if (!FromBytes(response_bytes, response)) {
    return absl::InternalError(absl::StrCat("the answer of ", method, " cannot be read"));
  }
  return absl::OkStatus();
}

absl::Status GrpcTransport::NoControlPlane(const std::string& message) const {
  return WithRemedy(
      absl::UnavailableError(absl::StrCat("no control plane answers at ", server_, ": ", message)),
      access_.tls ? "check that it runs, listens there by TLS, and shows a certificate for this "
                    "name of the authorities that were given"
                  : "check that it runs and listens there, or name another one with --server");
}

absl::Status GrpcTransport::Stream(absl::string_view method,
                                   const google::protobuf::Message& request,
                                   google::protobuf::Message* response,
                                   absl::FunctionRef<bool()> take, absl::Duration timeout) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  SayWho(access_, context);
  grpc::CompletionQueue queue;
  const auto call = channel_->stub.PrepareCall(&context, std::string(method), &queue);
  // One step is under way at a time; whether it went well is all that its tag would say.
  const auto done = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  call->StartCall(nullptr);
  bool going = done();
  if (going) {
    call->Write(ToBytes(request), grpc::WriteOptions().set_last_message(), nullptr);
    going = done();
  }
  bool readable = true;
  bool enough = false;
  while (going && readable && !enough) {
    grpc::ByteBuffer bytes;
    call->Read(&bytes, nullptr);
    going = done();
    if (!going) break;
    readable = FromBytes(bytes, response);
    if (readable) enough = !take();
  }
  if (enough || !readable) context.TryCancel();
  grpc::Status end;
  call->Finish(&end, nullptr);
  done();
  queue.Shutdown();
  while (done()) {
  }
  if (!readable) {
    return absl::InternalError(absl::StrCat("a message of ", method, " cannot be read"));
  }
  if (enough || end.ok()) return absl::OkStatus();
  if (NeverArrived(end)) return NoControlPlane(end.error_message());
  return StatusOfAnswer(static_cast<absl::StatusCode>(end.error_code()), end.error_message(),
                        end.error_details());
}

}  // namespace sluice::client
