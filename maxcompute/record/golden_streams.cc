#include "maxcompute/record/golden_streams.h"

#include <fstream>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "nlohmann/json.hpp"

namespace sluice::maxcompute {
namespace {

using Json = nlohmann::json;

Value ReadValue(const Json& json, const ColumnType& type) {
  switch (type.kind) {
    case TypeKind::kArray:
    case TypeKind::kMap:
    case TypeKind::kStruct:
      break;
    default:
      if (json.is_null()) return Value();
      if (json.is_boolean()) return Value{json.get<bool>()};
      if (json.is_number_integer()) return Value{json.get<int64_t>()};
      if (json.is_number() && type.kind == TypeKind::kFloat) return Value{json.get<float>()};
      if (json.is_number()) return Value{json.get<double>()};
      if (json.is_string()) return Value{json.get<std::string>()};
      if (json.contains("hex")) {
        return Value{absl::HexStringToBytes(json["hex"].get<std::string>())};
      }
      return Value{Timestamp{json["seconds"].get<int64_t>(), json["nanos"].get<int32_t>()}};
  }
  std::vector<Value> values;
  for (size_t i = 0; i < json.size(); ++i) {
    const size_t argument = type.kind == TypeKind::kStruct ? i
                            : type.kind == TypeKind::kMap  ? i % 2
                                                           : 0;
    values.push_back(ReadValue(json[i], type.arguments[argument]));
  }
  return Value{std::move(values)};
}

}  // namespace

std::vector<GoldenStream> ReadGoldenStreams(const std::string& section) {
  std::vector<GoldenStream> streams;
  std::ifstream in("tests/golden/maxcompute/record_streams.json");
  SLUICE_CHECK(in.good()) << "record_streams.json";
  const Json file = Json::parse(in);
  for (const Json& json : file.at(section)) {
    GoldenStream stream;
    stream.name = json["name"].get<std::string>();
    stream.bytes = absl::HexStringToBytes(json["hex"].get<std::string>());
    for (const Json& column : json["columns"]) {
      stream.types.push_back(ParseColumnType(column.get<std::string>()).value());
    }
    for (const Json& values : json["rows"]) {
      Row row;
      for (size_t i = 0; i < values.size(); ++i) {
        row.push_back(ReadValue(values[i], stream.types[i]));
      }
      stream.rows.push_back(std::move(row));
    }
    streams.push_back(std::move(stream));
  }
  SLUICE_CHECK(!streams.empty()) << section;
  return streams;
}

}  // namespace sluice::maxcompute
