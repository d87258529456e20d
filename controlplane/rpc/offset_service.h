#ifndef SLUICE_CONTROLPLANE_RPC_OFFSET_SERVICE_H_
#define SLUICE_CONTROLPLANE_RPC_OFFSET_SERVICE_H_

#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/offset_calls.h"
#include "sluice/v1/offset_service.grpc.pb.h"

namespace sluice::controlplane {

// OffsetService over gRPC. Every call asks the brokers. Borrows its arguments, which outlive the
// server.
class OffsetService : public v1::OffsetService::CallbackService {
 public:
  OffsetService(OffsetCalls& calls, CallRunner& slow) : calls_(calls), slow_(slow) {}

  grpc::ServerUnaryReactor* GetOffsets(grpc::CallbackServerContext* context,
                                       const v1::GetOffsetsRequest* request,
                                       v1::GetOffsetsResponse* response) override;
  grpc::ServerUnaryReactor* PlanOffsetChange(grpc::CallbackServerContext* context,
                                             const v1::PlanOffsetChangeRequest* request,
                                             v1::OffsetPlan* response) override;
  grpc::ServerUnaryReactor* ApplyOffsetChange(grpc::CallbackServerContext* context,
                                              const v1::ApplyOffsetChangeRequest* request,
                                              google::longrunning::Operation* response) override;

 private:
  OffsetCalls& calls_;
  CallRunner& slow_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_OFFSET_SERVICE_H_
