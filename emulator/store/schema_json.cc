#include "emulator/store/schema_json.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/status/status_macros.h"

namespace sluice::emulator {
namespace {

using Json = nlohmann::json;

// What a client may have put into a comment or a partition value need not be UTF-8.
std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

absl::StatusOr<Json> ParseList(absl::string_view text) {
  Json json = Json::parse(text.begin(), text.end(), nullptr, false);
  if (!json.is_array()) return absl::DataLossError("metadata: a list is damaged");
  return json;
}

}  // namespace

std::string ColumnsToJson(const Columns& columns) {
  Json list = Json::array();
  for (const Column& column : columns) {
    list.push_back({{"name", column.name},
                    {"type", column.type.ToString()},
                    {"nullable", column.nullable},
                    {"comment", column.comment}});
  }
  return Dump(list);
}

absl::StatusOr<Columns> ColumnsFromJson(absl::string_view json) {
  SLUICE_ASSIGN_OR_RETURN(Json list, ParseList(json));
  Columns columns;
  for (const Json& item : list) {
    SLUICE_ASSIGN_OR_RETURN(Type type, ParseType(item.value("type", "")));
    columns.push_back({.name = item.value("name", ""),
                       .type = std::move(type),
                       .nullable = item.value("nullable", true),
                       .comment = item.value("comment", "")});
  }
  return columns;
}

std::string StringsToJson(const std::vector<std::string>& strings) { return Dump(Json(strings)); }

absl::StatusOr<std::vector<std::string>> StringsFromJson(absl::string_view json) {
  SLUICE_ASSIGN_OR_RETURN(Json list, ParseList(json));
  std::vector<std::string> strings;
  for (const Json& item : list) {
    if (!item.is_string()) return absl::DataLossError("metadata: a list is damaged");
    strings.push_back(item.get<std::string>());
  }
  return strings;
}

std::string PropertiesToJson(const std::map<std::string, std::string>& properties) {
  return Dump(Json(properties));
}

absl::StatusOr<std::map<std::string, std::string>> PropertiesFromJson(absl::string_view json) {
  Json object = Json::parse(json.begin(), json.end(), nullptr, false);
  if (!object.is_object()) return absl::DataLossError("metadata: properties are damaged");
  std::map<std::string, std::string> properties;
  for (const auto& [name, value] : object.items()) {
    if (!value.is_string()) return absl::DataLossError("metadata: properties are damaged");
    properties[name] = value.get<std::string>();
  }
  return properties;
}

}  // namespace sluice::emulator
