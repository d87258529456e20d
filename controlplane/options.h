#ifndef SLUICE_CONTROLPLANE_OPTIONS_H_
#define SLUICE_CONTROLPLANE_OPTIONS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/config/config.h"
#include "base/tls/tls_files.h"

namespace sluice::controlplane {

// What one of those who call over HTTP can make the server hold.
struct HttpLimits {
  int64_t header_bytes_max = 32 << 10;
  int64_t target_bytes_max = 8 << 10;
  int64_t body_bytes_max = 4 << 20;
  int64_t bodies_bytes_max = 64 << 20;
  absl::Duration header_timeout = absl::Seconds(10);
  absl::Duration body_timeout = absl::Seconds(60);
  absl::Duration idle_timeout = absl::Seconds(75);
  absl::Duration stall_timeout = absl::Seconds(30);
  int64_t connections_max = 1024;
  int64_t streams_max = 500;
  int64_t calls_max = 256;
};

// What sluice-controlplane can be told.
struct Options {
  std::string grpc_listen_address = "127.0.0.1:9090";
  bool allow_insecure_bind = false;
  TlsFiles tls;
  std::string authentication = "tokens";
  absl::Duration session_idle = absl::Hours(1);
  absl::Duration session_life = absl::Hours(12);
  std::string port_file;
  std::string http_listen = "127.0.0.1:9091";
  std::string http_port_file;
  TlsFiles http_tls{.key_prefix = "http_"};
  std::string public_origin;
  std::string console_dir;
  HttpLimits http;
  std::string database_url;
  int64_t database_connections_max = 16;
  std::string secret_key_file = "/var/lib/sluice-controlplane/secret_key";
  std::string service_access_key_id;
  std::string service_access_key_secret;
  std::string sts_endpoint = "https://sts.aliyuncs.com";
  absl::Duration worker_lease = absl::Seconds(10);
  absl::Duration stalled_after = absl::Minutes(2);
  absl::Duration call_life = absl::Seconds(30);
  int64_t call_threads = 16;
  int64_t calls_waiting_max = 256;
  int64_t reconcile_threads = 4;
  absl::Duration operation_takeover = absl::Seconds(40);
  absl::Duration stop_patience = absl::Seconds(10);
  std::string log_level = "info";
  std::string log_format = "text";
};

// Whether callers are asked who they are.
bool Asks(const Options& options);

// Adds every key to `config`, which fills `options`.
void AddKeys(config::Config& config, Options& options);

// What a single key cannot tell by itself.
absl::Status CheckOptions(const Options& options);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_OPTIONS_H_
