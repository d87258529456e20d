#ifndef SLUICE_CONTROLPLANE_VALIDATION_SECURITY_RULES_H_
#define SLUICE_CONTROLPLANE_VALIDATION_SECURITY_RULES_H_

#include "controlplane/model/instance.h"
#include "controlplane/validation/violations.h"

namespace sluice::controlplane {

// What is wrong with login, certificates and key of `instance`, among themselves and for its
// security protocol. No violation shows a secret or a part of one. Pure.
void CheckSecurity(const Instance& instance, Violations& violations);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_VALIDATION_SECURITY_RULES_H_
