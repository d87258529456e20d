#ifndef SLUICE_CLI_MANIFEST_FIELD_TEXT_H_
#define SLUICE_CLI_MANIFEST_FIELD_TEXT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace sluice::cli {

// Fills fields of resources from the texts of flags and YAML scalars. Enum values are taken in any
// letter case and with `-` for `_`. Pure.

// Sets `field`, or adds to it when it is repeated. INVALID_ARGUMENT says what was expected.
absl::Status SetFieldText(google::protobuf::Message& message,
                          const google::protobuf::FieldDescriptor& field, absl::string_view text);

// Whether the field holds a message that people write as one text: a time or a duration.
bool IsText(const google::protobuf::FieldDescriptor& field);

// Whether only the server sets the field: what it answered may be given back, and is passed over.
bool IsOutputOnly(const google::protobuf::FieldDescriptor& field);

// Sets the field that `path` (`sink.table`) leads to, making messages on the way. Each value may
// hold several parts with commas where the field is repeated, and is KEY=VALUE where it is a map.
absl::Status SetPathText(google::protobuf::Message& message, absl::string_view path,
                         const std::vector<std::string>& values);

// A field by its name in the proto or in JSON; nullptr when there is none.
const google::protobuf::FieldDescriptor* FindField(const google::protobuf::Descriptor& type,
                                                   absl::string_view name);

// The name of a field in JSON and YAML.
inline std::string NameOf(const google::protobuf::FieldDescriptor& field) {
  return field.json_name();
}

}  // namespace sluice::cli

#endif  // SLUICE_CLI_MANIFEST_FIELD_TEXT_H_
