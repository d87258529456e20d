#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/flag_fields.h"
#include "cli/command/list.h"
#include "cli/command/operations.h"
#include "cli/command/print.h"
#include "cli/command/watch.h"
#include "cli/grammar/parser.h"

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
  SLUICE_ASSIGN_OR_RETURN(const std::string filter, FilterOf(session));
  if (session.invocation.Has("watch")) return WatchConnectors(session, filter);
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
      ListConnectors(session.client, absl::StrCat("instances/", instance.empty() ? "-" : instance),
                     filter, session.invocation.Get("sort-by")));
  PrintList(
      session, connectors, "Connector", "connectors",
      absl::StrCat("no connectors", instance.empty() ? "" : absl::StrCat(" on instance ", instance),
                   filter.empty() ? "" : " fit"));
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

absl::Status GetEvents(Session& session) {
  const std::string& argument = session.invocation.arguments[0];
  v1::ListConnectorEventsRequest request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_parent(), session.ConnectorName(argument));
  SLUICE_ASSIGN_OR_RETURN(const int limit, session.Number("limit", 50));
  request.set_page_size(limit);
  request.set_uid(session.invocation.Get("uid"));
  const auto types = session.invocation.flags.find("type");
  if (types != session.invocation.flags.end()) {
    for (const std::string& word : types->second) {
      v1::ConnectorEvent::Type type = v1::ConnectorEvent::TYPE_UNSPECIFIED;
      const std::string name = absl::StrReplaceAll(absl::AsciiStrToUpper(word), {{"-", "_"}});
      if (!v1::ConnectorEvent::Type_Parse(name, &type)) {
        return WithRemedy(
            WithReason(absl::InvalidArgumentError(absl::StrCat("--type: '", word, "' is no type")),
                       kUsage),
            "one of change, state, trouble, operation, by-itself");
      }
      request.add_types(type);
    }
  }
  SLUICE_ASSIGN_OR_RETURN(const v1::ListConnectorEventsResponse response,
                          session.client.ListConnectorEvents(request));
  PrintList(session,
            std::vector<v1::ConnectorEvent>(response.events().begin(), response.events().end()), "",
            "events", absl::StrCat("nothing has happened to connector ", argument));
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
    case Noun::kDeadLetter:
      return GetDeadLetters(session);
    case Noun::kEvent:
      return GetEvents(session);
    case Noun::kOffset:
      return GetOffsets(session);
    case Noun::kOperation:
      return GetOperations(session);
    case Noun::kToken:
      return GetTokens(session);
    case Noun::kSignInLink:
    case Noun::kNone:
      break;
  }
  return absl::InternalError("get without a noun");
}

}  // namespace sluice::cli
