#ifndef SLUICE_CONTROLPLANE_RPC_FLEET_SERVICE_H_
#define SLUICE_CONTROLPLANE_RPC_FLEET_SERVICE_H_

#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/fleet_calls.h"
#include "sluice/v1/fleet_service.grpc.pb.h"

namespace sluice::controlplane {

// FleetService over gRPC. Borrows its arguments, which outlive the server.
class FleetService : public v1::FleetService::CallbackService {
 public:
  FleetService(FleetCalls& calls, CallRunner& runner) : calls_(calls), runner_(runner) {}

  grpc::ServerUnaryReactor* GetWorker(grpc::CallbackServerContext* context,
                                      const v1::GetWorkerRequest* request,
                                      v1::Worker* response) override;
  grpc::ServerUnaryReactor* ListWorkers(grpc::CallbackServerContext* context,
                                        const v1::ListWorkersRequest* request,
                                        v1::ListWorkersResponse* response) override;

 private:
  FleetCalls& calls_;
  CallRunner& runner_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_FLEET_SERVICE_H_
