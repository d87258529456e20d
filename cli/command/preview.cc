#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/flag_fields.h"
#include "cli/command/print.h"
#include "cli/command/resource_file.h"
#include "cli/output/preview_text.h"

namespace sluice::cli {
namespace {

// `definition`: null for the one that is stored under that name.
absl::Status PreviewConnector(Session& session, const std::string& argument,
                              const v1::Connector* definition) {
  SLUICE_ASSIGN_OR_RETURN(const std::string name, session.ConnectorName(argument));
  v1::PreviewRecordsRequest request;
  request.set_parent(ParentNameOf(name));
  request.set_connector_id(IdOf(name));
  if (definition != nullptr) *request.mutable_connector() = *definition;
  SLUICE_ASSIGN_OR_RETURN(const int limit, session.Number("limit", 0));
  request.set_limit(limit);
  SLUICE_ASSIGN_OR_RETURN(const v1::PreviewRecordsResponse response,
                          session.client.PreviewRecords(request));
  if (session.format != Format::kTable) {
    PrintResult(session, response, "", "");
  } else if (response.records().empty()) {
    session.err << "the source topic of connector " << IdOf(name) << " has no records\n";
  } else {
    session.out << PreviewText(response);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Preview(Session& session) {
  if (session.invocation.command->noun == Noun::kConnector) {
    v1::Connector connector;
    SLUICE_RETURN_IF_ERROR(FillFromFlags(session, connector));
    return PreviewConnector(session, session.invocation.arguments[0],
                            HasFieldFlags(session.invocation) ? &connector : nullptr);
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Manifest> manifests, ReadResourceFile(session));
  for (const Manifest& manifest : manifests) {
    const auto* connector = dynamic_cast<const v1::Connector*>(manifest.resource.get());
    if (connector == nullptr) continue;  // An instance has no records of its own.
    SLUICE_RETURN_IF_ERROR(PreviewConnector(session, connector->name(), connector));
  }
  return absl::OkStatus();
}

}  // namespace sluice::cli
