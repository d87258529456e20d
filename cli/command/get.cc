#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/flag_fields.h"
#include "cli/command/list.h"
#include "cli/command/operations.h"
#include "cli/command/print.h"

namespace sluice::cli {
namespace {

absl::Status GetInstances(Session& session) {
  const std::vector<std::string>& arguments = session.invocation.arguments;
  if (!arguments.empty()) {
    v1::GetInstanceRequest request;
    SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(), session.InstanceName(arguments[0]));
    SLUICE_ASSIGN_OR_RETURN(const v1::Instance instance, session.client.GetInstance(request));
    PrintOne(session, instance, "Instance");
    return absl::OkStatus();
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<v1::Instance> instances, ListInstances(session.client));
  PrintList(session, instances, "Instance", "instances", "no instances");
  return absl::OkStatus();
}

absl::Status GetConnectors(Session& session) {
  const std::vector<std::string>& arguments = session.invocation.arguments;
  if (!arguments.empty()) {
    v1::GetConnectorRequest request;
    SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(), session.ConnectorName(arguments[0]));
    SLUICE_ASSIGN_OR_RETURN(const v1::Connector connector, session.client.GetConnector(request));
    PrintOne(session, connector, "Connector");
    return absl::OkStatus();
  }
  const std::string& instance = session.instance;
  SLUICE_ASSIGN_OR_RETURN(
      const std::vector<v1::Connector> connectors,
      ListConnectors(session.client,
                     absl::StrCat("instances/", instance.empty() ? "-" : instance)));
  PrintList(
      session, connectors, "Connector", "connectors",
      instance.empty() ? "no connectors" : absl::StrCat("no connectors on instance ", instance));
  return absl::OkStatus();
}

absl::Status GetTasks(Session& session) {
  const std::vector<std::string>& arguments = session.invocation.arguments;
  SLUICE_ASSIGN_OR_RETURN(const std::string connector, session.ConnectorName(arguments[0]));
  if (arguments.size() > 1) {
    v1::GetTaskRequest request;
    request.set_name(absl::StrCat(connector, "/tasks/", arguments[1]));
    SLUICE_ASSIGN_OR_RETURN(const v1::Task task, session.client.GetTask(request));
    PrintOne(session, task, "Task");
    return absl::OkStatus();
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<v1::Task> tasks, ListTasks(session.client, connector));
  PrintList(
      session, tasks, "Task", "tasks",
      absl::StrCat("connector ", arguments[0], " has no tasks: it is not deployed, or stopped"));
  return absl::OkStatus();
}

absl::Status GetWorkers(Session& session) {
  const std::vector<std::string>& arguments = session.invocation.arguments;
  if (!arguments.empty()) {
    v1::GetWorkerRequest request;
    request.set_name(session.WorkerName(arguments[0]));
    SLUICE_ASSIGN_OR_RETURN(const v1::Worker worker, session.client.GetWorker(request));
    PrintOne(session, worker, "Worker");
    return absl::OkStatus();
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<v1::Worker> workers, ListWorkers(session.client));
  PrintList(session, workers, "Worker", "workers", "no workers: none has dialled within 24 hours");
  return absl::OkStatus();
}

absl::Status GetRevisions(Session& session) {
  const std::vector<std::string>& arguments = session.invocation.arguments;
  SLUICE_ASSIGN_OR_RETURN(const std::string connector, session.ConnectorName(arguments[0]));
  if (arguments.size() > 1) {
    v1::GetConnectorRevisionRequest request;
    SLUICE_ASSIGN_OR_RETURN(const int64_t number, RevisionNumber(arguments[1]));
    request.set_name(absl::StrCat(connector, "/revisions/", number));
    SLUICE_ASSIGN_OR_RETURN(const v1::ConnectorRevision revision,
                            session.client.GetConnectorRevision(request));
    if (session.format == Format::kTable) {
      // A definition has no columns.
      session.out << YamlText(revision);
    } else {
      PrintResult(session, revision, "", "");
    }
    return absl::OkStatus();
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<v1::ConnectorRevision> revisions,
                          ListRevisions(session.client, connector));
  PrintList(session, revisions, "", "revisions",
            absl::StrCat("connector ", arguments[0], " has no revisions"));
  return absl::OkStatus();
}

absl::Status GetPartitions(Session& session) {
  const std::string& argument = session.invocation.arguments[0];
  SLUICE_ASSIGN_OR_RETURN(const std::string connector, session.ConnectorName(argument));
  SLUICE_ASSIGN_OR_RETURN(const std::vector<v1::TablePartition> partitions,
                          ListTablePartitions(session.client, connector));
  PrintList(session, partitions, "TablePartition", "partitions",
            absl::StrCat("the table of connector ", argument, " has no partitions yet"));
  return absl::OkStatus();
}

absl::Status GetRows(Session& session) {
  v1::PreviewTableRowsRequest request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(),
                          session.ConnectorName(session.invocation.arguments[0]));
  request.set_partition(session.invocation.Get("partition"));
  SLUICE_ASSIGN_OR_RETURN(const int limit, session.Number("limit", 0));
  request.set_limit(limit);
  SLUICE_ASSIGN_OR_RETURN(const v1::PreviewTableRowsResponse rows,
                          session.client.PreviewTableRows(request));
  if (session.format != Format::kTable) {
    PrintResult(session, rows, "", "");
  } else if (rows.rows().empty()) {
    session.err << "no rows in partition " << request.partition() << "\n";
  } else {
    session.out << TableOf(rows).Text();
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Get(Session& session) {
  switch (session.invocation.command->noun) {
    case Noun::kInstance:
      return GetInstances(session);
    case Noun::kConnector:
      return GetConnectors(session);
    case Noun::kTask:
      return GetTasks(session);
    case Noun::kWorker:
      return GetWorkers(session);
    case Noun::kPartition:
      return GetPartitions(session);
    case Noun::kRow:
      return GetRows(session);
    case Noun::kRevision:
      return GetRevisions(session);
    case Noun::kOffset:
      return GetOffsets(session);
    case Noun::kOperation:
      return GetOperations(session);
    case Noun::kNone:
      break;
  }
  return absl::InternalError("get without a noun");
}

}  // namespace sluice::cli
