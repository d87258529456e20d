#ifndef SLUICE_CONTROLPLANE_VALIDATION_RESOURCE_RULES_H_
#define SLUICE_CONTROLPLANE_VALIDATION_RESOURCE_RULES_H_

#include "absl/strings/string_view.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/validation/violations.h"

namespace sluice::controlplane {

// The names of R5, R9 and R10 where none was given. Pure.
void FillResourceDefaults(absl::string_view connector, ConnectorResources& resources);

// The rules about a connector's own topics and groups (R5 to R10); `instance` may be null. Pure.
void CheckResources(const Connector& connector, const Instance* instance, Violations& violations);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_VALIDATION_RESOURCE_RULES_H_
