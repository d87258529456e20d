#ifndef SLUICE_CONTROLPLANE_RPC_EXISTING_CONNECTOR_H_
#define SLUICE_CONTROLPLANE_RPC_EXISTING_CONNECTOR_H_

#include "absl/status/status.h"
#include "controlplane/model/connector.h"
#include "controlplane/store/connector_store.h"

namespace sluice::controlplane {

// Whether what an access key signs goes to nobody by `changed` who did not get it by `stored`.
bool KeySignsForTheSame(const MaxComputeSink& stored, const MaxComputeSink& changed);

// Completes a definition by what is stored of the connector of its name, if there is one: its uid,
// and the secret of its access key. A secret is never answered, so a definition that was read has
// none. With another endpoint it stays out: what it signs would go to whoever answers there.
absl::Status FillFromExisting(ConnectorStore& connectors, Connector& connector);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_EXISTING_CONNECTOR_H_
