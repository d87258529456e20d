#include "controlplane/rpc/instance_service.h"

namespace sluice::controlplane {

grpc::ServerUnaryReactor* InstanceService::CreateInstance(grpc::CallbackServerContext* context,
                                                          const v1::CreateInstanceRequest* request,
                                                          v1::Instance* response) {
  return slow_.Run<v1::CreateInstanceRequest, v1::Instance>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Create(asked, answer); });
}

grpc::ServerUnaryReactor* InstanceService::GetInstance(grpc::CallbackServerContext* context,
                                                       const v1::GetInstanceRequest* request,
                                                       v1::Instance* response) {
  return quick_.Run<v1::GetInstanceRequest, v1::Instance>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Get(asked, answer); });
}

grpc::ServerUnaryReactor* InstanceService::ListInstances(grpc::CallbackServerContext* context,
                                                         const v1::ListInstancesRequest* request,
                                                         v1::ListInstancesResponse* response) {
  return quick_.Run<v1::ListInstancesRequest, v1::ListInstancesResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.List(asked, answer); });
}

grpc::ServerUnaryReactor* InstanceService::UpdateInstance(grpc::CallbackServerContext* context,
                                                          const v1::UpdateInstanceRequest* request,
                                                          v1::Instance* response) {
  return slow_.Run<v1::UpdateInstanceRequest, v1::Instance>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Update(asked, answer); });
}

grpc::ServerUnaryReactor* InstanceService::CheckInstance(grpc::CallbackServerContext* context,
                                                         const v1::CheckInstanceRequest* request,
                                                         v1::Instance* response) {
  return slow_.Run<v1::CheckInstanceRequest, v1::Instance>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Check(asked, answer); });
}

grpc::ServerUnaryReactor* InstanceService::DeleteInstance(grpc::CallbackServerContext* context,
                                                          const v1::DeleteInstanceRequest* request,
                                                          google::protobuf::Empty* response) {
  return quick_.Run<v1::DeleteInstanceRequest, google::protobuf::Empty>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Delete(asked, answer); });
}

grpc::ServerUnaryReactor* InstanceService::ListTopics(grpc::CallbackServerContext* context,
                                                      const v1::ListTopicsRequest* request,
                                                      v1::ListTopicsResponse* response) {
  return slow_.Run<v1::ListTopicsRequest, v1::ListTopicsResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return pickers_.ListTopics(asked, answer); });
}

grpc::ServerUnaryReactor* InstanceService::ListTables(grpc::CallbackServerContext* context,
                                                      const v1::ListTablesRequest* request,
                                                      v1::ListTablesResponse* response) {
  return slow_.Run<v1::ListTablesRequest, v1::ListTablesResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return pickers_.ListTables(asked, answer); });
}

}  // namespace sluice::controlplane
