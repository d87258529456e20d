#ifndef SLUICE_API_CLIENT_CLIENT_H_
#define SLUICE_API_CLIENT_CLIENT_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "api/client/transport.h"
#include "base/time/clock.h"
#include "google/longrunning/operations.pb.h"
#include "sluice/v1/access_service.pb.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/dead_letter_service.pb.h"
#include "sluice/v1/fleet_service.pb.h"
#include "sluice/v1/instance_service.pb.h"
#include "sluice/v1/offset_service.pb.h"
#include "sluice/v1/watch_service.pb.h"

namespace sluice::client {

struct ClientOptions {
  absl::Duration timeout = absl::Seconds(30);  // Of one call, its repeats included.
  int attempts_max = 4;                        // About two seconds of pauses between them.
};

// The API of a control plane, one method per call, for people's tools and tests.
//
// Borrows `transport` and `clock`, which must outlive it. Every thread may call. A call that
// answers UNAVAILABLE is sent again, a few times and within its timeout. That is safe for writes
// because each carries a `request_id`: one is made where the caller gave none. Errors carry what
// error_details.h reads.
class Client {
 public:
  Client(Transport& transport, Clock& clock, const ClientOptions& options = {});

  absl::StatusOr<v1::Instance> CreateInstance(v1::CreateInstanceRequest request);
  absl::StatusOr<v1::Instance> GetInstance(const v1::GetInstanceRequest& request);
  absl::StatusOr<v1::ListInstancesResponse> ListInstances(const v1::ListInstancesRequest& request);
  absl::StatusOr<v1::Instance> UpdateInstance(v1::UpdateInstanceRequest request);
  absl::StatusOr<v1::Instance> CheckInstance(const v1::CheckInstanceRequest& request);
  absl::Status DeleteInstance(v1::DeleteInstanceRequest request);
  absl::StatusOr<v1::ListTopicsResponse> ListTopics(const v1::ListTopicsRequest& request);
  absl::StatusOr<v1::ListTablesResponse> ListTables(const v1::ListTablesRequest& request);

  absl::StatusOr<v1::Connector> CreateConnector(v1::CreateConnectorRequest request);
  absl::StatusOr<v1::Connector> GetConnector(const v1::GetConnectorRequest& request);
  absl::StatusOr<v1::ListConnectorsResponse> ListConnectors(
      const v1::ListConnectorsRequest& request);
  absl::StatusOr<v1::CountConnectorsResponse> CountConnectors(
      const v1::CountConnectorsRequest& request);
  absl::StatusOr<v1::BatchSetConnectorStateResponse> BatchSetConnectorState(
      v1::BatchSetConnectorStateRequest request);
  absl::StatusOr<v1::ListConnectorEventsResponse> ListConnectorEvents(
      const v1::ListConnectorEventsRequest& request);
  absl::StatusOr<v1::QueryConnectorMetricsResponse> QueryConnectorMetrics(
      const v1::QueryConnectorMetricsRequest& request);
  absl::StatusOr<v1::Connector> DeleteConnector(v1::DeleteConnectorRequest request);
  absl::StatusOr<v1::Connector> DeployConnector(v1::DeployConnectorRequest request);
  absl::StatusOr<v1::Connector> PauseConnector(v1::PauseConnectorRequest request);
  absl::StatusOr<v1::Connector> ResumeConnector(v1::ResumeConnectorRequest request);
  absl::StatusOr<v1::Connector> StopConnector(v1::StopConnectorRequest request);
  absl::StatusOr<v1::Connector> RestartConnector(v1::RestartConnectorRequest request);
  absl::StatusOr<v1::Connector> UndeleteConnector(v1::UndeleteConnectorRequest request);

  absl::StatusOr<v1::SetConnectorLogLevelResponse> SetConnectorLogLevel(
      const v1::SetConnectorLogLevelRequest& request);

  absl::StatusOr<v1::Connector> UpdateConnector(v1::UpdateConnectorRequest request);
  absl::StatusOr<v1::Connector> RollbackConnector(v1::RollbackConnectorRequest request);
  absl::StatusOr<v1::ListConnectorRevisionsResponse> ListConnectorRevisions(
      const v1::ListConnectorRevisionsRequest& request);
  absl::StatusOr<v1::ConnectorRevision> GetConnectorRevision(
      const v1::GetConnectorRevisionRequest& request);
  absl::StatusOr<v1::DiffConnectorRevisionsResponse> DiffConnectorRevisions(
      const v1::DiffConnectorRevisionsRequest& request);

  absl::StatusOr<v1::ValidateConnectorResponse> ValidateConnector(
      const v1::ValidateConnectorRequest& request);
  absl::StatusOr<v1::RenderConnectorResponse> RenderConnector(
      const v1::RenderConnectorRequest& request);
  absl::StatusOr<v1::PreviewRecordsResponse> PreviewRecords(
      const v1::PreviewRecordsRequest& request);
  absl::StatusOr<v1::SendTestRecordResponse> SendTestRecord(v1::SendTestRecordRequest request);
  absl::StatusOr<v1::ListTablePartitionsResponse> ListTablePartitions(
      const v1::ListTablePartitionsRequest& request);
  absl::StatusOr<v1::PreviewTableRowsResponse> PreviewTableRows(
      const v1::PreviewTableRowsRequest& request);

  absl::StatusOr<v1::GetOffsetsResponse> GetOffsets(const v1::GetOffsetsRequest& request);
  absl::StatusOr<v1::OffsetPlan> PlanOffsetChange(const v1::PlanOffsetChangeRequest& request);
  absl::StatusOr<google::longrunning::Operation> ApplyOffsetChange(
      v1::ApplyOffsetChangeRequest request);

  absl::StatusOr<google::longrunning::Operation> GetOperation(
      const google::longrunning::GetOperationRequest& request);
  absl::StatusOr<google::longrunning::ListOperationsResponse> ListOperations(
      const google::longrunning::ListOperationsRequest& request);
  // Waits on the server, for as long as the request says and one call may take.
  absl::StatusOr<google::longrunning::Operation> WaitOperation(
      const google::longrunning::WaitOperationRequest& request);
  absl::Status CancelOperation(const google::longrunning::CancelOperationRequest& request);
  absl::Status DeleteOperation(const google::longrunning::DeleteOperationRequest& request);

  absl::StatusOr<v1::Task> GetTask(const v1::GetTaskRequest& request);
  absl::StatusOr<v1::ListTasksResponse> ListTasks(const v1::ListTasksRequest& request);
  absl::StatusOr<v1::Worker> GetWorker(const v1::GetWorkerRequest& request);
  absl::StatusOr<v1::ListWorkersResponse> ListWorkers(const v1::ListWorkersRequest& request);

  absl::StatusOr<v1::ListDeadLettersResponse> ListDeadLetters(
      const v1::ListDeadLettersRequest& request);
  absl::StatusOr<v1::DeadLetter> GetDeadLetter(const v1::GetDeadLetterRequest& request);
  absl::StatusOr<google::longrunning::Operation> ReplayDeadLetters(
      v1::ReplayDeadLettersRequest request);
  absl::StatusOr<v1::DiscardDeadLettersResponse> DiscardDeadLetters(
      v1::DiscardDeadLettersRequest request);

  absl::StatusOr<v1::CreateApiTokenResponse> CreateApiToken(v1::CreateApiTokenRequest request);
  absl::StatusOr<v1::ApiToken> GetApiToken(const v1::GetApiTokenRequest& request);
  absl::StatusOr<v1::ListApiTokensResponse> ListApiTokens(const v1::ListApiTokensRequest& request);
  absl::StatusOr<v1::ApiToken> RevokeApiToken(v1::RevokeApiTokenRequest request);
  absl::StatusOr<v1::Caller> GetCaller(const v1::GetCallerRequest& request);
  absl::StatusOr<v1::SignInLink> CreateSignInLink(const v1::CreateSignInLinkRequest& request);

  // Calls `take` with each message until it answers false, at most for `timeout`. A stream that
  // ends with UNAVAILABLE is gone on with where it ended, after a pause; how the last one ended
  // when several in a row brought nothing.
  absl::Status Watch(v1::WatchRequest request,
                     absl::FunctionRef<bool(const v1::WatchResponse&)> take,
                     absl::Duration timeout);

 private:
  absl::Status Call(absl::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message* response);
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(absl::string_view method, const Request& request);
  template <typename Response, typename Request>
  absl::StatusOr<Response> Write(absl::string_view method, Request& request);

  Transport& transport_;
  Clock& clock_;
  const ClientOptions options_;
};

}  // namespace sluice::client

#endif  // SLUICE_API_CLIENT_CLIENT_H_
