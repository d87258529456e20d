#ifndef SLUICE_CONTROLPLANE_ACCESS_PERMISSION_TABLE_H_
#define SLUICE_CONTROLPLANE_ACCESS_PERMISSION_TABLE_H_

#include <optional>
#include <string_view>

#include "controlplane/model/api_token.h"

// Who may call what. Two tables: a call needs one permission, and a permission comes with a role
// and with every mightier one. docs/access.md is printed from them.
namespace sluice::controlplane {

struct PermissionRule {
  std::string_view permission;
  Role least;              // The least role that has it.
  std::string_view about;  // What it lets do.
};

inline constexpr PermissionRule kPermissionRules[] = {
    {"caller.read", Role::kViewer, "ask who one is"},
    {"signIn.create", Role::kViewer, "make a code that signs oneself in"},
    {"instances.read", Role::kViewer, "see instances"},
    {"topics.read", Role::kViewer, "see the names of an instance's topics"},
    {"connectors.read", Role::kViewer,
     "see definitions, states, revisions, tasks, events and figures, also as they change"},
    {"offsets.read", Role::kViewer, "see offsets, and what moving them would do"},
    {"operations.read", Role::kViewer, "see operations, and wait for them"},
    {"workers.read", Role::kViewer, "see workers"},
    {"instances.check", Role::kOperator, "have an instance's brokers asked again"},
    {"tables.read", Role::kOperator,
     "see the names of a project's tables, and the partitions of a connector's table"},
    {"records.read", Role::kOperator, "see records of the source topic"},
    {"records.write", Role::kOperator, "send a test record"},
    {"rows.read", Role::kOperator, "see rows of the table"},
    {"connectors.create", Role::kOperator, "make connectors"},
    {"connectors.validate", Role::kOperator,
     "have a definition compared with the world: Sluice calls the endpoint that it names"},
    {"connectors.update", Role::kOperator, "change a definition, or go back to an earlier one"},
    {"connectors.operate", Role::kOperator, "deploy, pause, resume, stop and restart"},
    {"connectors.delete", Role::kOperator, "delete connectors, and take that back"},
    {"connectors.setLogLevel", Role::kOperator, "have a connector logged more closely"},
    {"offsets.change", Role::kOperator, "move offsets"},
    {"deadLetters.read", Role::kOperator, "see dead letters, with what they hold"},
    {"deadLetters.replay", Role::kOperator, "write dead letters to the source topic again"},
    {"deadLetters.discard", Role::kOperator, "put dead letters aside"},
    {"operations.cancel", Role::kOperator, "cancel operations"},
    {"operations.delete", Role::kOperator, "forget operations that ended"},
    {"instances.create", Role::kAdmin, "make instances, with their credentials"},
    {"instances.update", Role::kAdmin, "change instances and their credentials"},
    {"instances.delete", Role::kAdmin, "delete instances"},
    {"apiTokens.read", Role::kAdmin, "see who has tokens"},
    {"apiTokens.create", Role::kAdmin, "give out tokens, of any role"},
    {"apiTokens.revoke", Role::kAdmin, "revoke tokens"},
};

// What tokens of kind WORKER have, and no role.
inline constexpr std::string_view kWorkerPermission = "workers.connect";

struct MethodRule {
  std::string_view method;  // service/method
  std::string_view permission;
};

inline constexpr MethodRule kMethodRules[] = {
    {"sluice.v1.AccessService/CreateApiToken", "apiTokens.create"},
    {"sluice.v1.AccessService/GetApiToken", "apiTokens.read"},
    {"sluice.v1.AccessService/ListApiTokens", "apiTokens.read"},
    {"sluice.v1.AccessService/RevokeApiToken", "apiTokens.revoke"},
    {"sluice.v1.AccessService/GetCaller", "caller.read"},
    {"sluice.v1.AccessService/CreateSignInLink", "signIn.create"},

    {"sluice.v1.InstanceService/CreateInstance", "instances.create"},
    {"sluice.v1.InstanceService/GetInstance", "instances.read"},
    {"sluice.v1.InstanceService/ListInstances", "instances.read"},
    {"sluice.v1.InstanceService/UpdateInstance", "instances.update"},
    {"sluice.v1.InstanceService/CheckInstance", "instances.check"},
    {"sluice.v1.InstanceService/DeleteInstance", "instances.delete"},
    {"sluice.v1.InstanceService/ListTopics", "topics.read"},
    {"sluice.v1.InstanceService/ListTables", "tables.read"},

    {"sluice.v1.ConnectorService/CreateConnector", "connectors.create"},
    {"sluice.v1.ConnectorService/GetConnector", "connectors.read"},
    {"sluice.v1.ConnectorService/ListConnectors", "connectors.read"},
    {"sluice.v1.ConnectorService/CountConnectors", "connectors.read"},
    {"sluice.v1.ConnectorService/BatchSetConnectorState", "connectors.operate"},
    {"sluice.v1.ConnectorService/ListConnectorEvents", "connectors.read"},
    {"sluice.v1.ConnectorService/QueryConnectorMetrics", "connectors.read"},
    {"sluice.v1.ConnectorService/UpdateConnector", "connectors.update"},
    {"sluice.v1.ConnectorService/RollbackConnector", "connectors.update"},
    {"sluice.v1.ConnectorService/ListConnectorRevisions", "connectors.read"},
    {"sluice.v1.ConnectorService/GetConnectorRevision", "connectors.read"},
    {"sluice.v1.ConnectorService/DiffConnectorRevisions", "connectors.read"},
    {"sluice.v1.ConnectorService/DeployConnector", "connectors.operate"},
    {"sluice.v1.ConnectorService/PauseConnector", "connectors.operate"},
    {"sluice.v1.ConnectorService/ResumeConnector", "connectors.operate"},
    {"sluice.v1.ConnectorService/StopConnector", "connectors.operate"},
    {"sluice.v1.ConnectorService/RestartConnector", "connectors.operate"},
    {"sluice.v1.ConnectorService/DeleteConnector", "connectors.delete"},
    {"sluice.v1.ConnectorService/UndeleteConnector", "connectors.delete"},
    {"sluice.v1.ConnectorService/SetConnectorLogLevel", "connectors.setLogLevel"},
    {"sluice.v1.ConnectorService/ValidateConnector", "connectors.validate"},
    {"sluice.v1.ConnectorService/PreviewRecords", "records.read"},
    {"sluice.v1.ConnectorService/SendTestRecord", "records.write"},
    {"sluice.v1.ConnectorService/ListTablePartitions", "tables.read"},
    {"sluice.v1.ConnectorService/PreviewTableRows", "rows.read"},
    {"sluice.v1.ConnectorService/RenderConnector", "connectors.read"},
    {"sluice.v1.ConnectorService/GetTask", "connectors.read"},
    {"sluice.v1.ConnectorService/ListTasks", "connectors.read"},

    {"sluice.v1.DeadLetterService/ListDeadLetters", "deadLetters.read"},
    {"sluice.v1.DeadLetterService/GetDeadLetter", "deadLetters.read"},
    {"sluice.v1.DeadLetterService/ReplayDeadLetters", "deadLetters.replay"},
    {"sluice.v1.DeadLetterService/DiscardDeadLetters", "deadLetters.discard"},

    {"sluice.v1.OffsetService/GetOffsets", "offsets.read"},
    {"sluice.v1.OffsetService/PlanOffsetChange", "offsets.read"},
    {"sluice.v1.OffsetService/ApplyOffsetChange", "offsets.change"},

    {"sluice.v1.FleetService/GetWorker", "workers.read"},
    {"sluice.v1.FleetService/ListWorkers", "workers.read"},
    {"sluice.v1.WatchService/Watch", "connectors.read"},
    {"sluice.v1.WorkerService/Connect", kWorkerPermission},

    {"google.longrunning.Operations/GetOperation", "operations.read"},
    {"google.longrunning.Operations/ListOperations", "operations.read"},
    {"google.longrunning.Operations/WaitOperation", "operations.read"},
    {"google.longrunning.Operations/CancelOperation", "operations.cancel"},
    {"google.longrunning.Operations/DeleteOperation", "operations.delete"},
};

// The row of the method of this name, without its service: names are given once in all services.
// By value: under the sanitizer of null pointers, GCC takes no address of a row for a constant.
constexpr std::optional<MethodRule> FindMethodRule(std::string_view name) {
  for (const MethodRule& rule : kMethodRules) {
    if (rule.method.substr(rule.method.find('/') + 1) == name) return rule;
  }
  return std::nullopt;
}

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_ACCESS_PERMISSION_TABLE_H_
