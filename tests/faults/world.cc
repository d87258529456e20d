#include "tests/faults/world.h"

#include <filesystem>
#include <fstream>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "base/check.h"
#include "base/kafka/kafka_admin.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/instance_service.pb.h"

namespace sluice::faults {
namespace {

constexpr absl::Duration kPatience = absl::Minutes(2);

void Pause(absl::Duration duration) {
  std::this_thread::sleep_for(absl::ToChronoMilliseconds(duration));
}

// Its address, once it stands in `port_file`.
std::string AwaitAddress(const std::string& port_file) {
  for (int i = 0; i < 1500 && !std::filesystem::exists(port_file); ++i) {
    Pause(absl::Milliseconds(20));
  }
  std::ifstream file(port_file);
  std::string address;
  std::getline(file, address);
  return address;
}

std::unique_ptr<TcpProxy> MakeProxy() {
  absl::StatusOr<std::unique_ptr<TcpProxy>> proxy = TcpProxy::Start();
  SLUICE_CHECK(proxy.ok()) << proxy.status();
  return *std::move(proxy);
}

// The URL with another port.
std::string Through(const std::string& url, int port) {
  const size_t slash = url.rfind('/');
  return absl::StrCat(url.substr(0, url.rfind(':', slash) + 1), port, url.substr(slash));
}

template <typename Request>
Request Naming(const Stream& stream) {
  Request request;
  request.set_name(stream.resource());
  return request;
}

}  // namespace

World::World(const WorldOptions& options)
    : streams_(options.streams), folder_(cluster::FreshFolder("sluice")) {
  StartServers(options);
  for (int i = 0; i < options.control_planes; ++i) StartControlPlane(i);
  MakeTables();
  StartWorkers(options.workers);
  MakeConnectors();
}

World::~World() {
  // PostgreSQL and Kafka are stopped by their scripts, which wait for them.
  postgres_->Resume();
  kafka_->Resume();
}

void World::StartServers(const WorldOptions& options) {
  kafka_network_ = MakeProxy();
  destination_network_ = MakeProxy();
  database_network_ = MakeProxy();
  kafka_ = cluster::KafkaServer::StartOwn({.proxied_port = kafka_network_->port()});
  kafka_network_->SetTarget(kafka_->listener("PROXIED"));
  postgres_ = cluster::PostgresServer::StartOwn();
  spawner_.Run([&] { emulator_ = cluster::Emulator::Start(options.emulator_flags); });
  destination_network_->SetTarget(emulator_->address());
  const std::string url = postgres_->FreshDatabase();
  const std::string server = url.substr(0, url.rfind('/'));
  database_network_->SetTarget(server.substr(server.rfind('@') + 1));
  std::ofstream(folder_ + "/database_url") << Through(url, database_network_->port());
  std::ofstream(folder_ + "/key") << cluster::Emulator::kServiceKeySecret;
}

std::vector<std::string> World::ServiceFlags() const {
  return {absl::StrCat("--service_access_key_id=", cluster::Emulator::kServiceKeyId),
          "--service_access_key_secret_file=" + folder_ + "/key",
          "--sts_endpoint=http://" + destination_network_->address()};
}

void World::StartControlPlane(int i) {
  const std::string name = absl::StrCat("controlplane-", i);
  const std::string port_file = absl::StrCat(folder_, "/", name, ".port");
  std::vector<std::string> command = {cluster::Runfile("controlplane/sluice-controlplane"),
                                      "--grpc_listen_address=127.0.0.1:0",
                                      "--port_file=" + port_file,
                                      "--http_listen=127.0.0.1:0",
                                      "--database_url_file=" + folder_ + "/database_url",
                                      "--secret_key_file=" + folder_ + "/secret_key",
                                      "--authentication=none"};
  for (const std::string& flag : ServiceFlags()) command.push_back(flag);
  if (i == 0) {
    std::vector<std::string> migrate = command;
    migrate.insert(migrate.begin() + 1, "migrate");
    absl::StatusOr<std::string> migrated = cluster::RunToEnd(migrate);
    SLUICE_CHECK(migrated.ok()) << migrated.status();
  }
  // The first start takes a free port, which all later ones keep.
  const std::string log = absl::StrCat(folder_, "/", name, ".log");
  Daemon first(spawner_, command, log);
  first.Start();
  const std::string address = AwaitAddress(port_file);
  SLUICE_CHECK(!address.empty()) << name << " does not start; its log is " << log;
  first.Kill();
  command[1] = "--grpc_listen_address=" + address;
  control_planes_.push_back(std::make_unique<Daemon>(spawner_, command, log));
  control_planes_.back()->Start();
  control_plane_networks_.push_back(MakeProxy());
  control_plane_networks_.back()->SetTarget(address);
  transports_.push_back(std::make_unique<client::GrpcTransport>(address));
  clients_.push_back(std::make_unique<client::Client>(
      *transports_.back(), clock_,
      client::ClientOptions{.timeout = absl::Seconds(5), .attempts_max = 2}));
}

std::unique_ptr<Daemon> World::MakeWorker(const std::string& name) {
  std::vector<std::string> addresses;
  for (const auto& network : control_plane_networks_) addresses.push_back(network->address());
  std::vector<std::string> command = {cluster::Runfile("dataplane/sluice-worker"),
                                      "--control_plane_addresses=" + absl::StrJoin(addresses, ","),
                                      absl::StrCat("--state_dir=", folder_, "/", name),
                                      "--worker_name=" + name, "--group_session_timeout=6s"};
  for (const std::string& flag : ServiceFlags()) command.push_back(flag);
  std::filesystem::create_directories(absl::StrCat(folder_, "/", name));
  return std::make_unique<Daemon>(spawner_, command, absl::StrCat(folder_, "/", name, ".log"));
}

void World::StartWorkers(int count) {
  for (int i = 0; i < count; ++i) {
    workers_.push_back(MakeWorker(absl::StrCat("worker-", i)));
    workers_.back()->Start();
  }
  guest_ = MakeWorker("guest");
}

void World::MakeTables() {
  const absl::Status role = emulator_->CreateRole(cluster::Emulator::kRole);
  SLUICE_CHECK(role.ok()) << role;
  const std::string user = absl::StrCat("`", emulator_->principal(), "`");
  std::vector<std::string> statements = {
      absl::StrCat("add user ", user),
      absl::StrCat("grant CreateInstance on project ", cluster::Emulator::kProject, " to user ",
                   user)};
  for (const Stream& stream : streams_) {
    statements.push_back(absl::StrCat("CREATE TABLE ", stream.table(),
                                      " (topic STRING,partition BIGINT,offset BIGINT,",
                                      stream.columns, ") PARTITIONED BY (pt STRING);"));
    // With Select a session that nobody knows any more can be settled.
    statements.push_back(absl::StrCat("grant Describe, Alter, Update, Select on table ",
                                      stream.table(), " to user ", user));
  }
  for (const std::string& statement : statements) {
    const absl::StatusOr<std::string> done = emulator_->Sql(statement);
    SLUICE_CHECK(done.ok()) << statement << ": " << done.status();
  }
}

void World::MakeConnectors() {
  auto admin = kafka::KafkaAdmin::Create({.bootstrap_servers = bootstrap()});
  SLUICE_CHECK(admin.ok()) << admin.status();
  v1::CreateInstanceRequest instance;
  instance.set_instance_id("local");
  instance.mutable_instance()->add_bootstrap_servers(kafka_network_->address());
  instance.mutable_instance()->set_connector_feature(v1::Instance::ENABLED);
  const absl::Status made =
      Ask([&](client::Client& api) { return api.CreateInstance(instance).status(); }, kPatience);
  SLUICE_CHECK(made.ok()) << made;
  for (const Stream& stream : streams_) {
    const auto topics = (*admin)->CreateTopics(
        {{.name = stream.topic(), .partitions = stream.partitions}}, absl::Seconds(20));
    SLUICE_CHECK(topics.ok()) << topics.status();
    v1::CreateConnectorRequest request;
    request.set_parent("instances/local");
    request.set_connector_id(stream.connector());
    v1::Connector& connector = *request.mutable_connector();
    connector.mutable_source()->set_topic(stream.topic());
    connector.mutable_source()->set_start_offset(v1::KafkaSource::EARLIEST);
    connector.mutable_scaling()->set_tasks(stream.tasks);
    v1::MaxComputeSink& sink = *connector.mutable_sink();
    sink.set_endpoint(absl::StrCat("http://", destination_network_->address(), "/api"));
    sink.set_project(cluster::Emulator::kProject);
    sink.set_table(stream.table());
    sink.set_account_uid(cluster::Emulator::kOwnerUid);
    sink.set_role_name(cluster::Emulator::kRole);
    sink.set_mode(stream.mode);
    sink.set_format(stream.format);
    sink.set_partition_granularity(stream.granularity);
    const absl::Status created =
        Ask([&](client::Client& api) { return api.CreateConnector(request).status(); }, kPatience);
    SLUICE_CHECK(created.ok()) << created;
    const absl::Status deployed = EnsureRunning(stream);
    SLUICE_CHECK(deployed.ok()) << deployed;
  }
}

absl::Status World::Ask(const std::function<absl::Status(client::Client&)>& call,
                        absl::Duration patience) {
  const absl::Time give_up = absl::Now() + patience;
  for (size_t turn = 0;; ++turn) {
    const absl::Status answer = call(*clients_[turn % clients_.size()]);
    const bool may_change = absl::IsUnavailable(answer) || absl::IsDeadlineExceeded(answer) ||
                            absl::IsFailedPrecondition(answer) || absl::IsAborted(answer) ||
                            absl::IsResourceExhausted(answer);
    if (!may_change || absl::Now() >= give_up) return answer;
    clock_.SleepFor(absl::Milliseconds(200));
  }
}

absl::Status World::Pause(const Stream& stream, absl::Duration patience) {
  return Ask(
      [&](client::Client& api) {
        return api.PauseConnector(Naming<v1::PauseConnectorRequest>(stream)).status();
      },
      patience);
}

absl::Status World::Stop(const Stream& stream, absl::Duration patience) {
  return Ask(
      [&](client::Client& api) {
        return api.StopConnector(Naming<v1::StopConnectorRequest>(stream)).status();
      },
      patience);
}

std::string World::DescribeConnector(const Stream& stream) {
  std::string text;
  const absl::Status asked = Ask(
      [&](client::Client& api) {
        absl::StatusOr<v1::Connector> connector =
            api.GetConnector(Naming<v1::GetConnectorRequest>(stream));
        if (!connector.ok()) return connector.status();
        text = absl::StrCat(stream.connector(), " ", v1::Connector::State_Name(connector->state()));
        for (const v1::Condition& condition : connector->conditions()) {
          if (condition.status() == v1::Condition::TRUE) continue;
          absl::StrAppend(&text, "; ", condition.type(), ": ", condition.reason(), " ",
                          condition.message());
        }
        return absl::OkStatus();
      },
      absl::Seconds(10));
  return asked.ok() ? text : absl::StrCat(stream.connector(), " ", asked.ToString());
}

void World::Mend() {
  for (TcpProxy* network :
       {kafka_network_.get(), destination_network_.get(), database_network_.get()}) {
    network->SetMode(TcpProxy::Mode::kPass);
  }
  for (auto& network : control_plane_networks_) network->SetMode(TcpProxy::Mode::kPass);
  for (auto& daemon : control_planes_) {
    daemon->Resume();
    daemon->Start();
  }
  for (auto& daemon : workers_) {
    daemon->Resume();
    daemon->Start();
  }
  for (const Stream& stream : streams_) {
    const absl::Status running = EnsureRunning(stream);
    SLUICE_CHECK(running.ok()) << running;
  }
}

absl::Status World::EnsureRunning(const Stream& stream) {
  return Ask(
      [&](client::Client& api) -> absl::Status {
        const absl::StatusOr<v1::Connector> found =
            api.GetConnector(Naming<v1::GetConnectorRequest>(stream));
        if (!found.ok()) return found.status();
        if (found->desired_state() == v1::Connector::Desired::RUNNING) return absl::OkStatus();
        if (found->desired_state() == v1::Connector::Desired::PAUSED)
          return api.ResumeConnector(Naming<v1::ResumeConnectorRequest>(stream)).status();
        return api.DeployConnector(Naming<v1::DeployConnectorRequest>(stream)).status();
      },
      kPatience);
}

std::vector<std::string> World::EndedByThemselves() {
  std::vector<std::string> ended;
  for (auto* daemons : {&control_planes_, &workers_}) {
    for (auto& daemon : *daemons) {
      if (daemon->EndedByItself()) ended.push_back(daemon->log_file());
    }
  }
  if (guest_->EndedByItself()) ended.push_back(guest_->log_file());
  if (!emulator_->process().IsRunning()) ended.push_back(emulator_->process().log_file());
  return ended;
}

void World::EndSessions(const std::string& state) {
  http::HttpRequest request;
  request.method = "PUT";
  request.url = absl::StrCat("http://", emulator_->address(), "/emulator/uploads");
  const std::string body = absl::StrCat(R"({"state":")", state, R"("})");
  request.body = body;
  const absl::StatusOr<http::HttpResponse> response = http_.Send(request);
  SLUICE_CHECK(response.ok() && response->status == 200)
      << response.status() << (response.ok() ? response->body : "");
}

}  // namespace sluice::faults
