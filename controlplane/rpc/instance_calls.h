#ifndef SLUICE_CONTROLPLANE_RPC_INSTANCE_CALLS_H_
#define SLUICE_CONTROLPLANE_RPC_INSTANCE_CALLS_H_

#include "absl/status/status.h"
#include "base/time/clock.h"
#include "controlplane/preflight/instance_check.h"
#include "controlplane/rpc/repeat_guard.h"
#include "controlplane/store/instance_store.h"
#include "sluice/v1/instance_service.pb.h"

namespace sluice::controlplane {

// What the calls of InstanceService do. Borrows its arguments. Thread-safe; blocks as the store
// does, Create, Update and Check also as the brokers do.
class InstanceCalls {
 public:
  InstanceCalls(InstanceStore& instances, RequestLog& requests, InstanceCheck& check, Clock& clock)
      : instances_(instances), check_(check), clock_(clock), guard_(requests, clock) {}

  absl::Status Create(const v1::CreateInstanceRequest& request, v1::Instance* response);
  absl::Status Get(const v1::GetInstanceRequest& request, v1::Instance* response);
  absl::Status List(const v1::ListInstancesRequest& request, v1::ListInstancesResponse* response);
  absl::Status Update(const v1::UpdateInstanceRequest& request, v1::Instance* response);
  absl::Status Check(const v1::CheckInstanceRequest& request, v1::Instance* response);
  absl::Status Delete(const v1::DeleteInstanceRequest& request, google::protobuf::Empty* response);

 private:
  // Asks the brokers and notes in `instance` what they said. An error only when they must answer.
  absl::Status AskBrokers(bool must_answer, Instance& instance);
  absl::Status UpdateOnce(const v1::UpdateInstanceRequest& request, const std::string& id,
                          Request stored, v1::Instance* response);

  InstanceStore& instances_;
  InstanceCheck& check_;
  Clock& clock_;
  RepeatGuard guard_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_INSTANCE_CALLS_H_
