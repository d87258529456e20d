#ifndef SLUICE_CONTROLPLANE_RPC_DEFINITION_DIFF_H_
#define SLUICE_CONTROLPLANE_RPC_DEFINITION_DIFF_H_

#include <vector>

#include "controlplane/model/connector.h"
#include "sluice/v1/connector.pb.h"
#include "sluice/v1/revision.pb.h"

namespace sluice::controlplane {

// What a user sets of a connector, with its secrets: for comparing, never for answering.
v1::Connector DefinitionWithSecrets(const Connector& connector);

// In which fields that users set two definitions differ, in the order of Connector's fields, with
// what a change of each means (lifecycle/change_table.h). Values of secrets are left out. Pure.
std::vector<v1::FieldDifference> DifferencesOf(const v1::Connector& from, const v1::Connector& to);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_DEFINITION_DIFF_H_
