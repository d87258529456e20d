#ifndef SLUICE_CONTROLPLANE_RPC_RPC_SERVER_H_
#define SLUICE_CONTROLPLANE_RPC_RPC_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/tls/tls_files.h"
#include "controlplane/rpc/call_observer.h"
#include "controlplane/rpc/private_socket.h"
#include "grpcpp/grpcpp.h"

namespace sluice::controlplane {

struct RpcServerOptions {
  std::string listen_address = "127.0.0.1:9090";  // host:port; port 0 takes a free one.
  TlsFiles tls;  // When given, it is served by TLS only; files that change are read again.
  int request_bytes_max = 4 << 20;
  int response_bytes_max = 16 << 20;  // A page of 1000 connectors with full annotations.
  // Calls, too; more wait at the client. There may be many connections: it bounds what one of them
  // costs, and no caller.
  int streams_per_connection_max = 256;
  absl::Duration stop_patience = absl::Seconds(10);  // For calls that are under way when it stops.
  CallObserver* observer = nullptr;  // Hears of every answered call; outlives the server.
};

// A gRPC server with reflection and the standard health service, which answer whoever asks: what
// they tell is the API that everybody can read, and whether it is served. It listens from Start on
// and says NOT_SERVING until SetServing(true). One thread starts and stops it; SetServing from any.
class RpcServer {
 public:
  // Borrows the services. INVALID_ARGUMENT as ReadTlsFiles; UNAVAILABLE when the address cannot be
  // bound; FAILED_PRECONDITION as PrivateSocket::Make.
  static absl::StatusOr<std::unique_ptr<RpcServer>> Start(
      const std::vector<grpc::Service*>& services, const RpcServerOptions& options);

  ~RpcServer();

  // What health checks answer, of the server as a whole ("") and of each service.
  void SetServing(bool serving);

  // NOT_SERVING, no new calls; returns when those under way have ended, or were cancelled after the
  // patience.
  void Stop();

  // The port it listens at.
  int port() const { return port_; }

  // A channel for this process, which takes every answer that the server may give: without
  // TLS, over a socket that no other user can open. All such channels share one connection.
  std::shared_ptr<grpc::Channel> PrivateChannel();

 private:
  RpcServer(const RpcServerOptions& options, int port, PrivateSocket socket,
            std::unique_ptr<grpc::Server> server)
      : options_(options), port_(port), socket_(std::move(socket)), server_(std::move(server)) {}

  const RpcServerOptions options_;
  const int port_;
  const PrivateSocket socket_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_RPC_SERVER_H_
