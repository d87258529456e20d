#include "controlplane/rpc/operations_service.h"

namespace sluice::controlplane {

namespace lro = google::longrunning;

grpc::ServerUnaryReactor* OperationsService::ListOperations(
    grpc::CallbackServerContext* context, const lro::ListOperationsRequest* request,
    lro::ListOperationsResponse* response) {
  return quick_.Run<lro::ListOperationsRequest, lro::ListOperationsResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.List(asked, answer); });
}

grpc::ServerUnaryReactor* OperationsService::GetOperation(grpc::CallbackServerContext* context,
                                                          const lro::GetOperationRequest* request,
                                                          lro::Operation* response) {
  return quick_.Run<lro::GetOperationRequest, lro::Operation>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Get(asked, answer); });
}

grpc::ServerUnaryReactor* OperationsService::CancelOperation(
    grpc::CallbackServerContext* context, const lro::CancelOperationRequest* request,
    google::protobuf::Empty* response) {
  return quick_.Run<lro::CancelOperationRequest, google::protobuf::Empty>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Cancel(asked, answer); });
}

grpc::ServerUnaryReactor* OperationsService::DeleteOperation(
    grpc::CallbackServerContext* context, const lro::DeleteOperationRequest* request,
    google::protobuf::Empty* response) {
  return quick_.Run<lro::DeleteOperationRequest, google::protobuf::Empty>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Delete(asked, answer); });
}

grpc::ServerUnaryReactor* OperationsService::WaitOperation(grpc::CallbackServerContext* context,
                                                           const lro::WaitOperationRequest* request,
                                                           lro::Operation* response) {
  return patient_.Run<lro::WaitOperationRequest, lro::Operation>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Wait(asked, answer); });
}

}  // namespace sluice::controlplane
