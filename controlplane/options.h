#ifndef SLUICE_CONTROLPLANE_OPTIONS_H_
#define SLUICE_CONTROLPLANE_OPTIONS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/config/config.h"

namespace sluice::controlplane {

// What sluice-controlplane can be told.
struct Options {
  std::string grpc_listen_address = "127.0.0.1:9090";
  bool allow_insecure_bind = false;
  std::string port_file;
  std::string http_listen = "127.0.0.1:0";
  std::string http_port_file;
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

// Adds every key to `config`, which fills `options`.
void AddKeys(config::Config& config, Options& options);

// What a single key cannot tell by itself.
absl::Status Check(const Options& options);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_OPTIONS_H_
