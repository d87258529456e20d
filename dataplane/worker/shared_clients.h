#ifndef SLUICE_DATAPLANE_WORKER_SHARED_CLIENTS_H_
#define SLUICE_DATAPLANE_WORKER_SHARED_CLIENTS_H_

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "base/kafka/connection_settings.h"
#include "base/status/status_macros.h"
#include "base/sync/mutex.h"

namespace sluice::dataplane {

// One client, a kafka::Admin or kafka::Producer, for each Kafka cluster and login that tasks of
// this worker use at the time: each costs threads and connections.
//
// Any thread may call. Keeps no client that no task holds: whoever lets go of it last closes it.
template <typename Client>
class SharedClients {
 public:
  using Make =
      std::function<absl::StatusOr<std::unique_ptr<Client>>(const kafka::ConnectionSettings&)>;

  // `make` connects to nobody yet.
  explicit SharedClients(Make make) : make_(std::move(make)) {}

  // Errors as `make`.
  absl::StatusOr<std::shared_ptr<Client>> Of(const kafka::ConnectionSettings& settings) {
    MutexLock lock(mu_);
    std::erase_if(entries_, [](const Entry& entry) { return entry.client.expired(); });
    for (const Entry& entry : entries_) {
      if (!(entry.settings == settings)) continue;
      // Its last holder may have let go of it just now.
      if (std::shared_ptr<Client> client = entry.client.lock()) return client;
    }
    SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<Client> made, make_(settings));
    entries_.push_back({settings, made});
    return made;
  }

 private:
  struct Entry {
    kafka::ConnectionSettings settings;
    std::weak_ptr<Client> client;
  };

  const Make make_;
  Mutex mu_;
  std::vector<Entry> entries_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_SHARED_CLIENTS_H_
