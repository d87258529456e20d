#include "api/client/client.h"

#include "api/client/request_id.h"
#include "base/retry/backoff.h"
#include "base/status/status_macros.h"
#include "google/protobuf/empty.pb.h"

namespace sluice::client {

namespace lro = google::longrunning;

namespace {

constexpr BackoffOptions kPauses = {.initial = absl::Milliseconds(200), .max = absl::Seconds(2)};

}  // namespace

Client::Client(Transport& transport, Clock& clock, const ClientOptions& options)
    : transport_(transport), clock_(clock), options_(options) {}

absl::Status Client::Call(absl::string_view method, const google::protobuf::Message& request,
                          google::protobuf::Message* response) {
  Backoff backoff(kPauses);
  const absl::Duration give_up = clock_.Monotonic() + options_.timeout;
  absl::Status before;  // Why the call before this one was repeated.
  while (true) {
    const absl::Duration left = give_up - clock_.Monotonic();
    absl::Status answer = transport_.Call(method, request, response, left);
    // Only UNAVAILABLE: a call that ran out of time has used up what there was.
    // What the server said before that tells more than that the time is over.
    if (absl::IsDeadlineExceeded(answer) && !before.ok()) return before;
    if (!absl::IsUnavailable(answer)) return answer;
    before = answer;
    const absl::Duration pause = backoff.Next();
    if (backoff.tries() >= options_.attempts_max || clock_.Monotonic() + pause >= give_up) {
      return answer;
    }
    clock_.SleepFor(pause);
  }
}

template <typename Response, typename Request>
absl::StatusOr<Response> Client::Ask(absl::string_view method, const Request& request) {
  Response response;
  SLUICE_RETURN_IF_ERROR(Call(method, request, &response));
  return response;
}

template <typename Response, typename Request>
absl::StatusOr<Response> Client::Write(absl::string_view method, Request& request) {
  if (request.request_id().empty()) request.set_request_id(NewRequestId());
  return Ask<Response>(method, request);
}

absl::StatusOr<v1::Instance> Client::CreateInstance(v1::CreateInstanceRequest request) {
  return Write<v1::Instance>("/sluice.v1.InstanceService/CreateInstance", request);
}

absl::StatusOr<v1::Instance> Client::GetInstance(const v1::GetInstanceRequest& request) {
  return Ask<v1::Instance>("/sluice.v1.InstanceService/GetInstance", request);
}

absl::StatusOr<v1::ListInstancesResponse> Client::ListInstances(
    const v1::ListInstancesRequest& request) {
  return Ask<v1::ListInstancesResponse>("/sluice.v1.InstanceService/ListInstances", request);
}

absl::StatusOr<v1::Instance> Client::UpdateInstance(v1::UpdateInstanceRequest request) {
  return Write<v1::Instance>("/sluice.v1.InstanceService/UpdateInstance", request);
}

absl::StatusOr<v1::Instance> Client::CheckInstance(const v1::CheckInstanceRequest& request) {
  return Ask<v1::Instance>("/sluice.v1.InstanceService/CheckInstance", request);
}

absl::Status Client::DeleteInstance(v1::DeleteInstanceRequest request) {
  return Write<google::protobuf::Empty>("/sluice.v1.InstanceService/DeleteInstance", request)
      .status();
}

absl::StatusOr<v1::ListTopicsResponse> Client::ListTopics(const v1::ListTopicsRequest& request) {
  return Ask<v1::ListTopicsResponse>("/sluice.v1.InstanceService/ListTopics", request);
}

absl::StatusOr<v1::ListTablesResponse> Client::ListTables(const v1::ListTablesRequest& request) {
  return Ask<v1::ListTablesResponse>("/sluice.v1.InstanceService/ListTables", request);
}

absl::StatusOr<v1::Connector> Client::CreateConnector(v1::CreateConnectorRequest request) {
  return Write<v1::Connector>("/sluice.v1.ConnectorService/CreateConnector", request);
}

absl::StatusOr<v1::Connector> Client::GetConnector(const v1::GetConnectorRequest& request) {
  return Ask<v1::Connector>("/sluice.v1.ConnectorService/GetConnector", request);
}

absl::StatusOr<v1::ListConnectorsResponse> Client::ListConnectors(
    const v1::ListConnectorsRequest& request) {
  return Ask<v1::ListConnectorsResponse>("/sluice.v1.ConnectorService/ListConnectors", request);
}

absl::StatusOr<v1::CountConnectorsResponse> Client::CountConnectors(
    const v1::CountConnectorsRequest& request) {
  return Ask<v1::CountConnectorsResponse>("/sluice.v1.ConnectorService/CountConnectors", request);
}

absl::StatusOr<v1::BatchSetConnectorStateResponse> Client::BatchSetConnectorState(
    v1::BatchSetConnectorStateRequest request) {
  return Write<v1::BatchSetConnectorStateResponse>(
      "/sluice.v1.ConnectorService/BatchSetConnectorState", request);
}

absl::StatusOr<v1::ListConnectorEventsResponse> Client::ListConnectorEvents(
    const v1::ListConnectorEventsRequest& request) {
  return Ask<v1::ListConnectorEventsResponse>("/sluice.v1.ConnectorService/ListConnectorEvents",
                                              request);
}

absl::StatusOr<v1::QueryConnectorMetricsResponse> Client::QueryConnectorMetrics(
    const v1::QueryConnectorMetricsRequest& request) {
  return Ask<v1::QueryConnectorMetricsResponse>("/sluice.v1.ConnectorService/QueryConnectorMetrics",
                                                request);
}

absl::StatusOr<v1::Connector> Client::DeleteConnector(v1::DeleteConnectorRequest request) {
  return Write<v1::Connector>("/sluice.v1.ConnectorService/DeleteConnector", request);
}

absl::StatusOr<v1::Connector> Client::DeployConnector(v1::DeployConnectorRequest request) {
  return Write<v1::Connector>("/sluice.v1.ConnectorService/DeployConnector", request);
}

absl::StatusOr<v1::Connector> Client::PauseConnector(v1::PauseConnectorRequest request) {
  return Write<v1::Connector>("/sluice.v1.ConnectorService/PauseConnector", request);
}

absl::StatusOr<v1::Connector> Client::ResumeConnector(v1::ResumeConnectorRequest request) {
  return Write<v1::Connector>("/sluice.v1.ConnectorService/ResumeConnector", request);
}

absl::StatusOr<v1::Connector> Client::StopConnector(v1::StopConnectorRequest request) {
  return Write<v1::Connector>("/sluice.v1.ConnectorService/StopConnector", request);
}

absl::StatusOr<v1::SetConnectorLogLevelResponse> Client::SetConnectorLogLevel(
    const v1::SetConnectorLogLevelRequest& request) {
  return Ask<v1::SetConnectorLogLevelResponse>("/sluice.v1.ConnectorService/SetConnectorLogLevel",
                                               request);
}

absl::StatusOr<v1::Connector> Client::RestartConnector(v1::RestartConnectorRequest request) {
  return Write<v1::Connector>("/sluice.v1.ConnectorService/RestartConnector", request);
}

absl::StatusOr<v1::Connector> Client::UndeleteConnector(v1::UndeleteConnectorRequest request) {
  return Write<v1::Connector>("/sluice.v1.ConnectorService/UndeleteConnector", request);
}

absl::StatusOr<v1::Connector> Client::UpdateConnector(v1::UpdateConnectorRequest request) {
  return Write<v1::Connector>("/sluice.v1.ConnectorService/UpdateConnector", request);
}

absl::StatusOr<v1::Connector> Client::RollbackConnector(v1::RollbackConnectorRequest request) {
  return Write<v1::Connector>("/sluice.v1.ConnectorService/RollbackConnector", request);
}

absl::StatusOr<v1::ListConnectorRevisionsResponse> Client::ListConnectorRevisions(
    const v1::ListConnectorRevisionsRequest& request) {
  return Ask<v1::ListConnectorRevisionsResponse>(
      "/sluice.v1.ConnectorService/ListConnectorRevisions", request);
}

absl::StatusOr<v1::ConnectorRevision> Client::GetConnectorRevision(
    const v1::GetConnectorRevisionRequest& request) {
  return Ask<v1::ConnectorRevision>("/sluice.v1.ConnectorService/GetConnectorRevision", request);
}

absl::StatusOr<v1::DiffConnectorRevisionsResponse> Client::DiffConnectorRevisions(
    const v1::DiffConnectorRevisionsRequest& request) {
  return Ask<v1::DiffConnectorRevisionsResponse>(
      "/sluice.v1.ConnectorService/DiffConnectorRevisions", request);
}

absl::StatusOr<v1::ValidateConnectorResponse> Client::ValidateConnector(
    const v1::ValidateConnectorRequest& request) {
  return Ask<v1::ValidateConnectorResponse>("/sluice.v1.ConnectorService/ValidateConnector",
                                            request);
}

absl::StatusOr<v1::RenderConnectorResponse> Client::RenderConnector(
    const v1::RenderConnectorRequest& request) {
  return Ask<v1::RenderConnectorResponse>("/sluice.v1.ConnectorService/RenderConnector", request);
}

absl::StatusOr<v1::PreviewRecordsResponse> Client::PreviewRecords(
    const v1::PreviewRecordsRequest& request) {
  return Ask<v1::PreviewRecordsResponse>("/sluice.v1.ConnectorService/PreviewRecords", request);
}

absl::StatusOr<v1::SendTestRecordResponse> Client::SendTestRecord(
    v1::SendTestRecordRequest request) {
  return Write<v1::SendTestRecordResponse>("/sluice.v1.ConnectorService/SendTestRecord", request);
}

absl::StatusOr<v1::ListTablePartitionsResponse> Client::ListTablePartitions(
    const v1::ListTablePartitionsRequest& request) {
  return Ask<v1::ListTablePartitionsResponse>("/sluice.v1.ConnectorService/ListTablePartitions",
                                              request);
}

absl::StatusOr<v1::PreviewTableRowsResponse> Client::PreviewTableRows(
    const v1::PreviewTableRowsRequest& request) {
  return Ask<v1::PreviewTableRowsResponse>("/sluice.v1.ConnectorService/PreviewTableRows", request);
}

absl::StatusOr<v1::GetOffsetsResponse> Client::GetOffsets(const v1::GetOffsetsRequest& request) {
  return Ask<v1::GetOffsetsResponse>("/sluice.v1.OffsetService/GetOffsets", request);
}

absl::StatusOr<v1::OffsetPlan> Client::PlanOffsetChange(
    const v1::PlanOffsetChangeRequest& request) {
  return Ask<v1::OffsetPlan>("/sluice.v1.OffsetService/PlanOffsetChange", request);
}

absl::StatusOr<lro::Operation> Client::ApplyOffsetChange(v1::ApplyOffsetChangeRequest request) {
  return Write<lro::Operation>("/sluice.v1.OffsetService/ApplyOffsetChange", request);
}

absl::StatusOr<lro::Operation> Client::GetOperation(const lro::GetOperationRequest& request) {
  return Ask<lro::Operation>("/google.longrunning.Operations/GetOperation", request);
}

absl::StatusOr<lro::ListOperationsResponse> Client::ListOperations(
    const lro::ListOperationsRequest& request) {
  return Ask<lro::ListOperationsResponse>("/google.longrunning.Operations/ListOperations", request);
}

absl::StatusOr<lro::Operation> Client::WaitOperation(const lro::WaitOperationRequest& request) {
  return Ask<lro::Operation>("/google.longrunning.Operations/WaitOperation", request);
}

absl::Status Client::CancelOperation(const lro::CancelOperationRequest& request) {
  return Ask<google::protobuf::Empty>("/google.longrunning.Operations/CancelOperation", request)
      .status();
}

absl::Status Client::DeleteOperation(const lro::DeleteOperationRequest& request) {
  return Ask<google::protobuf::Empty>("/google.longrunning.Operations/DeleteOperation", request)
      .status();
}

absl::StatusOr<v1::Task> Client::GetTask(const v1::GetTaskRequest& request) {
  return Ask<v1::Task>("/sluice.v1.ConnectorService/GetTask", request);
}

absl::StatusOr<v1::ListTasksResponse> Client::ListTasks(const v1::ListTasksRequest& request) {
  return Ask<v1::ListTasksResponse>("/sluice.v1.ConnectorService/ListTasks", request);
}

absl::StatusOr<v1::Worker> Client::GetWorker(const v1::GetWorkerRequest& request) {
  return Ask<v1::Worker>("/sluice.v1.FleetService/GetWorker", request);
}

absl::StatusOr<v1::ListWorkersResponse> Client::ListWorkers(const v1::ListWorkersRequest& request) {
  return Ask<v1::ListWorkersResponse>("/sluice.v1.FleetService/ListWorkers", request);
}

absl::StatusOr<v1::ListDeadLettersResponse> Client::ListDeadLetters(
    const v1::ListDeadLettersRequest& request) {
  return Ask<v1::ListDeadLettersResponse>("/sluice.v1.DeadLetterService/ListDeadLetters", request);
}

absl::StatusOr<v1::DeadLetter> Client::GetDeadLetter(const v1::GetDeadLetterRequest& request) {
  return Ask<v1::DeadLetter>("/sluice.v1.DeadLetterService/GetDeadLetter", request);
}

absl::StatusOr<google::longrunning::Operation> Client::ReplayDeadLetters(
    v1::ReplayDeadLettersRequest request) {
  return Write<google::longrunning::Operation>("/sluice.v1.DeadLetterService/ReplayDeadLetters",
                                               request);
}

absl::StatusOr<v1::DiscardDeadLettersResponse> Client::DiscardDeadLetters(
    v1::DiscardDeadLettersRequest request) {
  return Write<v1::DiscardDeadLettersResponse>("/sluice.v1.DeadLetterService/DiscardDeadLetters",
                                               request);
}

absl::StatusOr<v1::CreateApiTokenResponse> Client::CreateApiToken(
    v1::CreateApiTokenRequest request) {
  return Write<v1::CreateApiTokenResponse>("/sluice.v1.AccessService/CreateApiToken", request);
}

absl::StatusOr<v1::ApiToken> Client::GetApiToken(const v1::GetApiTokenRequest& request) {
  return Ask<v1::ApiToken>("/sluice.v1.AccessService/GetApiToken", request);
}

absl::StatusOr<v1::ListApiTokensResponse> Client::ListApiTokens(
    const v1::ListApiTokensRequest& request) {
  return Ask<v1::ListApiTokensResponse>("/sluice.v1.AccessService/ListApiTokens", request);
}

absl::StatusOr<v1::ApiToken> Client::RevokeApiToken(v1::RevokeApiTokenRequest request) {
  return Write<v1::ApiToken>("/sluice.v1.AccessService/RevokeApiToken", request);
}

absl::StatusOr<v1::Caller> Client::GetCaller(const v1::GetCallerRequest& request) {
  return Ask<v1::Caller>("/sluice.v1.AccessService/GetCaller", request);
}

absl::StatusOr<v1::SignInLink> Client::CreateSignInLink(
    const v1::CreateSignInLinkRequest& request) {
  return Ask<v1::SignInLink>("/sluice.v1.AccessService/CreateSignInLink", request);
}

absl::Status Client::Watch(v1::WatchRequest request,
                           absl::FunctionRef<bool(const v1::WatchResponse&)> take,
                           absl::Duration timeout) {
  const absl::Duration give_up = clock_.Monotonic() + timeout;
  Backoff backoff(kPauses);
  v1::WatchResponse message;
  bool enough = false;
  const auto take_one = [&] {
    backoff.Reset();
    if (!message.resume_token().empty()) request.set_resume_token(message.resume_token());
    enough = !take(message);
    return !enough;
  };
  while (true) {
    const absl::Status end = transport_.Stream("/sluice.v1.WatchService/Watch", request, &message,
                                               take_one, give_up - clock_.Monotonic());
    if (enough || !absl::IsUnavailable(end)) return end;
    const absl::Duration pause = backoff.Next();
    if (backoff.tries() >= options_.attempts_max || clock_.Monotonic() + pause >= give_up) {
      return end;
    }
    clock_.SleepFor(pause);
  }
}

}  // namespace sluice::client
