#ifndef SLUICE_CONTROLPLANE_STORE_WORKER_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_WORKER_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/connector_revision.h"
#include "controlplane/model/instance.h"
#include "controlplane/model/log_level.h"
#include "controlplane/model/task.h"
#include "controlplane/model/worker.h"

namespace sluice::controlplane {

// What a worker says every few seconds.
struct WorkerReport {
  std::string worker_uid;
  int64_t acknowledged_revision = 0;
  bool draining = false;
  std::map<TaskKey, TaskReport> tasks;
  absl::Time now;
};

// A worker's whole assignment, with all that is needed to describe it.
struct Snapshot {
  struct AssignedTask {
    Task task;
    Connector connector;
    Instance instance;
    // Older ones that an intent may still name, from Connector::oldest_revision on.
    std::vector<ConnectorRevision> older_revisions = {};
    std::optional<LogLevelUntil> log_level = std::nullopt;  // Perhaps of a time that is over.
  };

  int64_t revision = 0;
  std::vector<AssignedTask> tasks;  // Ordered by task key; those that are leaving are left out.
};

// Workers, as they made themselves known. Thread-safe; UNAVAILABLE as everywhere in store/.
class WorkerStore {
 public:
  virtual ~WorkerStore() = default;

  // A worker said hello: new, or known by its uid. What it says about itself replaces what was
  // known; create_time, assignment_revision and draining are the store's (draining ends with a
  // hello). The revision never falls below `worker.acknowledged_revision`, what the worker has on
  // its disk. Returns it as stored. ALREADY_EXISTS, WORKER_NAME_TAKEN while another uid of this
  // name was heard within `name_life`; an older one loses the name and its row.
  virtual absl::StatusOr<Worker> Hello(const Worker& worker, absl::Duration name_life) = 0;

  // Remembers that the worker lives and what its tasks do; reports about tasks that it does not
  // have, or of an older placement, are left out. Wakes connectors whose tasks changed state or
  // revision, and the placement when the acknowledged revision or draining changed. NOT_FOUND,
  // WORKER_NOT_FOUND: the worker has to say hello again.
  virtual absl::Status Report(const WorkerReport& report) = 0;

  // NOT_FOUND, WORKER_NOT_FOUND. A task whose connector or instance has a secret that cannot be
  // read
  // (`secrets_status`) is in it: its worker goes on by what it was told before.
  virtual absl::StatusOr<Snapshot> GetSnapshot(absl::string_view worker_uid) = 0;
  virtual absl::StatusOr<Worker> GetWorkerByName(absl::string_view name) = 0;

  // At most `limit`, ordered by name, beginning after `after`.
  virtual absl::StatusOr<std::vector<Worker>> ListWorkers(absl::string_view after, int limit) = 0;

  // By uid; uids that are not known are absent.
  virtual absl::StatusOr<std::map<std::string, Worker>> FindWorkers(
      const std::vector<std::string>& uids) = 0;

  // How many tasks each worker has, by uid; workers without are absent.
  virtual absl::StatusOr<std::map<std::string, int>> CountTasks() = 0;

  // Removes workers without tasks that were last heard before `heard_before`; returns how many.
  virtual absl::StatusOr<int> ForgetWorkers(absl::Time heard_before) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_WORKER_STORE_H_
