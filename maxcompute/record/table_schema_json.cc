#include "maxcompute/record/table_schema_json.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "nlohmann/json.hpp"

namespace sluice::maxcompute {
namespace {

using Json = nlohmann::json;

std::string TextAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// REST says `isNullable`, the tunnel `nullable`; a service that says neither means that NULL may
// be.
bool NullableAt(const Json& object) {
  for (const char* key : {"nullable", "isNullable"}) {
    const auto found = object.find(key);
    if (found == object.end()) continue;
    if (found->is_boolean()) return found->get<bool>();
    if (found->is_string()) return !absl::EqualsIgnoreCase(found->get<std::string>(), "false");
  }
  return true;
}

absl::StatusOr<std::vector<Column>> ColumnsAt(const Json& schema, const char* key) {
  std::vector<Column> columns;
  const auto list = schema.find(key);
  if (list == schema.end()) return columns;
  if (!list->is_array()) {
    return absl::InvalidArgumentError(absl::StrCat("'", key, "' of the table schema is no list"));
  }
  for (const Json& item : *list) {
    Column column;
    if (item.is_object()) column.name = absl::AsciiStrToLower(TextAt(item, "name"));
    if (column.name.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", key, "' of the table schema holds a column without a name"));
    }
    absl::StatusOr<ColumnType> type = ParseColumnType(TextAt(item, "type"));
    if (!type.ok()) return Annotate(type.status(), absl::StrCat("column ", column.name));
    column.type = *std::move(type);
    column.nullable = NullableAt(item);
    column.comment = TextAt(item, "comment");
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace

absl::StatusOr<TableSchema> ParseTableSchema(absl::string_view json) {
  const Json object = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object() || !object.contains("columns")) {
    return absl::InvalidArgumentError("the table schema is no JSON object with 'columns'");
  }
  TableSchema schema;
  SLUICE_ASSIGN_OR_RETURN(schema.columns, ColumnsAt(object, "columns"));
  SLUICE_ASSIGN_OR_RETURN(schema.partition_keys, ColumnsAt(object, "partitionKeys"));
  return schema;
}

}  // namespace sluice::maxcompute
