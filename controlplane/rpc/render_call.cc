#include "controlplane/rpc/render_call.h"

#include <string>

#include "api/manifest/connector_text.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/validation/connector_rules.h"

namespace sluice::controlplane {
namespace {

// Together with what quoting adds, the texts stay below what gRPC's clients take by default, 4 MiB.
constexpr size_t kDefinitionBytesMax = 256 << 10;

}  // namespace

absl::Status RenderCall::Render(const v1::RenderConnectorRequest& request,
                                v1::RenderConnectorResponse* response) {
  Violations of_request, ignored;
  const std::string instance_id = ReadInstanceName("parent", request.parent(), of_request);
  const auto refuse_what_is_long = [&](const v1::Connector& connector) {
    if (connector.ByteSizeLong() > kDefinitionBytesMax)
      of_request.Add("connector", "FIELD_TOO_LONG", "is longer than 256 KiB; shorten its texts");
  };
  refuse_what_is_long(request.connector());
  if (!of_request.empty()) return InvalidRequest(of_request);
  const absl::StatusOr<Instance> instance = instances_.GetInstance(instance_id);
  if (!instance.ok()) return About(instance.status(), kInstanceType, request.parent());

  Connector connector =
      ConnectorFromProto(request.connector(), {instance_id, request.connector_id()}, ignored);
  FillDefaults(connector, &*instance);
  const v1::Connector complete = ToProto(connector, Observation());
  // Names that are long fill in others as long.
  refuse_what_is_long(complete);
  if (!of_request.empty()) return InvalidRequest(of_request);
  v1::Connector given = request.connector();
  given.set_name(complete.name());
  response->set_manifest(manifest::ManifestText(complete));
  response->set_command(manifest::CreateCommand(given));
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
