#ifndef SLUICE_EMULATOR_STORE_SCHEMA_JSON_H_
#define SLUICE_EMULATOR_STORE_SCHEMA_JSON_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "emulator/value/type.h"

namespace sluice::emulator {

// How lists and properties lie in the metadata.
std::string ColumnsToJson(const Columns& columns);
absl::StatusOr<Columns> ColumnsFromJson(absl::string_view json);
std::string StringsToJson(const std::vector<std::string>& strings);
absl::StatusOr<std::vector<std::string>> StringsFromJson(absl::string_view json);
std::string PropertiesToJson(const std::map<std::string, std::string>& properties);
absl::StatusOr<std::map<std::string, std::string>> PropertiesFromJson(absl::string_view json);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_SCHEMA_JSON_H_
