#include "controlplane/rpc/rpc_server.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "controlplane/rpc/call_interceptor.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace sluice::controlplane {
namespace {

// How soon a renewed certificate is shown.
constexpr unsigned kTlsFilesReadEverySeconds = 10;

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> CredentialsOf(const TlsFiles& files) {
  if (!files.given()) return grpc::InsecureServerCredentials();
  SLUICE_RETURN_IF_ERROR(ReadTlsFiles(files).status());  // gRPC itself would only fail handshakes.
  grpc::experimental::TlsServerCredentialsOptions options(
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          files.key_file, files.certificate_file, files.client_ca_file, kTlsFilesReadEverySeconds));
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  if (!files.client_ca_file.empty()) {
    options.watch_root_certs();
    options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return grpc::experimental::TlsServerCredentials(options);
}

}  // namespace

absl::StatusOr<std::unique_ptr<RpcServer>> RpcServer::Start(
    const std::vector<grpc::Service*>& services, const RpcServerOptions& options) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  SLUICE_ASSIGN_OR_RETURN(const auto credentials, CredentialsOf(options.tls));
  SLUICE_ASSIGN_OR_RETURN(PrivateSocket socket, PrivateSocket::Make());
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(options.listen_address, credentials, &port);
  int private_port = 0;  // gRPC says 1 for a socket that has none.
  builder.AddListeningPort(socket.address(), grpc::InsecureServerCredentials(), &private_port);
  for (grpc::Service* service : services) builder.RegisterService(service);
  builder.SetMaxReceiveMessageSize(options.request_bytes_max);
  builder.SetMaxSendMessageSize(options.response_bytes_max);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.streams_per_connection_max);
  // Two replicas on one port by mistake would share the calls unnoticed.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // A client that vanished without a word is noticed; one that asks more often than this is not
  // shut out.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 5'000);
  if (options.observer != nullptr) {
    std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> observers;
    observers.push_back(MakeCallInterceptors(*options.observer));
    builder.experimental().SetInterceptorCreators(std::move(observers));
  }
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr && port != 0 && private_port <= 0) {
    return absl::UnavailableError(absl::StrCat(
        "cannot listen at ", socket.address(),
        "; let TMPDIR name a folder of a local file system that this user may write to"));
  }
  if (server == nullptr || port == 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen at ", options.listen_address, "; is the port taken?"));
  }
  std::unique_ptr<RpcServer> started(
      new RpcServer(options, port, std::move(socket), std::move(server)));
  started->SetServing(false);
  return started;
}

RpcServer::~RpcServer() { Stop(); }

void RpcServer::SetServing(bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(serving);
}

void RpcServer::Stop() {
  SetServing(false);
  server_->Shutdown(std::chrono::system_clock::now() +
                    absl::ToChronoMilliseconds(options_.stop_patience));
}

std::shared_ptr<grpc::Channel> RpcServer::PrivateChannel() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(options_.response_bytes_max);  // 4 MiB otherwise.
  // What a slow reader leaves unread stays small. Otherwise the window grows with what the machine
  // can do, up to megabytes for each stream.
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  // The details of an error are metadata. Too much of it would end the connection, and all calls.
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, 64 << 10);
  // It can only fail because this process was held up, and is there again at once.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
  return grpc::CreateCustomChannel(socket_.address(), grpc::InsecureChannelCredentials(),
                                   arguments);
}

}  // namespace sluice::controlplane
