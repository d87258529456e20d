#ifndef SLUICE_CONTROLPLANE_RPC_INSTANCE_SERVICE_H_
#define SLUICE_CONTROLPLANE_RPC_INSTANCE_SERVICE_H_

#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/instance_calls.h"
#include "sluice/v1/instance_service.grpc.pb.h"

namespace sluice::controlplane {

// InstanceService over gRPC. Borrows its arguments, which outlive the server.
class InstanceService : public v1::InstanceService::CallbackService {
 public:
  InstanceService(InstanceCalls& calls, CallRunner& runner) : calls_(calls), runner_(runner) {}

  grpc::ServerUnaryReactor* CreateInstance(grpc::CallbackServerContext* context,
                                           const v1::CreateInstanceRequest* request,
                                           v1::Instance* response) override;
  grpc::ServerUnaryReactor* GetInstance(grpc::CallbackServerContext* context,
                                        const v1::GetInstanceRequest* request,
                                        v1::Instance* response) override;
  grpc::ServerUnaryReactor* ListInstances(grpc::CallbackServerContext* context,
                                          const v1::ListInstancesRequest* request,
                                          v1::ListInstancesResponse* response) override;
  grpc::ServerUnaryReactor* DeleteInstance(grpc::CallbackServerContext* context,
                                           const v1::DeleteInstanceRequest* request,
                                           google::protobuf::Empty* response) override;

 private:
  InstanceCalls& calls_;
  CallRunner& runner_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_INSTANCE_SERVICE_H_
