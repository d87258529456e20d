#include "controlplane/rpc/existing_connector.h"

#include "base/status/status_macros.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {

bool KeySignsForTheSame(const MaxComputeSink& stored, const MaxComputeSink& changed) {
  return stored.endpoint == changed.endpoint && stored.tunnel_endpoint == changed.tunnel_endpoint;
}

absl::Status FillFromExisting(ConnectorStore& connectors, Connector& connector) {
  if (!IsId(connector.id.connector)) return absl::OkStatus();
  const absl::StatusOr<Connector> existing = connectors.GetConnector(connector.id);
  if (absl::IsNotFound(existing.status())) return absl::OkStatus();
  SLUICE_RETURN_IF_ERROR(existing.status());
  connector.uid = existing->uid;
  const MaxComputeSink& known = existing->spec.sink;
  MaxComputeSink& sink = connector.spec.sink;
  if (!sink.access_key.has_value() || !known.access_key.has_value() ||
      !KeySignsForTheSame(known, sink)) {
    return absl::OkStatus();
  }
  AccessKey& key = *sink.access_key;
  if (key.secret.empty() && key.id == known.access_key->id) key.secret = known.access_key->secret;
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
