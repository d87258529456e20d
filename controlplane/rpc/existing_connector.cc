#include "controlplane/rpc/existing_connector.h"

#include <optional>

#include "base/status/status_macros.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {

absl::Status FillFromExisting(ConnectorStore& connectors, Connector& connector) {
  if (!IsId(connector.id.connector)) return absl::OkStatus();
  const absl::StatusOr<Connector> existing = connectors.GetConnector(connector.id);
  if (absl::IsNotFound(existing.status())) return absl::OkStatus();
  SLUICE_RETURN_IF_ERROR(existing.status());
  connector.uid = existing->uid;
  std::optional<AccessKey>& key = connector.spec.sink.access_key;
  const std::optional<AccessKey>& stored = existing->spec.sink.access_key;
  if (key.has_value() && stored.has_value() && key->secret.empty() && key->id == stored->id) {
    key->secret = stored->secret;
  }
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
