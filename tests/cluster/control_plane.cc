#include "tests/cluster/control_plane.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/check.h"
#include "sluice/v1/fleet_service.pb.h"

namespace sluice::cluster {
namespace {

void Pause() { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }

constexpr char kAsks[] = "--authentication=tokens";

// `command`: that which serves.
std::string MakeFirstToken(std::vector<std::string> command) {
  command.insert(command.begin() + 1, "create-admin-token");
  const absl::StatusOr<std::string> secret = RunToEnd(command);
  SLUICE_CHECK(secret.ok()) << secret.status();
  return secret->substr(0, secret->find('\n'));
}

std::string Binary() { return Runfile("controlplane/sluice-controlplane"); }

}  // namespace

ControlPlane::ControlPlane(Emulator& emulator, std::string database_url,
                           std::vector<std::string> flags)
    : emulator_(emulator),
      database_url_(std::move(database_url)),
      flags_(std::move(flags)),
      folder_(FreshFolder("controlplane")) {
  std::ofstream(folder_ + "/database_url") << database_url_;
  std::ofstream(folder_ + "/key") << Emulator::kServiceKeySecret;
}

void ControlPlane::Start(bool until_it_serves, const std::vector<std::string>& more_flags) {
  const std::string port_file = folder_ + "/port";
  std::filesystem::remove(port_file);
  std::vector<std::string> flags = {
      "--grpc_listen_address=" + address_,
      "--port_file=" + port_file,
      "--http_listen=127.0.0.1:0",
      "--http_port_file=" + folder_ + "/http_port",
      "--database_url_file=" + folder_ + "/database_url",
      "--secret_key_file=" + folder_ + "/secret_key",
      std::string("--service_access_key_id=") + Emulator::kServiceKeyId,
      "--service_access_key_secret_file=" + folder_ + "/key",
      "--sts_endpoint=" + emulator_.sts_endpoint()};
  flags.insert(flags.end(), more_flags.begin(), more_flags.end());
  const bool asks = std::find(flags_.begin(), flags_.end(), kAsks) != flags_.end();
  if (!asks) flags.push_back("--authentication=none");
  std::vector<std::string> command = {Binary()};
  command.insert(command.end(), flags.begin(), flags.end());
  command.insert(command.end(), flags_.begin(), flags_.end());
  if (until_it_serves) {
    std::vector<std::string> migrate = command;
    migrate.insert(migrate.begin() + 1, "migrate");
    absl::StatusOr<std::string> migrated = RunToEnd(migrate);
    SLUICE_CHECK(migrated.ok()) << migrated.status();
    if (asks && access_.token.empty()) access_.token = MakeFirstToken(command);
  }
  absl::StatusOr<ChildProcess> started = ChildProcess::Start(command, folder_ + "/log");
  SLUICE_CHECK(started.ok()) << started.status();
  process_.emplace(*std::move(started));
  if (!until_it_serves) return;  // It listens only once its database answers.
  for (int i = 0; i < 1500 && !std::filesystem::exists(port_file); ++i) {
    SLUICE_CHECK(process_->IsRunning()) << process_->LogTail();
    Pause();
  }
  std::ifstream file(port_file);
  std::getline(file, address_);
  SLUICE_CHECK(!address_.empty()) << process_->LogTail();
  transport_ = std::make_unique<client::GrpcTransport>(address_, access_);
  client_ = std::make_unique<client::Client>(*transport_, clock_);
  for (int i = 0; i < 1500; ++i) {
    if (client_->ListWorkers(v1::ListWorkersRequest()).ok()) return;
    Pause();
  }
}

ChildProcess ControlPlane::StartWorker(const std::string& name,
                                       const std::vector<std::string>& more_flags) {
  const std::string state = folder_ + "/" + name;
  std::filesystem::create_directories(state);
  std::vector<std::string> command = {
      Runfile("dataplane/sluice-worker"),
      "--control_plane_addresses=" + address_,
      "--state_dir=" + state,
      "--worker_name=" + name,
      "--http_port_file=" + state + "/http_port",
      std::string("--service_access_key_id=") + Emulator::kServiceKeyId,
      "--service_access_key_secret_file=" + folder_ + "/key",
      "--sts_endpoint=" + emulator_.sts_endpoint(),
      "--group_session_timeout=6s"};
  command.insert(command.end(), more_flags.begin(), more_flags.end());
  absl::StatusOr<ChildProcess> worker = ChildProcess::Start(command, state + "/log");
  SLUICE_CHECK(worker.ok()) << worker.status();
  return *std::move(worker);
}

}  // namespace sluice::cluster
