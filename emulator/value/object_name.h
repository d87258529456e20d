#ifndef SLUICE_EMULATOR_VALUE_OBJECT_NAME_H_
#define SLUICE_EMULATOR_VALUE_OBJECT_NAME_H_

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace sluice::emulator {

// The schema that every project has, and the only one of most.
inline constexpr char kDefaultSchema[] = "default";

// A table's name within its project, in lower case: `t` in the default schema (also when none is
// said), `s.t` in another. Neither part has a point of its own.
inline std::string NameInProject(absl::string_view schema, absl::string_view table) {
  std::string name = absl::AsciiStrToLower(table);
  if (schema.empty() || absl::EqualsIgnoreCase(schema, kDefaultSchema)) return name;
  return absl::StrCat(absl::AsciiStrToLower(schema), ".", name);
}

// The two parts of such a name.
inline std::string SchemaOf(absl::string_view name) {
  const size_t point = name.find('.');
  return point == name.npos ? kDefaultSchema : std::string(name.substr(0, point));
}
inline std::string NameInSchema(absl::string_view name) {
  const size_t point = name.find('.');
  return std::string(point == name.npos ? name : name.substr(point + 1));
}

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_VALUE_OBJECT_NAME_H_
