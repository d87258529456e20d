#ifndef SLUICE_CONTROLPLANE_RPC_UPDATE_MASK_H_
#define SLUICE_CONTROLPLANE_RPC_UPDATE_MASK_H_

#include "controlplane/validation/violations.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

// Which fields of a resource an update is about. Pure.
namespace sluice::controlplane {

// Whether users set the field: it is not the server's, and no name or etag.
bool IsUsersField(const google::protobuf::FieldDescriptor& field);

// The paths that an update of `resource` changes: those in `given`; all with `*`; without any,
// those that are set in `resource`, down to the leaves (of a login whose password alone is given,
// the password). A path that names no field, or one that is the server's, is a violation of
// `update_mask`, as are more than 100.
google::protobuf::FieldMask ReadUpdateMask(const google::protobuf::FieldMask& given,
                                           const google::protobuf::Message& resource,
                                           Violations& violations);

// Makes the fields that `mask` names in `into` those of `from`; one that is not set there is
// cleared.
void ReplaceFields(const google::protobuf::Message& from, const google::protobuf::FieldMask& mask,
                   google::protobuf::Message& into);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_UPDATE_MASK_H_
