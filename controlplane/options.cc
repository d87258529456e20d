#include "controlplane/options.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/log/log.h"
#include "base/status/status_macros.h"
#include "controlplane/public_origin.h"

namespace sluice::controlplane {

namespace {

void AddHttpLimits(config::Config& config, HttpLimits& http) {
  config.Int("http_header_bytes_max", &http.header_bytes_max,
             {.help = "of the request line and the headers of a request; beyond: 431",
              .unit = "bytes",
              .limits = "1024 to 1048576",
              .min = 1024,
              .max = 1 << 20});
  config.Int("http_target_bytes_max", &http.target_bytes_max,
             {.help = "of a path with its query; beyond: 414",
              .unit = "bytes",
              .limits = "256 to 1048576",
              .min = 256,
              .max = 1 << 20});
  config.Int("http_body_bytes_max", &http.body_bytes_max,
             {.help = "of the body of a request; beyond: 413. gRPC takes 4 MiB",
              .unit = "bytes",
              .limits = "1024 to 4194304",
              .min = 1024,
              .max = 4 << 20});
  config.Int("http_bodies_bytes_max", &http.bodies_bytes_max,
             {.help = "of all bodies that are held at once; beyond: 503",
              .unit = "bytes",
              .limits = "4194304 to 4294967296",
              .min = 4 << 20,
              .max = int64_t{4} << 30});
  config.Duration("http_header_timeout", &http.header_timeout,
                  {.help = "for the header of a request, from its first byte, and for a TLS "
                           "handshake; then the connection is closed",
                   .limits = "1s to 1h"});
  config.Duration("http_body_timeout", &http.body_timeout,
                  {.help = "for the body of a request; beyond: 408, or cut when nothing comes",
                   .limits = "1s to 1h"});
  config.Duration(
      "http_idle_timeout", &http.idle_timeout,
      {.help = "how long a connection may be open without a request", .limits = "1s to 1h"});
  config.Duration("http_stall_timeout", &http.stall_timeout,
                  {.help = "a client that takes or sends not a byte of a body for longer is cut",
                   .limits = "1s to 1h"});
  config.Int("http_connections_max", &http.connections_max,
             {.help = "open connections; further ones are closed as they come",
              .limits = "1 to 100000",
              .min = 1,
              .max = 100'000});
  config.Int("http_streams_max", &http.streams_max,
             {.help = "open streams of events; beyond: 429 (TOO_MANY_STREAMS)",
              .limits = "0 to 100000",
              .min = 0,
              .max = 100'000});
  config.Int("http_calls_max", &http.calls_max,
             {.help = "calls under way; beyond: 503 (OVERLOADED)",
              .limits = "1 to 10000",
              .min = 1,
              .max = 10'000});
}

absl::Status CheckHttpLimits(const HttpLimits& http) {
  for (const auto& [key, value] : {std::pair("http_header_timeout", http.header_timeout),
                                   std::pair("http_body_timeout", http.body_timeout),
                                   std::pair("http_idle_timeout", http.idle_timeout),
                                   std::pair("http_stall_timeout", http.stall_timeout)}) {
    if (value < absl::Seconds(1) || value > absl::Hours(1)) {
      return absl::InvalidArgumentError(absl::StrCat(key, " must be 1s to 1h"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

void AddKeys(config::Config& config, Options& options) {
  config.String("grpc_listen_address", &options.grpc_listen_address,
                {.help = "where people, pipelines and workers call; port 0 takes a free one",
                 .unit = "host:port",
                 .required = true});
  config.Bool("allow_insecure_bind", &options.allow_insecure_bind,
              {.help = "listen beyond loopback although what is served is not encrypted, or, with "
                       "authentication none, not authenticated either"});
  AddTlsKeys(config, options.tls);
  config.String("authentication", &options.authentication,
                {.help = "tokens: callers and workers show an API token; none: everybody may do "
                         "everything, for which all addresses must be on loopback",
                 .limits = "tokens or none"});
  config.Duration(
      "session_idle", &options.session_idle,
      {.help = "a browser that does nothing for longer is signed out", .limits = "1m to 24h"});
  config.Duration(
      "session_life", &options.session_life,
      {.help = "a browser is signed out after this, however busy it is", .limits = "1m to 720h"});
  config.String("port_file", &options.port_file,
                {.help = "file that gets host:port once it listens; for tests"});
  config.String("http_listen", &options.http_listen,
                {.help = "where the API is answered as JSON over HTTP, and /healthz, /readyz and "
                         "/metrics; port 0 takes a free one, which the log tells; empty: nowhere",
                 .unit = "host:port"});
  config.String("http_port_file", &options.http_port_file,
                {.help = "file that gets host:port of http_listen once it listens; for tests"});
  AddHttpTlsKeys(config, options.http_tls);
  config.String("public_origin", &options.public_origin,
                {.help = "where browsers find the console when a proxy stands before http_listen, "
                         "such as https://sluice.example.com; empty: where their requests say",
                 .unit = "origin"});
  config.String(
      "console_dir", &options.console_dir,
      {.help = "folder of the web console, as its build made it; read once, at the start; "
               "empty: there is none",
       .unit = "folder"});
  AddHttpLimits(config, options.http);
  config.SecretFile(
      "database_url_file", &options.database_url,
      {.help = "file with the libpq URL of the PostgreSQL database", .required = true});
  config.Int("database_connections_max", &options.database_connections_max,
             {.help = "connections to PostgreSQL; one more listens for notifications",
              .limits = "2 to 500",
              .min = 2,
              .max = 500});
  config.String(
      "secret_key_file", &options.secret_key_file,
      {.help = "key that seals passwords and keys in the database; made when there is none; all "
               "replicas need the same, so back it up apart from the database",
       .unit = "file of 64 hex digits, mode 0600",
       .required = true});
  config.String(
      "service_access_key_id", &options.service_access_key_id,
      {.help = "id of the service's own access key, which assumes users' roles", .required = true});
  config.SecretFile("service_access_key_secret_file", &options.service_access_key_secret,
                    {.help = "file with the secret of that key", .required = true});
  config.String("sts_endpoint", &options.sts_endpoint,
                {.help = "where roles are assumed", .unit = "URL"});
  config.Duration("worker_lease", &options.worker_lease,
                  {.help = "a worker that is silent for longer loses its tasks to others",
                   .limits = "3s or more"});
  config.Duration("stalled_after", &options.stalled_after,
                  {.help = "lag without progress for longer is shown as STALLED"});
  config.Duration(
      "call_life", &options.call_life,
      {.help = "a call ends after this, or at its caller's deadline when that is sooner"});
  config.Int(
      "call_threads", &options.call_threads,
      {.help = "threads for calls that ask the database, and as many for calls that wait for "
               "Kafka or MaxCompute",
       .limits = "1 to 256",
       .min = 1,
       .max = 256});
  config.Int("calls_waiting_max", &options.calls_waiting_max,
             {.help = "more calls than this that wait for such a thread are refused (OVERLOADED)",
              .limits = "1 to 10000",
              .min = 1,
              .max = 10'000});
  config.Int("reconcile_threads", &options.reconcile_threads,
             {.help = "how many connectors are reconciled at once",
              .limits = "1 to 64",
              .min = 1,
              .max = 64});
  config.Duration("operation_takeover", &options.operation_takeover,
                  {.help = "another replica goes on with an operation whose replica was silent for "
                           "longer; a step may take 20 s",
                   .limits = "40s or more"});
  config.Duration("stop_patience", &options.stop_patience,
                  {.help = "how long calls under way may go on when it is told to stop"});
  config.String("log_level", &options.log_level, {.help = "debug, info, warn or error"});
  config.String("log_format", &options.log_format,
                {.help = "text for people, json for machines: one object a line"});
  config.Command("migrate", "bring the database's schema to this release, then end");
  config.Command("create-admin-token", "make the first API token, print its secret once, then end");
  config.Command("replace-admin-token",
                 "give that token another secret because the first is lost, print it, then end");
  config.Command("adopt-secret-key",
                 "go on with the key of secret_key_file although another one, now lost, sealed the "
                 "database's secrets; give them again afterwards");
}

namespace {

bool IsWithin(absl::Duration duration, absl::Duration min, absl::Duration max) {
  return min <= duration && duration <= max;
}

// Who is asked nothing may do everything: only this machine may reach that.
absl::Status CheckAuthentication(const Options& options) {
  if (options.authentication != "tokens" && options.authentication != "none") {
    return absl::InvalidArgumentError("authentication must be tokens or none");
  }
  if (Asks(options) || options.allow_insecure_bind) return absl::OkStatus();
  for (const std::string& address : {options.grpc_listen_address, options.http_listen}) {
    if (address.empty() || config::IsLoopback(address)) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("authentication none lets everybody who reaches ", address,
                     " do everything; listen on 127.0.0.1, or use tokens: sluice-controlplane "
                     "create-admin-token makes the first"));
  }
  return absl::OkStatus();
}

// What is encrypted may be listened at everywhere.
absl::Status CheckBind(absl::string_view key, const std::string& address, const TlsFiles& tls,
                       bool allow_insecure_bind) {
  if (tls.given()) return ReadTlsFiles(tls).status();
  return config::CheckBind(key, address, allow_insecure_bind);
}

absl::Status CheckBinds(const Options& options) {
  // gRPC would take paths of sockets, whose callers have no address.
  if (absl::StrContains(options.grpc_listen_address, '/') ||
      absl::StartsWith(options.grpc_listen_address, "unix:") ||
      absl::StartsWith(options.grpc_listen_address, "unix-abstract:")) {
    return absl::InvalidArgumentError(
        absl::StrCat("grpc_listen_address=", options.grpc_listen_address,
                     " is no host:port, such as 127.0.0.1:9090"));
  }
  SLUICE_RETURN_IF_ERROR(CheckBind("grpc_listen_address", options.grpc_listen_address, options.tls,
                                   options.allow_insecure_bind));
  if (options.http_listen.empty()) return absl::OkStatus();
  return CheckBind("http_listen", options.http_listen, options.http_tls,
                   options.allow_insecure_bind);
}

}  // namespace

bool Asks(const Options& options) { return options.authentication != "none"; }

absl::Status CheckOptions(const Options& options) {
  if (!log::SetLevel(options.log_level)) {
    return absl::InvalidArgumentError("log_level must be debug, info, warn or error");
  }
  if (!log::SetFormat(options.log_format)) {
    return absl::InvalidArgumentError("log_format must be text or json");
  }
  if (options.worker_lease < absl::Seconds(3)) {
    return absl::InvalidArgumentError("worker_lease must be 3s or more");
  }
  if (options.operation_takeover < absl::Seconds(40)) {
    // Twice what a step may take: what it still writes is on its way before another goes on.
    return absl::InvalidArgumentError("operation_takeover must be 40s or more");
  }
  if (options.call_life < absl::Seconds(1)) {
    return absl::InvalidArgumentError("call_life must be 1s or more");
  }
  if (!IsWithin(options.session_idle, absl::Minutes(1), absl::Hours(24)) ||
      !IsWithin(options.session_life, absl::Minutes(1), absl::Hours(720))) {
    return absl::InvalidArgumentError(
        "session_idle must be 1m to 24h, and session_life 1m to 720h");
  }
  if (!options.public_origin.empty()) {
    SLUICE_RETURN_IF_ERROR(CheckPublicOrigin(options.public_origin));
  }
  SLUICE_RETURN_IF_ERROR(CheckHttpLimits(options.http));
  SLUICE_RETURN_IF_ERROR(CheckAuthentication(options));
  return CheckBinds(options);
}

}  // namespace sluice::controlplane
