#ifndef SLUICE_CONTROLPLANE_VALIDATION_INSTANCE_RULES_H_
#define SLUICE_CONTROLPLANE_VALIDATION_INSTANCE_RULES_H_

#include "controlplane/model/instance.h"
#include "controlplane/validation/violations.h"

namespace sluice::controlplane {

// Puts defaults where nothing was given. Pure.
void FillDefaults(Instance& instance);

// Everything that is wrong with the definition, as fields of CreateInstanceRequest. Pure.
void CheckInstance(const Instance& instance, Violations& violations);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_VALIDATION_INSTANCE_RULES_H_
