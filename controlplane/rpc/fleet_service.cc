#include "controlplane/rpc/fleet_service.h"

namespace sluice::controlplane {

grpc::ServerUnaryReactor* FleetService::GetWorker(grpc::CallbackServerContext* context,
                                                  const v1::GetWorkerRequest* request,
                                                  v1::Worker* response) {
  return runner_.Run<v1::GetWorkerRequest, v1::Worker>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.GetWorker(asked, answer); });
}

grpc::ServerUnaryReactor* FleetService::ListWorkers(grpc::CallbackServerContext* context,
                                                    const v1::ListWorkersRequest* request,
                                                    v1::ListWorkersResponse* response) {
  return runner_.Run<v1::ListWorkersRequest, v1::ListWorkersResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.ListWorkers(asked, answer); });
}

}  // namespace sluice::controlplane
