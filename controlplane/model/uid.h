#ifndef SLUICE_CONTROLPLANE_MODEL_UID_H_
#define SLUICE_CONTROLPLANE_MODEL_UID_H_

#include <string>

namespace sluice::controlplane {

// A new random uid (UUID version 4, lower case). Every thread may call.
std::string NewUid();

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_UID_H_
