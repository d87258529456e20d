#ifndef SLUICE_CONTROLPLANE_VALIDATION_SINK_RULES_H_
#define SLUICE_CONTROLPLANE_VALIDATION_SINK_RULES_H_

#include "controlplane/model/connector_spec.h"
#include "controlplane/model/instance.h"
#include "controlplane/validation/violations.h"

namespace sluice::controlplane {

// Puts into `sink` what its endpoint tells, and the default zone. Pure.
void FillSinkDefaults(MaxComputeSink& sink);

// What is wrong with the fields of `connector.sink`, each for itself and among each other (R16 to
// R21). Pure.
void CheckSink(const MaxComputeSink& sink, Violations& violations);

// The same of what it takes to ask MaxCompute anything: endpoint, project, and role or access key.
void CheckSinkAccess(const MaxComputeSink& sink, Violations& violations);

// R16: whether the endpoint can be reached from the instance's network. Pure.
void CheckReach(const MaxComputeSink& sink, bool internet_access, const Instance& instance,
                Violations& violations);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_VALIDATION_SINK_RULES_H_
