#ifndef SLUICE_CONTROLPLANE_GATEWAY_JSON_SHAPE_H_
#define SLUICE_CONTROLPLANE_GATEWAY_JSON_SHAPE_H_

#include "absl/strings/string_view.h"
#include "controlplane/validation/violations.h"
#include "google/protobuf/descriptor.h"
#include "nlohmann/json.hpp"

namespace sluice::controlplane {

// Adds a violation for everything in `value` that no `message` has: unknown fields, one field under
// both of its spellings, values of another kind, names and numbers that no enum has. `path` names
// the message within the request, as BadRequest does; empty for the request itself.
//
// protobuf's own parser then does the rest; it alone would let much of this pass. Pure.
void CheckShape(const nlohmann::json& value, const google::protobuf::Descriptor& message,
                absl::string_view path, Violations& violations);

// The same of a value of one field.
void CheckFieldShape(const nlohmann::json& value, const google::protobuf::FieldDescriptor& field,
                     absl::string_view path, Violations& violations);

// The field that JSON calls `name`: in lowerCamelCase, or as the proto writes it. Null for none.
const google::protobuf::FieldDescriptor* FindJsonField(const google::protobuf::Descriptor& message,
                                                       absl::string_view name);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_JSON_SHAPE_H_
