#include "conversion/json_value_writer.h"

#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sluice::conversion {
namespace {

using maxcompute::ColumnType;
using maxcompute::TypeKind;
using Kind = JsonDocument::Kind;

bool HoldsText(TypeKind kind) {
  return kind == TypeKind::kString || kind == TypeKind::kVarchar || kind == TypeKind::kChar;
}

bool HoldsNumber(TypeKind kind) {
  switch (kind) {
    case TypeKind::kTinyint:
    case TypeKind::kSmallint:
    case TypeKind::kInt:
    case TypeKind::kBigint:
    case TypeKind::kDouble:
    case TypeKind::kFloat:
    case TypeKind::kDecimal:
      return true;
    default:
      return false;
  }
}

const char* NameOf(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kFalse:
    case Kind::kTrue:
      return "a boolean";
    case Kind::kNumber:
      return "a number";
    case Kind::kString:
      return "a string";
    case Kind::kArray:
      return "an array";
    case Kind::kObject:
      return "an object";
  }
  return "";
}

Misfit Unfit(Kind kind, const ColumnType& type) {
  return {.reason = "VALUE_UNFIT",
          .message = absl::StrCat("is ", NameOf(kind), ", which is no ", type.ToString())};
}

Misfit Twice() { return {.reason = "FIELD_TWICE", .message = "is an object with a member twice"}; }

}  // namespace

std::optional<Misfit> JsonValueWriter::Write(const ColumnType& type, const JsonDocument& document,
                                             uint32_t value, const Cell& cell) {
  switch (type.kind) {
    case TypeKind::kArray:
    case TypeKind::kMap:
    case TypeKind::kStruct: {
      const int64_t before = cell.row_bytes();
      if (std::optional<Misfit> misfit = WriteNested(type, document, value, cell)) return misfit;
      return scalars_.CheckSize(cell.row_bytes() - before);
    }
    default:
      return WriteScalar(type, document, value, cell);
  }
}

std::optional<Misfit> JsonValueWriter::WriteScalar(const ColumnType& type,
                                                   const JsonDocument& document, uint32_t value,
                                                   const Cell& cell) {
  const Kind kind = document.KindOf(value);
  if (type.kind != TypeKind::kJson) {
    const bool as_text =
        kind == Kind::kString ||
        (kind == Kind::kNumber && (HoldsText(type.kind) || HoldsNumber(type.kind)));
    if (as_text) return scalars_.Write(type, document.TextOf(value), cell);
    const bool is_boolean = kind == Kind::kTrue || kind == Kind::kFalse;
    if (!HoldsText(type.kind) && !(is_boolean && type.kind == TypeKind::kBoolean))
      return Unfit(kind, type);
  }
  json_.clear();
  document.AppendJson(value, json_);
  if (type.kind != TypeKind::kJson) return scalars_.Write(type, json_, cell);
  // It came from JSON: it need not be read again.
  if (std::optional<Misfit> misfit = scalars_.CheckSize(static_cast<int64_t>(json_.size())))
    return misfit;
  cell.String(json_);
  return std::nullopt;
}

std::optional<Misfit> JsonValueWriter::WriteNested(const ColumnType& type,
                                                   const JsonDocument& document, uint32_t value,
                                                   const Cell& cell) {
  const Kind kind = document.KindOf(value);
  if (kind != (type.kind == TypeKind::kArray ? Kind::kArray : Kind::kObject))
    return Unfit(kind, type);
  cell.Nested();
  if (type.kind == TypeKind::kStruct) return WriteStruct(type, document, value, cell);
  if (type.kind == TypeKind::kMap) return WriteMap(type, document, value, cell);
  cell.Count(document.CountIn(value));
  for (uint32_t inner = value + 1; inner < document.EndOf(value); inner = document.EndOf(inner)) {
    if (std::optional<Misfit> misfit = WriteElement(type.arguments[0], document, inner, cell))
      return misfit;
  }
  return std::nullopt;
}

std::optional<Misfit> JsonValueWriter::WriteMap(const ColumnType& type,
                                                const JsonDocument& document, uint32_t value,
                                                const Cell& cell) {
  absl::flat_hash_set<absl::string_view> names;
  cell.Count(document.CountIn(value));
  for (uint32_t inner = value + 1; inner < document.EndOf(value); inner = document.EndOf(inner)) {
    if (!names.insert(document.NameOf(inner)).second) return Twice();
    if (std::optional<Misfit> misfit =
            scalars_.Write(type.arguments[0], document.NameOf(inner), cell.Within())) {
      return misfit;
    }
  }
  cell.Count(document.CountIn(value));
  for (uint32_t inner = value + 1; inner < document.EndOf(value); inner = document.EndOf(inner)) {
    if (std::optional<Misfit> misfit = WriteElement(type.arguments[1], document, inner, cell))
      return misfit;
  }
  return std::nullopt;
}

std::optional<Misfit> JsonValueWriter::WriteStruct(const ColumnType& type,
                                                   const JsonDocument& document, uint32_t value,
                                                   const Cell& cell) {
  // Which member each field is; 0, the document itself, is none. Other members are ignored.
  std::vector<uint32_t> members(type.arguments.size(), 0);
  for (uint32_t inner = value + 1; inner < document.EndOf(value); inner = document.EndOf(inner)) {
    for (size_t field = 0; field < members.size(); ++field) {
      if (!absl::EqualsIgnoreCase(type.field_names[field], document.NameOf(inner))) continue;
      if (members[field] != 0) return Twice();
      members[field] = inner;
      break;
    }
  }
  for (size_t field = 0; field < members.size(); ++field) {
    if (members[field] == 0) {
      cell.Within().Null();
      continue;
    }
    if (std::optional<Misfit> misfit =
            WriteElement(type.arguments[field], document, members[field], cell)) {
      return misfit;
    }
  }
  return std::nullopt;
}

std::optional<Misfit> JsonValueWriter::WriteElement(const ColumnType& type,
                                                    const JsonDocument& document, uint32_t value,
                                                    const Cell& cell) {
  if (document.KindOf(value) == Kind::kNull) {
    cell.Within().Null();
    return std::nullopt;
  }
  return Write(type, document, value, cell.Within());
}

}  // namespace sluice::conversion
