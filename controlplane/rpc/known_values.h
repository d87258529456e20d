#ifndef SLUICE_CONTROLPLANE_RPC_KNOWN_VALUES_H_
#define SLUICE_CONTROLPLANE_RPC_KNOWN_VALUES_H_

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace sluice::controlplane {

// INVALID_ARGUMENT, VALIDATION_FAILED, when something in `request` is not in its proto: a field, or
// the number of an enum. gRPC lets both pass, and what nobody reads would be lost in silence.
absl::Status CheckKnown(const google::protobuf::Message& request);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_KNOWN_VALUES_H_
