#ifndef SLUICE_CONTROLPLANE_PROVISIONING_PROVISIONER_H_
#define SLUICE_CONTROLPLANE_PROVISIONING_PROVISIONER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/provisioning/task_group.h"

namespace sluice::controlplane {

// What became of what a connector leaves behind.
enum class Leftovers {
  kErased,
  kAnothers,  // Its names belong to somebody else, who has offsets in the task group: all stays.
};

// Sees to it that a connector has its topics and its group (R5 to R11), and takes them away again.
//
// Borrows `connections`. Thread-safe. Blocks for a few calls to Kafka of at most `call_timeout`
// each. Doing it twice is harmless, and an interrupted attempt is finished by the next one; two at
// once are harmless too.
class Provisioner {
 public:
  Provisioner(ClusterConnections& connections, absl::Duration call_timeout)
      : connections_(connections), call_timeout_(call_timeout) {}

  // FAILED_PRECONDITION with the reason of the first problem of the ResourcePlan, as TOPIC_UNFIT:
  // nothing was made. UNAVAILABLE: try again. Otherwise what the brokers answered for a topic:
  // those beside it were made, and the next attempt goes on from there.
  absl::Status Provision(const Connector& connector, const Instance& instance);

  // Takes away what is left of a connector whose tasks are gone: its offsets get tombstones, so
  // that a later connector of this name begins anew, and both of its groups go, but a connector
  // group only if nobody else has offsets in it. Positions and task group stay when its deletion
  // says so. Topics stay here.
  //
  // FAILED_PRECONDITION, GROUP_NOT_EMPTY while a task is still in the group: look again later.
  absl::StatusOr<Leftovers> Deprovision(const Connector& connector, const Instance& instance);

  // Deletes the five topics, after everything else. Those that a person made (MANUAL) stay.
  absl::Status DropTopics(const Connector& connector, const Instance& instance);

 private:
  absl::Status ForgetPositions(const Connector& connector, const TaskGroup& group,
                               const Instance& instance, kafka::Admin& admin);
  // The names of those that were made.
  absl::StatusOr<std::vector<std::string>> CreateTopics(const Connector& connector,
                                                        const Instance& instance,
                                                        kafka::Admin& admin);

  ClusterConnections& connections_;
  const absl::Duration call_timeout_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PROVISIONING_PROVISIONER_H_
