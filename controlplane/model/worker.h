#ifndef SLUICE_CONTROLPLANE_MODEL_WORKER_H_
#define SLUICE_CONTROLPLANE_MODEL_WORKER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace sluice::controlplane {

// A data-plane process that runs tasks, as it described itself and as it was last heard.
struct Worker {
  std::string uid;   // Made once, kept in the worker's state directory.
  std::string name;  // For people; the last part of `workers/{worker}`.
  std::string vpc_id;
  std::string vswitch_id;
  int32_t tasks_max = 0;
  int32_t protocol_version = 1;
  std::vector<std::string> features;
  std::string build_version;
  bool draining = false;
  int64_t assignment_revision = 0;    // Of the snapshot it should act on.
  int64_t acknowledged_revision = 0;  // Of the snapshot it said it acts on.
  absl::Time create_time;
  absl::Time heartbeat_time;

  friend bool operator==(const Worker&, const Worker&) = default;
};

// Whether the worker has been silent for longer than the lease: its tasks go to others.
inline bool IsLost(const Worker& worker, absl::Duration lease, absl::Time now) {
  return now - worker.heartbeat_time > lease;
}

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_WORKER_H_
