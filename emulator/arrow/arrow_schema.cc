#include "emulator/arrow/arrow_schema.h"

#include <string>
#include <utility>
#include <vector>

namespace sluice::emulator {
namespace {

// The members of Arrow's union of types that are needed here.
enum TypeTag {
  kInt = 2,
  kFloatingPoint = 3,
  kBinary = 4,
  kUtf8 = 5,
  kBool = 6,
  kDecimal = 7,
  kDate = 8,
  kTimestamp = 10,
  kList = 12,
  kStruct = 13,
  kMap = 17,
};

struct Described {
  TypeTag tag = kUtf8;
  FlatNode type = FlatNode::Table();
  std::vector<FlatNode> children;
};

FlatNode Field(const std::string& name, bool nullable, Described described) {
  return FlatNode::Table()
      .Child(0, FlatNode::Text(name))
      .Child(3, std::move(described.type))
      .Child(5, FlatNode::List(std::move(described.children)))
      .Number(1, nullable, 1)
      .Number(2, described.tag, 1);
}

Described Describe(const Type& type);

Described Integer(int bits) {
  return {.tag = kInt, .type = FlatNode::Table().Number(0, bits, 4).Number(1, 1, 1)};
}

Described SecondsAndNanos() {
  Described moment{.tag = kStruct};
  moment.children.push_back(Field("sec", true, Integer(64)));
  moment.children.push_back(Field("nano", true, Integer(32)));
  return moment;
}

Described DescribeNested(const Type& type) {
  if (type.kind == Kind::kArray) {
    Described list{.tag = kList};
    list.children.push_back(Field("item", true, Describe(type.parts[0])));
    return list;
  }
  Described fields{.tag = kStruct};
  for (size_t i = 0; i < type.parts.size(); ++i) {
    const bool is_map = type.kind == Kind::kMap;
    const std::string name = !is_map ? type.field_names[i] : i == 0 ? "key" : "value";
    fields.children.push_back(Field(name, !(is_map && i == 0), Describe(type.parts[i])));
  }
  if (type.kind == Kind::kStruct) return fields;
  Described map{.tag = kMap};
  map.children.push_back(Field("entries", false, std::move(fields)));
  return map;
}

Described Describe(const Type& type) {
  switch (type.kind) {
    case Kind::kTinyint:
      return Integer(8);
    case Kind::kSmallint:
      return Integer(16);
    case Kind::kInt:
      return Integer(32);
    case Kind::kBigint:
    case Kind::kIntervalYearMonth:
      return Integer(64);
    case Kind::kFloat:
      return {.tag = kFloatingPoint, .type = FlatNode::Table().Number(0, 1, 2)};
    case Kind::kDouble:
      return {.tag = kFloatingPoint, .type = FlatNode::Table().Number(0, 2, 2)};
    case Kind::kBoolean:
      return {.tag = kBool};
    case Kind::kBinary:
      return {.tag = kBinary};
    case Kind::kDecimal:
      return {.tag = kDecimal,
              .type = FlatNode::Table()
                          .Number(0, type.length, 4)
                          .Number(1, type.scale, 4)
                          .Number(2, 128, 4)};
    case Kind::kDate:  // Unit 0: days.
      return {.tag = kDate, .type = FlatNode::Table().Number(0, 0, 2)};
    case Kind::kDatetime:  // Unit 1: milliseconds.
      return {.tag = kTimestamp, .type = FlatNode::Table().Number(0, 1, 2)};
    case Kind::kTimestamp:
    case Kind::kTimestampNtz:
    case Kind::kIntervalDayTime:
      return SecondsAndNanos();
    case Kind::kArray:
    case Kind::kMap:
    case Kind::kStruct:
      return DescribeNested(type);
    default:
      return {};
  }
}

}  // namespace

FlatNode ArrowSchema(const Columns& columns) {
  std::vector<FlatNode> fields;
  for (const Column& column : columns) {
    fields.push_back(Field(column.name, column.nullable, Describe(column.type)));
  }
  return FlatNode::Table().Child(1, FlatNode::List(std::move(fields)));
}

}  // namespace sluice::emulator
