#include "controlplane/rpc/connector_service.h"

namespace sluice::controlplane {

grpc::ServerUnaryReactor* ConnectorService::CreateConnector(
    grpc::CallbackServerContext* context, const v1::CreateConnectorRequest* request,
    v1::Connector* response) {
  return slow_.Run<v1::CreateConnectorRequest, v1::Connector>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return definitions_.Create(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::GetConnector(grpc::CallbackServerContext* context,
                                                         const v1::GetConnectorRequest* request,
                                                         v1::Connector* response) {
  return quick_.Run<v1::GetConnectorRequest, v1::Connector>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return definitions_.Get(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::ListConnectors(grpc::CallbackServerContext* context,
                                                           const v1::ListConnectorsRequest* request,
                                                           v1::ListConnectorsResponse* response) {
  return quick_.Run<v1::ListConnectorsRequest, v1::ListConnectorsResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return lists_.List(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::CountConnectors(
    grpc::CallbackServerContext* context, const v1::CountConnectorsRequest* request,
    v1::CountConnectorsResponse* response) {
  return quick_.Run<v1::CountConnectorsRequest, v1::CountConnectorsResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return lists_.Count(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::BatchSetConnectorState(
    grpc::CallbackServerContext* context, const v1::BatchSetConnectorStateRequest* request,
    v1::BatchSetConnectorStateResponse* response) {
  return slow_.Run<v1::BatchSetConnectorStateRequest, v1::BatchSetConnectorStateResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return batch_.SetState(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::ListConnectorEvents(
    grpc::CallbackServerContext* context, const v1::ListConnectorEventsRequest* request,
    v1::ListConnectorEventsResponse* response) {
  return quick_.Run<v1::ListConnectorEventsRequest, v1::ListConnectorEventsResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return history_.ListEvents(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::QueryConnectorMetrics(
    grpc::CallbackServerContext* context, const v1::QueryConnectorMetricsRequest* request,
    v1::QueryConnectorMetricsResponse* response) {
  return quick_.Run<v1::QueryConnectorMetricsRequest, v1::QueryConnectorMetricsResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return history_.QueryMetrics(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::DeleteConnector(
    grpc::CallbackServerContext* context, const v1::DeleteConnectorRequest* request,
    v1::Connector* response) {
  return quick_.RunAs<v1::DeleteConnectorRequest, v1::Connector>(
      context, request, response, [this](const auto& asked, const Caller& caller, auto* answer) {
        return verbs_.Delete(asked, caller.name, answer);
      });
}

grpc::ServerUnaryReactor* ConnectorService::DeployConnector(
    grpc::CallbackServerContext* context, const v1::DeployConnectorRequest* request,
    v1::Connector* response) {
  return slow_.RunAs<v1::DeployConnectorRequest, v1::Connector>(
      context, request, response, [this](const auto& asked, const Caller& caller, auto* answer) {
        return verbs_.Deploy(asked, caller.name, answer);
      });
}

grpc::ServerUnaryReactor* ConnectorService::PauseConnector(grpc::CallbackServerContext* context,
                                                           const v1::PauseConnectorRequest* request,
                                                           v1::Connector* response) {
  return quick_.RunAs<v1::PauseConnectorRequest, v1::Connector>(
      context, request, response, [this](const auto& asked, const Caller& caller, auto* answer) {
        return verbs_.Pause(asked, caller.name, answer);
      });
}

grpc::ServerUnaryReactor* ConnectorService::ResumeConnector(
    grpc::CallbackServerContext* context, const v1::ResumeConnectorRequest* request,
    v1::Connector* response) {
  return quick_.RunAs<v1::ResumeConnectorRequest, v1::Connector>(
      context, request, response, [this](const auto& asked, const Caller& caller, auto* answer) {
        return verbs_.Resume(asked, caller.name, answer);
      });
}

grpc::ServerUnaryReactor* ConnectorService::StopConnector(grpc::CallbackServerContext* context,
                                                          const v1::StopConnectorRequest* request,
                                                          v1::Connector* response) {
  return quick_.RunAs<v1::StopConnectorRequest, v1::Connector>(
      context, request, response, [this](const auto& asked, const Caller& caller, auto* answer) {
        return verbs_.Stop(asked, caller.name, answer);
      });
}

grpc::ServerUnaryReactor* ConnectorService::UpdateConnector(
    grpc::CallbackServerContext* context, const v1::UpdateConnectorRequest* request,
    v1::Connector* response) {
  return slow_.Run<v1::UpdateConnectorRequest, v1::Connector>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return updates_.Update(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::RollbackConnector(
    grpc::CallbackServerContext* context, const v1::RollbackConnectorRequest* request,
    v1::Connector* response) {
  return slow_.Run<v1::RollbackConnectorRequest, v1::Connector>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return updates_.Rollback(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::ListConnectorRevisions(
    grpc::CallbackServerContext* context, const v1::ListConnectorRevisionsRequest* request,
    v1::ListConnectorRevisionsResponse* response) {
  return quick_.Run<v1::ListConnectorRevisionsRequest, v1::ListConnectorRevisionsResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return revisions_.List(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::GetConnectorRevision(
    grpc::CallbackServerContext* context, const v1::GetConnectorRevisionRequest* request,
    v1::ConnectorRevision* response) {
  return quick_.Run<v1::GetConnectorRevisionRequest, v1::ConnectorRevision>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return revisions_.Get(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::DiffConnectorRevisions(
    grpc::CallbackServerContext* context, const v1::DiffConnectorRevisionsRequest* request,
    v1::DiffConnectorRevisionsResponse* response) {
  return quick_.Run<v1::DiffConnectorRevisionsRequest, v1::DiffConnectorRevisionsResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return revisions_.Diff(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::RestartConnector(
    grpc::CallbackServerContext* context, const v1::RestartConnectorRequest* request,
    v1::Connector* response) {
  return quick_.RunAs<v1::RestartConnectorRequest, v1::Connector>(
      context, request, response, [this](const auto& asked, const Caller& caller, auto* answer) {
        return verbs_.Restart(asked, caller.name, answer);
      });
}

grpc::ServerUnaryReactor* ConnectorService::UndeleteConnector(
    grpc::CallbackServerContext* context, const v1::UndeleteConnectorRequest* request,
    v1::Connector* response) {
  return quick_.RunAs<v1::UndeleteConnectorRequest, v1::Connector>(
      context, request, response, [this](const auto& asked, const Caller& caller, auto* answer) {
        return verbs_.Undelete(asked, caller.name, answer);
      });
}

grpc::ServerUnaryReactor* ConnectorService::SetConnectorLogLevel(
    grpc::CallbackServerContext* context, const v1::SetConnectorLogLevelRequest* request,
    v1::SetConnectorLogLevelResponse* response) {
  return quick_.Run<v1::SetConnectorLogLevelRequest, v1::SetConnectorLogLevelResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return log_levels_.Set(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::ValidateConnector(
    grpc::CallbackServerContext* context, const v1::ValidateConnectorRequest* request,
    v1::ValidateConnectorResponse* response) {
  return slow_.Run<v1::ValidateConnectorRequest, v1::ValidateConnectorResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return validate_.Validate(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::PreviewRecords(grpc::CallbackServerContext* context,
                                                           const v1::PreviewRecordsRequest* request,
                                                           v1::PreviewRecordsResponse* response) {
  return slow_.Run<v1::PreviewRecordsRequest, v1::PreviewRecordsResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return preview_.Preview(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::RenderConnector(
    grpc::CallbackServerContext* context, const v1::RenderConnectorRequest* request,
    v1::RenderConnectorResponse* response) {
  return quick_.Run<v1::RenderConnectorRequest, v1::RenderConnectorResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return render_.Render(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::SendTestRecord(grpc::CallbackServerContext* context,
                                                           const v1::SendTestRecordRequest* request,
                                                           v1::SendTestRecordResponse* response) {
  // Below a second it is no longer than others are.
  CallRunner& runner = request->wait().seconds() > 0 ? patient_ : slow_;
  return runner.Run<v1::SendTestRecordRequest, v1::SendTestRecordResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return test_record_.Send(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::ListTablePartitions(
    grpc::CallbackServerContext* context, const v1::ListTablePartitionsRequest* request,
    v1::ListTablePartitionsResponse* response) {
  return slow_.Run<v1::ListTablePartitionsRequest, v1::ListTablePartitionsResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return tables_.ListPartitions(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::PreviewTableRows(
    grpc::CallbackServerContext* context, const v1::PreviewTableRowsRequest* request,
    v1::PreviewTableRowsResponse* response) {
  return slow_.Run<v1::PreviewTableRowsRequest, v1::PreviewTableRowsResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return tables_.PreviewRows(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::GetTask(grpc::CallbackServerContext* context,
                                                    const v1::GetTaskRequest* request,
                                                    v1::Task* response) {
  return quick_.Run<v1::GetTaskRequest, v1::Task>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return fleet_.GetTask(asked, answer); });
}

grpc::ServerUnaryReactor* ConnectorService::ListTasks(grpc::CallbackServerContext* context,
                                                      const v1::ListTasksRequest* request,
                                                      v1::ListTasksResponse* response) {
  return quick_.Run<v1::ListTasksRequest, v1::ListTasksResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return fleet_.ListTasks(asked, answer); });
}

}  // namespace sluice::controlplane
