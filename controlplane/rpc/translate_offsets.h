#ifndef SLUICE_CONTROLPLANE_RPC_TRANSLATE_OFFSETS_H_
#define SLUICE_CONTROLPLANE_RPC_TRANSLATE_OFFSETS_H_

#include "absl/strings/string_view.h"
#include "controlplane/offsets/offset_plan.h"
#include "controlplane/validation/violations.h"
#include "sluice/v1/offset.pb.h"

// Protos of offsets to values and back. Pure.
namespace sluice::controlplane {

OffsetTarget TargetFromProto(const v1::OffsetTarget& proto, absl::string_view field,
                             Violations& violations);

// A plan as a client gave it back. What it says beside target, moves, time and etag is for people
// and not read.
OffsetPlan PlanFromProto(const v1::OffsetPlan& proto, absl::string_view field,
                         Violations& violations);

void ToProto(const PartitionMove& move, v1::PartitionMove& proto);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_TRANSLATE_OFFSETS_H_
