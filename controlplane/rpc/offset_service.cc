#include "controlplane/rpc/offset_service.h"

namespace sluice::controlplane {

grpc::ServerUnaryReactor* OffsetService::GetOffsets(grpc::CallbackServerContext* context,
                                                    const v1::GetOffsetsRequest* request,
                                                    v1::GetOffsetsResponse* response) {
  return slow_.Run<v1::GetOffsetsRequest, v1::GetOffsetsResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Get(asked, answer); });
}

grpc::ServerUnaryReactor* OffsetService::PlanOffsetChange(
    grpc::CallbackServerContext* context, const v1::PlanOffsetChangeRequest* request,
    v1::OffsetPlan* response) {
  return slow_.Run<v1::PlanOffsetChangeRequest, v1::OffsetPlan>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Plan(asked, answer); });
}

grpc::ServerUnaryReactor* OffsetService::ApplyOffsetChange(
    grpc::CallbackServerContext* context, const v1::ApplyOffsetChangeRequest* request,
    google::longrunning::Operation* response) {
  return slow_.Run<v1::ApplyOffsetChangeRequest, google::longrunning::Operation>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Apply(asked, answer); });
}

}  // namespace sluice::controlplane
