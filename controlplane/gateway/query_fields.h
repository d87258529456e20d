#ifndef SLUICE_CONTROLPLANE_GATEWAY_QUERY_FIELDS_H_
#define SLUICE_CONTROLPLANE_GATEWAY_QUERY_FIELDS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "controlplane/validation/violations.h"
#include "google/protobuf/message.h"

namespace sluice::controlplane {

// A field somewhere below a request.
struct FieldPlace {
  std::vector<const google::protobuf::FieldDescriptor*> path;  // The last one is the field.
  std::string name;                                            // `connector.source.topic`

  const google::protobuf::FieldDescriptor& field() const { return *path.back(); }
};

// The field that `dotted` names, each part in either spelling; nothing when there is none, or when
// the way to it leads through a repeated field.
std::optional<FieldPlace> FindField(const google::protobuf::Descriptor& message,
                                    absl::string_view dotted);

// Gives the field the value that stands in a query: enums by name, bytes as base64, times,
// durations and field masks as JSON writes them; a repeated field gets one more. Where a violation
// is added, because it is no single value or not of this form, nothing changes.
void SetFromQuery(const FieldPlace& place, const std::string& value,
                  google::protobuf::Message& request, Violations& violations);

// Gives the text field the value that it has in `where`, such as `the path`. One that is there and
// is another is a violation.
void SetText(const FieldPlace& place, const std::string& value, absl::string_view where,
             google::protobuf::Message& request, Violations& violations);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_QUERY_FIELDS_H_
