#ifndef SLUICE_CONTROLPLANE_RPC_INSTANCE_SERVICE_H_
#define SLUICE_CONTROLPLANE_RPC_INSTANCE_SERVICE_H_

#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/instance_calls.h"
#include "controlplane/rpc/picker_calls.h"
#include "sluice/v1/instance_service.grpc.pb.h"

namespace sluice::controlplane {

// InstanceService over gRPC. Borrows its arguments, which outlive the server.
class InstanceService : public v1::InstanceService::CallbackService {
 public:
  // `slow` runs what waits for brokers or MaxCompute, `quick` what waits for the database only.
  InstanceService(InstanceCalls& calls, PickerCalls& pickers, CallRunner& quick, CallRunner& slow)
      : calls_(calls), pickers_(pickers), quick_(quick), slow_(slow) {}

  grpc::ServerUnaryReactor* CreateInstance(grpc::CallbackServerContext* context,
                                           const v1::CreateInstanceRequest* request,
                                           v1::Instance* response) override;
  grpc::ServerUnaryReactor* GetInstance(grpc::CallbackServerContext* context,
                                        const v1::GetInstanceRequest* request,
                                        v1::Instance* response) override;
  grpc::ServerUnaryReactor* ListInstances(grpc::CallbackServerContext* context,
                                          const v1::ListInstancesRequest* request,
                                          v1::ListInstancesResponse* response) override;
  grpc::ServerUnaryReactor* UpdateInstance(grpc::CallbackServerContext* context,
                                           const v1::UpdateInstanceRequest* request,
                                           v1::Instance* response) override;
  grpc::ServerUnaryReactor* CheckInstance(grpc::CallbackServerContext* context,
                                          const v1::CheckInstanceRequest* request,
                                          v1::Instance* response) override;
  grpc::ServerUnaryReactor* DeleteInstance(grpc::CallbackServerContext* context,
                                           const v1::DeleteInstanceRequest* request,
                                           google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* ListTopics(grpc::CallbackServerContext* context,
                                       const v1::ListTopicsRequest* request,
                                       v1::ListTopicsResponse* response) override;
  grpc::ServerUnaryReactor* ListTables(grpc::CallbackServerContext* context,
                                       const v1::ListTablesRequest* request,
                                       v1::ListTablesResponse* response) override;

 private:
  InstanceCalls& calls_;
  PickerCalls& pickers_;
  CallRunner& quick_;
  CallRunner& slow_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_INSTANCE_SERVICE_H_
