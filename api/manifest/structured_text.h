#ifndef SLUICE_API_MANIFEST_STRUCTURED_TEXT_H_
#define SLUICE_API_MANIFEST_STRUCTURED_TEXT_H_

#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "nlohmann/json.hpp"

namespace sluice::manifest {

// Messages as text for programs. Names and values are those of the API's JSON, maps in the order of
// their keys: the same message is always the same text. Pure.

// With two blanks per level and a line break at the end.
std::string JsonText(const google::protobuf::Message& message);

// A list: `{"FIELD": […]}`.
std::string JsonText(const std::string& field,
                     const std::vector<const google::protobuf::Message*>& messages);

// Block style, text quoted where YAML would read something else. A `kind` other than empty stands
// in front, so that the text can be given to `create -f` again.
std::string YamlText(const google::protobuf::Message& message, const std::string& kind = "");

// The same of any JSON value.
std::string YamlText(const nlohmann::ordered_json& value);

}  // namespace sluice::manifest

#endif  // SLUICE_API_MANIFEST_STRUCTURED_TEXT_H_
