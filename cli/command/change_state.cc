#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/print.h"
#include "cli/command/wait.h"
#include "cli/command/watch.h"
#include "cli/grammar/grammar.h"
#include "cli/grammar/parser.h"

namespace sluice::cli {
namespace {

template <typename Request>
absl::StatusOr<Request> RequestOf(const Session& session) {
  Request request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(),
                          session.ConnectorName(session.invocation.arguments[0]));
  request.set_etag(session.invocation.Get("etag"));
  request.set_request_id(session.invocation.Get("request-id"));
  request.set_validate_only(session.invocation.Has("validate-only"));
  return request;
}

struct Change {
  const char* done;           // What is said afterwards.
  v1::Connector::State goal;  // What --wait waits for.
};

Change ChangeOf(Verb verb) {
  switch (verb) {
    case Verb::kPause:
      return {"paused", v1::Connector::PAUSED};
    case Verb::kResume:
      return {"resumed", v1::Connector::RUNNING};
    case Verb::kStop:
      return {"stopped", v1::Connector::STOPPED};
    case Verb::kRestart:
      return {"restarted", v1::Connector::RUNNING};
    case Verb::kUndelete:
      return {"undeleted", v1::Connector::STOPPED};
    default:
      return {"deployed", v1::Connector::RUNNING};
  }
}

absl::StatusOr<v1::Connector> Restart(Session& session) {
  SLUICE_ASSIGN_OR_RETURN(auto request, RequestOf<v1::RestartConnectorRequest>(session));
  request.set_only_failed(session.invocation.Has("only-failed"));
  const auto named = session.invocation.flags.find("task");
  if (named == session.invocation.flags.end()) return session.client.RestartConnector(request);
  for (const std::string& text : named->second) {
    int32_t index = 0;
    if (!absl::SimpleAtoi(text, &index) || index < 0) {
      return WithReason(
          absl::InvalidArgumentError(absl::StrCat("--task: '", text, "' is no index of a task")),
          kUsage);
    }
    request.add_tasks(index);
  }
  return session.client.RestartConnector(request);
}

absl::StatusOr<v1::Connector> Ask(Session& session) {
  switch (session.invocation.command->verb) {
    case Verb::kPause: {
      SLUICE_ASSIGN_OR_RETURN(const auto request, RequestOf<v1::PauseConnectorRequest>(session));
      return session.client.PauseConnector(request);
    }
    case Verb::kResume: {
      SLUICE_ASSIGN_OR_RETURN(const auto request, RequestOf<v1::ResumeConnectorRequest>(session));
      return session.client.ResumeConnector(request);
    }
    case Verb::kStop: {
      SLUICE_ASSIGN_OR_RETURN(const auto request, RequestOf<v1::StopConnectorRequest>(session));
      return session.client.StopConnector(request);
    }
    case Verb::kRestart:
      return Restart(session);
    case Verb::kUndelete: {
      SLUICE_ASSIGN_OR_RETURN(const auto request, RequestOf<v1::UndeleteConnectorRequest>(session));
      return session.client.UndeleteConnector(request);
    }
    default: {
      SLUICE_ASSIGN_OR_RETURN(const auto request, RequestOf<v1::DeployConnectorRequest>(session));
      return session.client.DeployConnector(request);
    }
  }
}

// Many at once, by what they are.
absl::Status ChangeMany(Session& session, const std::string& filter) {
  const Invocation& invocation = session.invocation;
  for (const char* flag : {"wait", "etag", "task", "only-failed"}) {
    if (!invocation.Has(flag)) continue;
    return WithRemedy(
        WithReason(absl::InvalidArgumentError(absl::StrCat("--", flag, " is for one connector")),
                   kUsage),
        "give a NAME, or leave it out");
  }
  if (session.instance.empty()) {
    return WithRemedy(WithReason(absl::InvalidArgumentError("on which instance?"), kUsage),
                      "give --instance NAME, or set SLUICE_INSTANCE");
  }
  v1::BatchSetConnectorStateRequest request;
  request.set_parent(absl::StrCat("instances/", session.instance));
  request.set_verb(WordOf(invocation.command->verb));
  request.set_filter(filter);
  request.set_request_id(invocation.Get("request-id"));
  request.set_validate_only(invocation.Has("validate-only"));
  request.set_author(invocation.Get("author", session.user));
  SLUICE_ASSIGN_OR_RETURN(const v1::BatchSetConnectorStateResponse response,
                          session.client.BatchSetConnectorState(request));
  if (session.format != Format::kTable) {
    PrintResult(session, response, "", "");
  } else if (response.results().empty()) {
    session.err << "no connectors fit\n";
  } else {
    session.out << TableOf(response).Text();
  }
  if (response.more()) session.err << "more than 1000 fit: repeat for the others\n";
  for (const auto& result : response.results()) {
    if (!result.done()) session.answer_is_no = true;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ChangeState(Session& session) {
  SLUICE_ASSIGN_OR_RETURN(const std::string filter, FilterOf(session));
  const std::string verb = WordOf(session.invocation.command->verb);
  if (session.invocation.arguments.empty() == filter.empty()) {
    return WithRemedy(
        WithReason(absl::InvalidArgumentError(absl::StrCat(verb, " which connector?")), kUsage),
        absl::StrCat("write sluicectl ", verb, " connector NAME, or give --filter or --selector"));
  }
  if (!filter.empty()) return ChangeMany(session, filter);
  const Change change = ChangeOf(session.invocation.command->verb);
  const bool validate_only = session.invocation.Has("validate-only");
  SLUICE_ASSIGN_OR_RETURN(v1::Connector connector, Ask(session));
  if (session.invocation.Has("wait") && !validate_only) {
    SLUICE_ASSIGN_OR_RETURN(connector, WaitForState(session, connector.name(), change.goal));
  }
  const std::string id = IdOf(connector.name());
  PrintResult(session, connector, "Connector",
              validate_only ? absl::StrCat("connector ", id, " could be ", change.done)
                            : absl::StrCat("connector ", id, " ", change.done, ", ",
                                           v1::Connector::State_Name(connector.state())));
  return absl::OkStatus();
}

}  // namespace sluice::cli
