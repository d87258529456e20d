#include <utility>

#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/flag_fields.h"
#include "cli/command/print.h"
#include "cli/command/resource_file.h"
#include "cli/output/findings_text.h"

namespace sluice::cli {
namespace {

absl::Status ValidateConnector(Session& session, const std::string& argument,
                               v1::Connector connector) {
  SLUICE_ASSIGN_OR_RETURN(const std::string name, session.ConnectorName(argument));
  v1::ValidateConnectorRequest request;
  request.set_parent(ParentNameOf(name));
  request.set_connector_id(IdOf(name));
  *request.mutable_connector() = std::move(connector);
  SLUICE_ASSIGN_OR_RETURN(const v1::ValidateConnectorResponse response,
                          session.client.ValidateConnector(request));
  session.out << FindingsText(IdOf(name), response, session.format);
  session.answer_is_no |= !response.deployable();
  return absl::OkStatus();
}

// An instance that exists is not compared with the file: that is what its connectors ask.
absl::Status ValidateInstance(Session& session, const v1::Instance& instance) {
  SLUICE_ASSIGN_OR_RETURN(const std::string name, session.InstanceName(instance.name()));
  v1::CreateInstanceRequest request;
  request.set_instance_id(IdOf(name));
  *request.mutable_instance() = instance;
  request.set_validate_only(true);
  const absl::Status status = session.client.CreateInstance(request).status();
  if (!status.ok() && !absl::IsAlreadyExists(status)) return status;
  // On stderr: programs read findings.
  session.err << "instance " << IdOf(name)
              << (status.ok() ? " could be created" : " exists; the file's is not compared with it")
              << "\n";
  return absl::OkStatus();
}

}  // namespace

absl::Status Validate(Session& session) {
  if (session.invocation.command->noun == Noun::kConnector) {
    v1::Connector connector;
    SLUICE_RETURN_IF_ERROR(FillFromFlags(session, connector));
    return ValidateConnector(session, session.invocation.arguments[0], std::move(connector));
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Manifest> manifests, ReadResourceFile(session));
  for (const Manifest& manifest : manifests) {
    if (const auto* instance = dynamic_cast<const v1::Instance*>(manifest.resource.get())) {
      SLUICE_RETURN_IF_ERROR(ValidateInstance(session, *instance));
    } else {
      const auto& connector = dynamic_cast<const v1::Connector&>(*manifest.resource);
      SLUICE_RETURN_IF_ERROR(ValidateConnector(session, connector.name(), connector));
    }
  }
  return absl::OkStatus();
}

}  // namespace sluice::cli
