#include "controlplane/rpc/existing_connector.h"

#include "base/status/status_macros.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {

absl::Status FillFromExisting(ConnectorStore& connectors, Connector& connector) {
  if (!IsId(connector.id.connector)) return absl::OkStatus();
  const absl::StatusOr<Connector> existing = connectors.GetConnector(connector.id);
  if (absl::IsNotFound(existing.status())) return absl::OkStatus();
  SLUICE_RETURN_IF_ERROR(existing.status());
  connector.uid = existing->uid;
  const MaxComputeSink& known = existing->spec.sink;
  MaxComputeSink& sink = connector.spec.sink;
  const bool same_place =
      sink.endpoint == known.endpoint && sink.tunnel_endpoint == known.tunnel_endpoint;
  if (!sink.access_key.has_value() || !known.access_key.has_value() || !same_place) {
    return absl::OkStatus();
  }
  AccessKey& key = *sink.access_key;
  if (key.secret.empty() && key.id == known.access_key->id) key.secret = known.access_key->secret;
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
