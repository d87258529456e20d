#ifndef SLUICE_CONTROLPLANE_RPC_OPERATIONS_SERVICE_H_
#define SLUICE_CONTROLPLANE_RPC_OPERATIONS_SERVICE_H_

#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/operation_calls.h"
#include "google/longrunning/operations.grpc.pb.h"

namespace sluice::controlplane {

// google.longrunning.Operations over gRPC. Borrows its arguments, which outlive the server.
class OperationsService : public google::longrunning::Operations::CallbackService {
 public:
  OperationsService(OperationCalls& calls, CallRunner& quick, CallRunner& patient)
      : calls_(calls), quick_(quick), patient_(patient) {}

  grpc::ServerUnaryReactor* ListOperations(
      grpc::CallbackServerContext* context,
      const google::longrunning::ListOperationsRequest* request,
      google::longrunning::ListOperationsResponse* response) override;
  grpc::ServerUnaryReactor* GetOperation(grpc::CallbackServerContext* context,
                                         const google::longrunning::GetOperationRequest* request,
                                         google::longrunning::Operation* response) override;
  grpc::ServerUnaryReactor* CancelOperation(
      grpc::CallbackServerContext* context,
      const google::longrunning::CancelOperationRequest* request,
      google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* DeleteOperation(
      grpc::CallbackServerContext* context,
      const google::longrunning::DeleteOperationRequest* request,
      google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* WaitOperation(grpc::CallbackServerContext* context,
                                          const google::longrunning::WaitOperationRequest* request,
                                          google::longrunning::Operation* response) override;

 private:
  OperationCalls& calls_;
  CallRunner& quick_;
  CallRunner& patient_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_OPERATIONS_SERVICE_H_
