#ifndef SLUICE_CONTROLPLANE_RPC_INSTANCE_CALLS_H_
#define SLUICE_CONTROLPLANE_RPC_INSTANCE_CALLS_H_

#include "absl/status/status.h"
#include "base/time/clock.h"
#include "controlplane/rpc/repeat_guard.h"
#include "controlplane/store/instance_store.h"
#include "sluice/v1/instance_service.pb.h"

namespace sluice::controlplane {

// What the calls of InstanceService do. Borrows its arguments. Thread-safe; blocks as the store
// does.
class InstanceCalls {
 public:
  InstanceCalls(InstanceStore& instances, RequestLog& requests, Clock& clock)
      : instances_(instances), clock_(clock), guard_(requests, clock) {}

  absl::Status Create(const v1::CreateInstanceRequest& request, v1::Instance* response);
  absl::Status Get(const v1::GetInstanceRequest& request, v1::Instance* response);
  absl::Status List(const v1::ListInstancesRequest& request, v1::ListInstancesResponse* response);
  absl::Status Delete(const v1::DeleteInstanceRequest& request, google::protobuf::Empty* response);

 private:
  InstanceStore& instances_;
  Clock& clock_;
  RepeatGuard guard_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_INSTANCE_CALLS_H_
