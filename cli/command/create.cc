#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/flag_fields.h"
#include "cli/command/initial_state.h"
#include "cli/command/print.h"
#include "cli/command/resource_file.h"
#include "cli/command/wait.h"
#include "cli/output/findings_text.h"

namespace sluice::cli {
namespace {

absl::Status CreateInstance(Session& session, const std::string& argument, v1::Instance instance,
                            const std::string& request_id) {
  SLUICE_ASSIGN_OR_RETURN(const std::string name, session.InstanceName(argument));
  v1::CreateInstanceRequest request;
  request.set_instance_id(IdOf(name));
  request.set_request_id(request_id);
  request.set_validate_only(session.invocation.Has("validate-only"));
  request.set_skip_connection_check(session.invocation.Has("skip-connection-check"));
  *request.mutable_instance() = std::move(instance);
  SLUICE_ASSIGN_OR_RETURN(const v1::Instance created, session.client.CreateInstance(request));
  PrintResult(session, created, "Instance",
              absl::StrCat("instance ", request.instance_id(),
                           request.validate_only() ? " is valid; nothing was stored" : " created"));
  return absl::OkStatus();
}

absl::Status CreateConnector(Session& session, const std::string& argument, v1::Connector connector,
                             const std::string& request_id) {
  SLUICE_ASSIGN_OR_RETURN(const std::string name, session.ConnectorName(argument));
  v1::CreateConnectorRequest request;
  request.set_parent(ParentNameOf(name));
  request.set_connector_id(IdOf(name));
  request.set_request_id(request_id);
  request.set_validate_only(session.invocation.Has("validate-only"));
  SLUICE_ASSIGN_OR_RETURN(const auto initial_state, InitialStateOf(session));
  request.set_initial_state(initial_state);
  *request.mutable_connector() = std::move(connector);
  SLUICE_ASSIGN_OR_RETURN(v1::Connector created, session.client.CreateConnector(request));
  const auto warnings = created.warnings();  // Only this answer has them.
  if (session.invocation.Has("wait") && !request.validate_only()) {
    SLUICE_ASSIGN_OR_RETURN(created, WaitForState(session, name, GoalOf(initial_state)));
    *created.mutable_warnings() = warnings;
  }
  PrintResult(
      session, created, "Connector",
      absl::StrCat("connector ", request.connector_id(),
                   request.validate_only()
                       ? " is valid; nothing was stored"
                       : absl::StrCat(" created, ", v1::Connector::State_Name(created.state()))));
  if (session.format == Format::kTable) session.err << WarningsText(warnings);
  return absl::OkStatus();
}

absl::Status CreateFromFile(Session& session) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Manifest> manifests, ReadResourceFile(session));
  for (size_t i = 0; i < manifests.size(); ++i) {
    const std::string request_id = RequestIdOf(session, i, manifests.size());
    if (const auto* instance = dynamic_cast<const v1::Instance*>(manifests[i].resource.get())) {
      SLUICE_RETURN_IF_ERROR(CreateInstance(session, instance->name(), *instance, request_id));
    } else {
      const auto& connector = dynamic_cast<const v1::Connector&>(*manifests[i].resource);
      SLUICE_RETURN_IF_ERROR(CreateConnector(session, connector.name(), connector, request_id));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Create(Session& session) {
  const Invocation& invocation = session.invocation;
  const std::string request_id = RequestIdOf(session, 0, 1);
  switch (invocation.command->noun) {
    case Noun::kInstance: {
      v1::Instance instance;
      SLUICE_RETURN_IF_ERROR(FillFromFlags(session, instance));
      return CreateInstance(session, invocation.arguments[0], std::move(instance), request_id);
    }
    case Noun::kConnector: {
      v1::Connector connector;
      SLUICE_RETURN_IF_ERROR(FillFromFlags(session, connector));
      return CreateConnector(session, invocation.arguments[0], std::move(connector), request_id);
    }
    case Noun::kToken:
      return CreateToken(session);
    case Noun::kSignInLink:
      return CreateSignInLink(session);
    default:
      return CreateFromFile(session);
  }
}

}  // namespace sluice::cli
