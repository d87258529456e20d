#ifndef SLUICE_CONTROLPLANE_RPC_TRANSLATE_OPERATION_H_
#define SLUICE_CONTROLPLANE_RPC_TRANSLATE_OPERATION_H_

#include "controlplane/model/operation.h"
#include "google/longrunning/operations.pb.h"

namespace sluice::controlplane {

// An operation as the API shows it. Its `response` is JSON of the message that operation.proto
// names for its kind, and becomes that message here. Pure.
google::longrunning::Operation ToProto(const Operation& operation);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_TRANSLATE_OPERATION_H_
