#ifndef SLUICE_TESTS_FAULTS_WORLD_H_
#define SLUICE_TESTS_FAULTS_WORLD_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "api/client/client.h"
#include "api/client/grpc_transport.h"
#include "base/http/curl_client.h"
#include "base/time/real_clock.h"
#include "tests/cluster/emulator.h"
#include "tests/cluster/kafka_server.h"
#include "tests/cluster/postgres_server.h"
#include "tests/faults/daemon.h"
#include "tests/faults/stream.h"
#include "tests/faults/tcp_proxy.h"

namespace sluice::faults {

struct WorldOptions {
  std::vector<Stream> streams;
  int workers = 2;  // Beside the guest, which is not started.
  int control_planes = 2;
  std::vector<std::string> emulator_flags;
};

// A Kafka, a PostgreSQL, an emulator, control planes and workers of one's own, with a proxy on
// every way between them, and a connector for each stream that is RUNNING when it is made.
//
// Parts are harmed through the accessors, from any thread, but each by one thread at a time.
class World {
 public:
  explicit World(const WorldOptions& options);
  ~World();

  cluster::KafkaServer& kafka() { return *kafka_; }
  cluster::PostgresServer& postgres() { return *postgres_; }
  cluster::Emulator& emulator() { return *emulator_; }
  Daemon& worker(int i) { return *workers_[i]; }
  Daemon& guest() { return *guest_; }
  Daemon& control_plane(int i) { return *control_planes_[i]; }
  int workers() const { return static_cast<int>(workers_.size()); }
  int control_planes() const { return static_cast<int>(control_planes_.size()); }
  // Starts what ChildProcess starts, so that it outlives the calling thread.
  Spawner& spawner() { return spawner_; }

  TcpProxy& kafka_network() { return *kafka_network_; }
  TcpProxy& destination_network() { return *destination_network_; }
  TcpProxy& database_network() { return *database_network_; }
  TcpProxy& control_plane_network(int i) { return *control_plane_networks_[i]; }

  const std::vector<Stream>& streams() const { return streams_; }

  // Past all proxies.
  const std::string& bootstrap() const { return kafka_->bootstrap(); }

  // Calls a control plane until one answers or `patience` is over. UNAVAILABLE then.
  absl::Status Ask(const std::function<absl::Status(client::Client&)>& call,
                   absl::Duration patience);
  // Verbs, for one stream's connector.
  absl::Status Pause(const Stream& stream, absl::Duration patience);
  absl::Status Stop(const Stream& stream, absl::Duration patience);
  // Resumes or deploys it, whatever it needs.
  absl::Status EnsureRunning(const Stream& stream);
  // The state and what stands in the way, for a report.
  std::string DescribeConnector(const Stream& stream);

  // Ends every harm: networks pass, faults are gone, everything runs, connectors are RUNNING.
  void Mend();
  // Names of parts that ended although nobody ended them.
  std::vector<std::string> EndedByThemselves();

  // EXPIRED, CANCELED or CRITICAL become all open upload sessions.
  void EndSessions(const std::string& state);

 private:
  void StartServers(const WorldOptions& options);
  void StartControlPlane(int i);
  void StartWorkers(int count);
  std::unique_ptr<Daemon> MakeWorker(const std::string& name);
  void MakeTables();
  void MakeConnectors();
  std::vector<std::string> ServiceFlags() const;

  const std::vector<Stream> streams_;
  const std::string folder_;
  RealClock clock_;
  http::CurlClient http_;
  Spawner spawner_;
  std::unique_ptr<TcpProxy> kafka_network_;
  std::unique_ptr<TcpProxy> destination_network_;
  std::unique_ptr<TcpProxy> database_network_;
  std::vector<std::unique_ptr<TcpProxy>> control_plane_networks_;
  std::unique_ptr<cluster::KafkaServer> kafka_;
  std::unique_ptr<cluster::PostgresServer> postgres_;
  std::unique_ptr<cluster::Emulator> emulator_;
  std::vector<std::unique_ptr<client::GrpcTransport>> transports_;
  std::vector<std::unique_ptr<client::Client>> clients_;
  std::vector<std::unique_ptr<Daemon>> control_planes_;
  std::vector<std::unique_ptr<Daemon>> workers_;
  std::unique_ptr<Daemon> guest_;
};

}  // namespace sluice::faults

#endif  // SLUICE_TESTS_FAULTS_WORLD_H_
