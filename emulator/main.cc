// maxcompute-emulator: MaxCompute's REST, SQL, RAM, STS and tunnel on one port.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/config/config.h"
#include "base/http/server/http_server.h"
#include "base/log/log.h"
#include "base/process/stop_signal.h"
#include "base/status/status_macros.h"
#include "base/time/real_clock.h"
#include "emulator/blocks/block_directory.h"
#include "emulator/faults/fault_registry.h"
#include "emulator/front/front_door.h"
#include "emulator/seed/seed.h"
#include "emulator/store/database.h"
#include "emulator/store/live_files.h"
#include "emulator/store/world.h"
#include "emulator/tunnel/upload_ends.h"

namespace sluice::emulator {
namespace {

struct Options {
  std::string listen_address = "127.0.0.1:0";
  std::string data_dir;
  std::string seed_file;
  std::string port_file;
  std::string time_zone = "Asia/Shanghai";
  bool enable_faults = false;
  bool allow_insecure_bind = false;
  std::string tls_certificate_file;
  std::string tls_key;
  int64_t request_bytes_max = int64_t{256} << 20;
  int64_t requests_bytes_max = int64_t{2} << 30;
  int64_t connections_max = 1024;
  int64_t handler_threads = 96;
  std::string repeated_commit = "success";
  Limits limits;
};

// The service's own limits are 500, 500, 200, 75 and 32.
void DescribeQuotas(config::Config& config, Quotas& quotas) {
  config.Int("quota_uploads_per_5min", &quotas.uploads_per_5_minutes,
             {.help = "upload sessions made per table within 5 minutes; 0 for any", .min = 0});
  config.Int("quota_blocks_per_5min", &quotas.blocks_per_5_minutes,
             {.help = "blocks written per table within 5 minutes; 0 for any", .min = 0});
  config.Int("quota_downloads_per_5min", &quotas.downloads_per_5_minutes,
             {.help = "download sessions made per table within 5 minutes; 0 for any", .min = 0});
  config.Int(
      "quota_commits_per_15s", &quotas.commits_per_15_seconds,
      {.help = "upload sessions committed per table within 15 seconds; 0 for any", .min = 0});
  config.Int(
      "quota_commits_at_once", &quotas.commits_at_once,
      {.help = "commits of upload sessions at the same time per table; 0 for any", .min = 0});
}

void Describe(config::Config& config, Options& o) {
  config.String("listen_address", &o.listen_address,
                {.help = "where to listen; port 0 takes a free one", .unit = "host:port"});
  config.String("data_dir", &o.data_dir,
                {.help = "where everything is kept; made when missing", .required = true});
  config.String("seed_file", &o.seed_file,
                {.help = "YAML with accounts and projects, applied at every start"});
  config.String("port_file", &o.port_file,
                {.help = "file that gets host:port when requests are taken"});
  config.String("time_zone", &o.time_zone,
                {.help = "time zone of DATETIME and TIMESTAMP in SQL texts"});
  config.Bool("enable_faults", &o.enable_faults,
              {.help = "serve /emulator/faults, without any signature"});
  config.String("tls_certificate_file", &o.tls_certificate_file,
                {.help = "PEM file with the server's certificate and those that signed it; with "
                         "tls_key_file everything is served by https instead of http"});
  config.SecretFile("tls_key_file", &o.tls_key,
                    {.help = "PEM file with the private key of tls_certificate_file"});
  config.Bool("allow_insecure_bind", &o.allow_insecure_bind,
              {.help = "listen beyond this machine, without TLS"});
  config.Duration("session_life", &o.limits.session_life,
                  {.help = "life of the tunnel's sessions"});
  config.Duration("commit_takes", &o.limits.commit_takes,
                  {.help = "time that an upload session is CLOSING after its commit"});
  config.String("repeated_commit", &o.repeated_commit,
                {.help = "answer to the commit of a committed session",
                 .limits = "success or status_conflict"});
  DescribeQuotas(config, o.limits.quotas);
  config.Duration("token_life_max", &o.limits.token_life_max,
                  {.help = "longest life of what AssumeRole gives out, whatever it was asked for"});
  config.Int("block_bytes_max", &o.limits.block_bytes_max,
             {.help = "size of an uploaded block, unpacked", .unit = "bytes", .min = 1});
  config.Int("result_bytes_max", &o.limits.result_bytes_max,
             {.help = "size of a SELECT's result", .unit = "bytes", .min = 1});
  config.Int("request_bytes_max", &o.request_bytes_max,
             {.help = "size of a request's body", .unit = "bytes", .min = 1});
  config.Int("requests_bytes_max", &o.requests_bytes_max,
             {.help = "bytes of all bodies being received together", .unit = "bytes", .min = 1});
  config.Int("connections_max", &o.connections_max,
             {.help = "open connections", .min = 1, .max = 60000});
  config.Int("handler_threads", &o.handler_threads,
             {.help = "requests worked on at once; above the 64 that faults may hold",
              .min = 1,
              .max = 1024});
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Whoever waits for the file never sees a part of it.
absl::Status WritePortFile(const std::string& path, const std::string& address) {
  const std::string unfinished = path + ".unfinished";
  std::ofstream file(unfinished, std::ios::trunc);
  file << address << "\n";
  file.close();
  if (file && std::rename(unfinished.c_str(), path.c_str()) == 0) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("cannot write ", path));
}

absl::StatusOr<std::optional<http::TlsIdentity>> ReadTlsIdentity(const Options& o) {
  if (o.tls_certificate_file.empty() != o.tls_key.empty()) {
    return absl::InvalidArgumentError(
        "tls_certificate_file and tls_key_file are given together, or neither");
  }
  if (o.tls_key.empty()) return std::optional<http::TlsIdentity>();
  SLUICE_ASSIGN_OR_RETURN(std::string chain, ReadFile(o.tls_certificate_file));
  return std::optional<http::TlsIdentity>({std::move(chain), o.tls_key});
}

absl::StatusOr<http::HttpServerOptions> ServerOptions(const Options& o) {
  http::HttpServerOptions server;
  SLUICE_ASSIGN_OR_RETURN(server.tls, ReadTlsIdentity(o));
  const size_t colon = o.listen_address.rfind(':');
  int port = -1;
  if (colon == std::string::npos || !absl::SimpleAtoi(o.listen_address.substr(colon + 1), &port) ||
      port < 0 || port > 65535) {
    return absl::InvalidArgumentError("listen_address must be host:port");
  }
  server.address = o.listen_address.substr(0, colon);
  if (server.address == "localhost") server.address = "127.0.0.1";
  server.port = static_cast<uint16_t>(port);
  server.handler_threads = static_cast<int>(o.handler_threads);
  server.connections_max = static_cast<int>(o.connections_max);
  server.body_bytes_max = o.request_bytes_max;
  server.bodies_bytes_max = o.requests_bytes_max;
  return server;
}

absl::StatusOr<Limits> LimitsOf(const Options& o) {
  Limits limits = o.limits;
  limits.repeated_commit_conflicts = o.repeated_commit == "status_conflict";
  if (limits.repeated_commit_conflicts || o.repeated_commit == "success") return limits;
  return absl::InvalidArgumentError("repeated_commit must be success or status_conflict");
}

absl::Status Serve(const Options& o, StopSignal& stop) {
  SLUICE_ASSIGN_OR_RETURN(http::HttpServerOptions server_options, ServerOptions(o));
  // Within TLS, requests are encrypted, and signed anyway; faults are not.
  const bool is_safe = server_options.tls.has_value() && !o.enable_faults;
  SLUICE_RETURN_IF_ERROR(
      config::CheckBind("listen_address", o.listen_address, o.allow_insecure_bind || is_safe));
  SLUICE_ASSIGN_OR_RETURN(Limits limits, LimitsOf(o));
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(o.time_zone, &zone)) {
    return absl::InvalidArgumentError(absl::StrCat("time_zone ", o.time_zone, " is not known"));
  }
  SLUICE_ASSIGN_OR_RETURN(BlockDirectory blocks, BlockDirectory::Open(o.data_dir + "/blocks"));
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<Database> database,
                          Database::Open(o.data_dir + "/metadata.db"));
  RealClock clock;
  if (!o.seed_file.empty()) {
    SLUICE_ASSIGN_OR_RETURN(std::string yaml, ReadFile(o.seed_file));
    SLUICE_ASSIGN_OR_RETURN(Seed seed, ParseSeed(yaml));
    SLUICE_RETURN_IF_ERROR(ApplySeed(*database, seed, clock.Now()));
  }
  SLUICE_ASSIGN_OR_RETURN(std::set<std::string> live,
                          database->TransactFor<std::set<std::string>>(ListLiveFiles));
  SLUICE_ASSIGN_OR_RETURN(int swept, blocks.Sweep(live));
  const World world{*database, blocks, clock, limits};
  // Commits that were being carried out when the process ended.
  SLUICE_RETURN_IF_ERROR(CommitDueUploads(world, absl::InfiniteFuture()));
  FaultRegistry faults;
  FrontDoor door(world, zone, o.enable_faults ? &faults : nullptr);
  SLUICE_ASSIGN_OR_RETURN(
      std::unique_ptr<http::HttpServer> server,
      http::HttpServer::Start(server_options, [&door](http::ServerRequest request) {
        return door.Handle(std::move(request));
      }));
  log::Info("listening", {{"address", server->address()}, {"left_over_files_removed", swept}});
  if (!o.port_file.empty()) SLUICE_RETURN_IF_ERROR(WritePortFile(o.port_file, server->address()));
  log::Info("stopping", {{"signal", stop.Wait()}});
  faults.Stop();
  server->Stop();
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  StopSignal stop;
  Options options;
  config::Config config("maxcompute-emulator",
                        "MaxCompute's REST, SQL, RAM, STS and tunnel on one port");
  Describe(config, options);
  absl::StatusOr<config::Action> action = config.Parse(argc, argv);
  if (action.ok() && *action == config::Action::kExit) return 0;
  absl::Status status = action.status();
  if (status.ok()) {
    log::Info("configuration", {{"effective", config.Effective()}});
    status = Serve(options, stop);
  }
  if (status.ok()) return 0;
  log::Error("cannot run", {{"error", status}});
  return 1;
}

}  // namespace
}  // namespace sluice::emulator

int main(int argc, char** argv) { return sluice::emulator::Main(argc, argv); }
