#ifndef SLUICE_CONVERSION_JSON_TEXT_H_
#define SLUICE_CONVERSION_JSON_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sluice::conversion {

// Appends `text`, which is UTF-8, as a JSON string: in quotes, only what must be is escaped.
void AppendJsonString(absl::string_view text, std::string& json);

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_JSON_TEXT_H_
