#include <string>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/list.h"
#include "cli/command/print.h"

namespace sluice::cli {

absl::Status DescribeResource(Session& session) {
  if (session.invocation.command->noun == Noun::kDeadLetter) return DescribeDeadLetter(session);
  const std::string& argument = session.invocation.arguments[0];
  const absl::Time now = session.clock.Now();
  if (session.invocation.command->noun == Noun::kInstance) {
    v1::GetInstanceRequest request;
    SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(), session.InstanceName(argument));
    SLUICE_ASSIGN_OR_RETURN(const v1::Instance instance, session.client.GetInstance(request));
    PrintResult(session, instance, "Instance", Describe(instance, now));
  } else if (session.invocation.command->noun == Noun::kWorker) {
    v1::GetWorkerRequest request;
    request.set_name(session.WorkerName(argument));
    SLUICE_ASSIGN_OR_RETURN(const v1::Worker worker, session.client.GetWorker(request));
    PrintResult(session, worker, "Worker", Describe(worker, now));
  } else if (session.invocation.command->noun == Noun::kTask) {
    v1::GetTaskRequest request;
    SLUICE_ASSIGN_OR_RETURN(const std::string connector, session.ConnectorName(argument));
    request.set_name(absl::StrCat(connector, "/tasks/", session.invocation.arguments[1]));
    SLUICE_ASSIGN_OR_RETURN(const v1::Task task, session.client.GetTask(request));
    PrintResult(session, task, "Task", Describe(task, now));
  } else {
    v1::GetConnectorRequest request;
    SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(), session.ConnectorName(argument));
    SLUICE_ASSIGN_OR_RETURN(const v1::Connector connector, session.client.GetConnector(request));
    SLUICE_ASSIGN_OR_RETURN(const std::vector<v1::Task> tasks,
                            ListTasks(session.client, request.name()));
    PrintResult(session, connector, "Connector", Describe(connector, tasks, now));
  }
  return absl::OkStatus();
}

}  // namespace sluice::cli
