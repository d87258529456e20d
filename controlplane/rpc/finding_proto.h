#ifndef SLUICE_CONTROLPLANE_RPC_FINDING_PROTO_H_
#define SLUICE_CONTROLPLANE_RPC_FINDING_PROTO_H_

#include "controlplane/preflight/finding.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "sluice/v1/connector.pb.h"

namespace sluice::controlplane {

inline constexpr int kFindingsMax = 128;

// Appends the findings, in their order, until there are kFindingsMax. Texts become valid UTF-8; a
// remedy stays whole as far as a statement is long. Pure.
void AddToProto(const Findings& findings, google::protobuf::RepeatedPtrField<v1::Finding>& protos);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_FINDING_PROTO_H_
