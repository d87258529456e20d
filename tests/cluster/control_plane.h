#ifndef SLUICE_TESTS_CLUSTER_CONTROL_PLANE_H_
#define SLUICE_TESTS_CLUSTER_CONTROL_PLANE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/client/access.h"
#include "api/client/client.h"
#include "api/client/grpc_transport.h"
#include "base/time/real_clock.h"
#include "tests/cluster/child_process.h"
#include "tests/cluster/emulator.h"

namespace sluice::cluster {

// A control plane of one's own on a fresh database, workers that dial it, and a client. One thread.
class ControlPlane {
 public:
  // `database_url`: an empty database; it is migrated. `flags`: beside its own, at every start.
  // Callers are not asked who they are, unless `--authentication=tokens` is among them: then the
  // first start makes the token `admin`, and api() calls as that.
  ControlPlane(Emulator& emulator, std::string database_url, std::vector<std::string> flags = {});

  client::Client& api() { return *client_; }
  // How api() calls, from the next Start on.
  client::Access& access() { return access_; }
  const std::string& address() const { return address_; }  // host:port, once it is started.

  // Starts it, with the port it had before. Waits until it answers when `until_it_serves`, as the
  // first start must.
  void Start(bool until_it_serves = true, const std::vector<std::string>& more_flags = {});
  void Kill() { process_->Kill(); }
  ChildProcess& process() { return *process_; }

  // Where it, and the workers, keep everything but the database.
  const std::string& folder() const { return folder_; }
  const std::string& database_url() const { return database_url_; }

  // A worker with a state folder of its own; a second start with the same name is a restart. Both
  // programs write the address of their pages for operators into `http_port` in their folder.
  ChildProcess StartWorker(const std::string& name,
                           const std::vector<std::string>& more_flags = {});

 private:
  Emulator& emulator_;
  const std::string database_url_;
  const std::vector<std::string> flags_;
  const std::string folder_;
  std::string address_ = "127.0.0.1:0";
  client::Access access_;
  std::optional<ChildProcess> process_;
  RealClock clock_;
  std::unique_ptr<client::GrpcTransport> transport_;
  std::unique_ptr<client::Client> client_;
};

}  // namespace sluice::cluster

#endif  // SLUICE_TESTS_CLUSTER_CONTROL_PLANE_H_
