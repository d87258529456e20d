#ifndef SLUICE_CONTROLPLANE_PROVISIONING_TASK_GROUP_H_
#define SLUICE_CONTROLPLANE_PROVISIONING_TASK_GROUP_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/admin.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"

namespace sluice::controlplane {

// What a connector's task group holds, and whose it is.
struct TaskGroup {
  bool has_members = false;
  kafka::CommittedOffsets offsets;  // Of the source topic only.
  // OK, or FOREIGN_LEDGER: why not all that the group holds, for whatever topic, is the
  // connector's.
  absl::Status foreign;

  // The group holds entries of this connector's ledger and no others.
  bool ours() const { return !offsets.empty() && foreign.ok(); }
};

absl::StatusOr<TaskGroup> ReadTaskGroup(kafka::Admin& admin, const Connector& connector,
                                        const Instance& instance, absl::Duration timeout);

// OK when every offset is an entry of the ledger of `connector`; FAILED_PRECONDITION with reason
// FOREIGN_LEDGER, or BATCH_FORMAT_UNKNOWN when a newer Sluice wrote it. Pure.
absl::Status JudgeOwner(const kafka::CommittedOffsets& offsets, const Connector& connector,
                        const Instance& instance);

// FAILED_PRECONDITION, GROUP_NOT_EMPTY.
absl::Status GroupNotEmpty(const std::string& group);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PROVISIONING_TASK_GROUP_H_
