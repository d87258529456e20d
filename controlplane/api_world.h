#ifndef SLUICE_CONTROLPLANE_API_WORLD_H_
#define SLUICE_CONTROLPLANE_API_WORLD_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "api/client/error_details.h"
#include "base/kafka/in_memory_cluster.h"
#include "base/kafka/in_memory_connection_probe.h"
#include "base/time/simulated_clock.h"
#include "controlplane/api_handlers.h"
#include "controlplane/kafka/in_memory_connections.h"
#include "controlplane/preflight/in_memory_table_connections.h"
#include "controlplane/rpc/rpc_server.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/watch/observer.h"
#include "google/longrunning/operations.grpc.pb.h"
#include "gtest/gtest.h"
#include "sluice/v1/access_service.grpc.pb.h"
#include "sluice/v1/offset_service.grpc.pb.h"

namespace sluice::controlplane {

// The whole API over gRPC within the process, on a store, a Kafka and a MaxCompute in memory: the
// world of R0, with instance `alikafka`, topic `maxcompute-test-input` and table
// `connector_test.test_kafka`.
class ApiWorld : public testing::Test {
 protected:
  // `asks`: calls must say who they are; until a test says otherwise, they are the token `admin`.
  explicit ApiWorld(const ApiOptions& options = {}, bool asks = false);
  ~ApiWorld() override;

  // Makes a token and returns its secret.
  std::string AddToken(const std::string& id, TokenKind kind, std::optional<Role> role);

  // Calls `method` of a stub, by `secret_`, and returns what it answered, as the client library
  // reads it.
  template <typename Stub, typename Request, typename Response>
  absl::Status Call(Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response* response);

  // The request of R0.
  static v1::CreateConnectorRequest R0Request();
  absl::Status Create(const v1::CreateConnectorRequest& request, v1::Connector* response);
  absl::Status Deploy(const std::string& etag = "", v1::Connector* response = nullptr);
  absl::Status Get(v1::Connector* response);
  void CreateTopic(const std::string& name, int partitions);

  static constexpr char kName[] = "instances/alikafka/connectors/kafka-maxcompute-sink";

  std::string secret_;  // Of a token; empty: calls do not say who they are.
  SimulatedClock clock_;
  InMemoryStore store_;
  kafka::InMemoryCluster kafka_;
  InMemoryConnections clusters_{kafka_};
  kafka::InMemoryConnectionProbe probe_;
  InMemoryTableConnections tables_;
  ApiHandlers handlers_;
  Observer observer_;  // Looks when a test says so.
  std::unique_ptr<RpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::InstanceService::StubInterface> instances_;
  std::unique_ptr<v1::ConnectorService::StubInterface> connectors_;
  std::unique_ptr<v1::FleetService::StubInterface> fleet_;
  std::unique_ptr<google::longrunning::Operations::StubInterface> operations_;
  std::unique_ptr<v1::DeadLetterService::StubInterface> dead_letters_;
  std::unique_ptr<v1::WatchService::StubInterface> watch_;
  std::unique_ptr<v1::OffsetService::StubInterface> offsets_;
  std::unique_ptr<v1::AccessService::StubInterface> access_;
};

template <typename Stub, typename Request, typename Response>
absl::Status ApiWorld::Call(Stub& stub,
                            grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                         Response*),
                            const Request& request, Response* response) {
  grpc::ClientContext context;
  if (!secret_.empty()) context.AddMetadata("authorization", "Bearer " + secret_);
  const grpc::Status status = (stub.*method)(&context, request, response);
  return client::StatusOfAnswer(static_cast<absl::StatusCode>(status.error_code()),
                                status.error_message(), status.error_details());
}

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_API_WORLD_H_
