#ifndef SLUICE_CONTROLPLANE_RPC_CONNECTOR_SERVICE_H_
#define SLUICE_CONTROLPLANE_RPC_CONNECTOR_SERVICE_H_

#include "controlplane/rpc/batch_calls.h"
#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/connector_definitions.h"
#include "controlplane/rpc/connector_lists.h"
#include "controlplane/rpc/connector_revisions.h"
#include "controlplane/rpc/connector_updates.h"
#include "controlplane/rpc/connector_verbs.h"
#include "controlplane/rpc/fleet_calls.h"
#include "controlplane/rpc/history_calls.h"
#include "controlplane/rpc/log_level_call.h"
#include "controlplane/rpc/preview_call.h"
#include "controlplane/rpc/render_call.h"
#include "controlplane/rpc/table_calls.h"
#include "controlplane/rpc/test_record_call.h"
#include "controlplane/rpc/validate_call.h"
#include "sluice/v1/connector_service.grpc.pb.h"

namespace sluice::controlplane {

// ConnectorService over gRPC. Calls that only ask the store run on `quick`; those that wait for
// Kafka or MaxCompute run on `slow`, so that a destination that hangs slows no other call down, and
// those that wait because they are asked to on `patient`.
// Borrows its arguments, which outlive the server.
class ConnectorService : public v1::ConnectorService::CallbackService {
 public:
  ConnectorService(ConnectorDefinitions& definitions, ConnectorLists& lists, HistoryCalls& history,
                   BatchCalls& batch, ConnectorUpdates& updates, ConnectorRevisions& revisions,
                   ConnectorVerbs& verbs, ValidateCall& validate, PreviewCall& preview,
                   RenderCall& render, TestRecordCall& test_record, TableCalls& tables,
                   FleetCalls& fleet, LogLevelCall& log_levels, CallRunner& quick, CallRunner& slow,
                   CallRunner& patient)
      : definitions_(definitions),
        lists_(lists),
        history_(history),
        batch_(batch),
        updates_(updates),
        revisions_(revisions),
        verbs_(verbs),
        validate_(validate),
        preview_(preview),
        render_(render),
        test_record_(test_record),
        tables_(tables),
        fleet_(fleet),
        log_levels_(log_levels),
        quick_(quick),
        slow_(slow),
        patient_(patient) {}

  grpc::ServerUnaryReactor* CreateConnector(grpc::CallbackServerContext* context,
                                            const v1::CreateConnectorRequest* request,
                                            v1::Connector* response) override;
  grpc::ServerUnaryReactor* GetConnector(grpc::CallbackServerContext* context,
                                         const v1::GetConnectorRequest* request,
                                         v1::Connector* response) override;
  grpc::ServerUnaryReactor* ListConnectors(grpc::CallbackServerContext* context,
                                           const v1::ListConnectorsRequest* request,
                                           v1::ListConnectorsResponse* response) override;
  grpc::ServerUnaryReactor* CountConnectors(grpc::CallbackServerContext* context,
                                            const v1::CountConnectorsRequest* request,
                                            v1::CountConnectorsResponse* response) override;
  grpc::ServerUnaryReactor* BatchSetConnectorState(
      grpc::CallbackServerContext* context, const v1::BatchSetConnectorStateRequest* request,
      v1::BatchSetConnectorStateResponse* response) override;
  grpc::ServerUnaryReactor* ListConnectorEvents(grpc::CallbackServerContext* context,
                                                const v1::ListConnectorEventsRequest* request,
                                                v1::ListConnectorEventsResponse* response) override;
  grpc::ServerUnaryReactor* QueryConnectorMetrics(
      grpc::CallbackServerContext* context, const v1::QueryConnectorMetricsRequest* request,
      v1::QueryConnectorMetricsResponse* response) override;
  grpc::ServerUnaryReactor* DeleteConnector(grpc::CallbackServerContext* context,
                                            const v1::DeleteConnectorRequest* request,
                                            v1::Connector* response) override;
  grpc::ServerUnaryReactor* DeployConnector(grpc::CallbackServerContext* context,
                                            const v1::DeployConnectorRequest* request,
                                            v1::Connector* response) override;
  grpc::ServerUnaryReactor* PauseConnector(grpc::CallbackServerContext* context,
                                           const v1::PauseConnectorRequest* request,
                                           v1::Connector* response) override;
  grpc::ServerUnaryReactor* ResumeConnector(grpc::CallbackServerContext* context,
                                            const v1::ResumeConnectorRequest* request,
                                            v1::Connector* response) override;
  grpc::ServerUnaryReactor* StopConnector(grpc::CallbackServerContext* context,
                                          const v1::StopConnectorRequest* request,
                                          v1::Connector* response) override;
  grpc::ServerUnaryReactor* UpdateConnector(grpc::CallbackServerContext* context,
                                            const v1::UpdateConnectorRequest* request,
                                            v1::Connector* response) override;
  grpc::ServerUnaryReactor* RollbackConnector(grpc::CallbackServerContext* context,
                                              const v1::RollbackConnectorRequest* request,
                                              v1::Connector* response) override;
  grpc::ServerUnaryReactor* ListConnectorRevisions(
      grpc::CallbackServerContext* context, const v1::ListConnectorRevisionsRequest* request,
      v1::ListConnectorRevisionsResponse* response) override;
  grpc::ServerUnaryReactor* GetConnectorRevision(grpc::CallbackServerContext* context,
                                                 const v1::GetConnectorRevisionRequest* request,
                                                 v1::ConnectorRevision* response) override;
  grpc::ServerUnaryReactor* DiffConnectorRevisions(
      grpc::CallbackServerContext* context, const v1::DiffConnectorRevisionsRequest* request,
      v1::DiffConnectorRevisionsResponse* response) override;
  grpc::ServerUnaryReactor* RestartConnector(grpc::CallbackServerContext* context,
                                             const v1::RestartConnectorRequest* request,
                                             v1::Connector* response) override;
  grpc::ServerUnaryReactor* UndeleteConnector(grpc::CallbackServerContext* context,
                                              const v1::UndeleteConnectorRequest* request,
                                              v1::Connector* response) override;
  grpc::ServerUnaryReactor* SetConnectorLogLevel(
      grpc::CallbackServerContext* context, const v1::SetConnectorLogLevelRequest* request,
      v1::SetConnectorLogLevelResponse* response) override;
  grpc::ServerUnaryReactor* ValidateConnector(grpc::CallbackServerContext* context,
                                              const v1::ValidateConnectorRequest* request,
                                              v1::ValidateConnectorResponse* response) override;
  grpc::ServerUnaryReactor* PreviewRecords(grpc::CallbackServerContext* context,
                                           const v1::PreviewRecordsRequest* request,
                                           v1::PreviewRecordsResponse* response) override;
  grpc::ServerUnaryReactor* RenderConnector(grpc::CallbackServerContext* context,
                                            const v1::RenderConnectorRequest* request,
                                            v1::RenderConnectorResponse* response) override;
  grpc::ServerUnaryReactor* SendTestRecord(grpc::CallbackServerContext* context,
                                           const v1::SendTestRecordRequest* request,
                                           v1::SendTestRecordResponse* response) override;
  grpc::ServerUnaryReactor* ListTablePartitions(grpc::CallbackServerContext* context,
                                                const v1::ListTablePartitionsRequest* request,
                                                v1::ListTablePartitionsResponse* response) override;
  grpc::ServerUnaryReactor* PreviewTableRows(grpc::CallbackServerContext* context,
                                             const v1::PreviewTableRowsRequest* request,
                                             v1::PreviewTableRowsResponse* response) override;
  grpc::ServerUnaryReactor* GetTask(grpc::CallbackServerContext* context,
                                    const v1::GetTaskRequest* request, v1::Task* response) override;
  grpc::ServerUnaryReactor* ListTasks(grpc::CallbackServerContext* context,
                                      const v1::ListTasksRequest* request,
                                      v1::ListTasksResponse* response) override;

 private:
  ConnectorDefinitions& definitions_;
  ConnectorLists& lists_;
  HistoryCalls& history_;
  BatchCalls& batch_;
  ConnectorUpdates& updates_;
  ConnectorRevisions& revisions_;
  ConnectorVerbs& verbs_;
  ValidateCall& validate_;
  PreviewCall& preview_;
  RenderCall& render_;
  TestRecordCall& test_record_;
  TableCalls& tables_;
  FleetCalls& fleet_;
  LogLevelCall& log_levels_;
  CallRunner& quick_;
  CallRunner& slow_;
  CallRunner& patient_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_CONNECTOR_SERVICE_H_
