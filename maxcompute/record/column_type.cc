#include "maxcompute/record/column_type.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "base/status/status_macros.h"

namespace sluice::maxcompute {
namespace {

struct KindName {
  TypeKind kind;
  absl::string_view name;
};

constexpr KindName kKindNames[] = {
    {TypeKind::kTinyint, "TINYINT"},
    {TypeKind::kSmallint, "SMALLINT"},
    {TypeKind::kInt, "INT"},
    {TypeKind::kBigint, "BIGINT"},
    {TypeKind::kBoolean, "BOOLEAN"},
    {TypeKind::kDatetime, "DATETIME"},
    {TypeKind::kDate, "DATE"},
    {TypeKind::kIntervalYearMonth, "INTERVAL_YEAR_MONTH"},
    {TypeKind::kDouble, "DOUBLE"},
    {TypeKind::kFloat, "FLOAT"},
    {TypeKind::kString, "STRING"},
    {TypeKind::kBinary, "BINARY"},
    {TypeKind::kChar, "CHAR"},
    {TypeKind::kVarchar, "VARCHAR"},
    {TypeKind::kJson, "JSON"},
    {TypeKind::kDecimal, "DECIMAL"},
    {TypeKind::kTimestamp, "TIMESTAMP"},
    {TypeKind::kTimestampNtz, "TIMESTAMP_NTZ"},
    {TypeKind::kIntervalDayTime, "INTERVAL_DAY_TIME"},
    {TypeKind::kArray, "ARRAY"},
    {TypeKind::kMap, "MAP"},
    {TypeKind::kStruct, "STRUCT"},
};

constexpr int kDepthMax = 20;  // The service allows as much; deeper texts only cost stack.
constexpr int kDecimalPrecision = 38;
constexpr int kDecimalScale = 18;

absl::string_view NameOf(TypeKind kind) {
  for (const KindName& entry : kKindNames) {
    if (entry.kind == kind) return entry.name;
  }
  return "?";
}

// Descends through the text; every method leaves `rest_` after what it has read.
class TypeParser {
 public:
  explicit TypeParser(absl::string_view text) : text_(text), rest_(text) {}

  absl::StatusOr<ColumnType> Parse() {
    SLUICE_ASSIGN_OR_RETURN(ColumnType type, ParseType(0));
    SkipBlanks();
    if (!rest_.empty()) return Unknown();
    return type;
  }

 private:
  absl::StatusOr<ColumnType> ParseType(int depth) {
    if (depth > kDepthMax) return Unknown();
    const std::string name = absl::AsciiStrToUpper(Word());
    ColumnType type;
    bool known = false;
    for (const KindName& entry : kKindNames) {
      if (entry.name != name) continue;
      type.kind = entry.kind;
      known = true;
    }
    if (!known) return Unknown();
    switch (type.kind) {
      case TypeKind::kChar:
      case TypeKind::kVarchar:
        return ParseLength(std::move(type));
      case TypeKind::kDecimal:
        return ParsePrecision(std::move(type));
      case TypeKind::kArray:
        return ParseArguments(std::move(type), 1, depth);
      case TypeKind::kMap:
        return ParseArguments(std::move(type), 2, depth);
      case TypeKind::kStruct:
        return ParseFields(std::move(type), depth);
      default:
        return type;
    }
  }

  absl::StatusOr<ColumnType> ParseLength(ColumnType type) {
    if (!Take('(')) return Unknown();
    const std::optional<int> length = Number();
    if (!length.has_value() || *length < 1 || !Take(')')) return Unknown();
    type.length = *length;
    return type;
  }

  absl::StatusOr<ColumnType> ParsePrecision(ColumnType type) {
    type.precision = kDecimalPrecision;
    type.scale = kDecimalScale;
    if (!Take('(')) return type;
    const std::optional<int> precision = Number();
    std::optional<int> scale = 0;
    if (Take(',')) scale = Number();
    if (!precision.has_value() || !scale.has_value() || *precision < 1 || *scale > *precision ||
        !Take(')')) {
      return Unknown();
    }
    type.precision = *precision;
    type.scale = *scale;
    return type;
  }

  absl::StatusOr<ColumnType> ParseArguments(ColumnType type, int count, int depth) {
    if (!Take('<')) return Unknown();
    for (int i = 0; i < count; ++i) {
      if (i > 0 && !Take(',')) return Unknown();
      SLUICE_ASSIGN_OR_RETURN(ColumnType argument, ParseType(depth + 1));
      type.arguments.push_back(std::move(argument));
    }
    if (!Take('>')) return Unknown();
    return type;
  }

  absl::StatusOr<ColumnType> ParseFields(ColumnType type, int depth) {
    if (!Take('<')) return Unknown();
    do {
      const absl::string_view name = FieldName();
      if (name.empty() || !Take(':')) return Unknown();
      SLUICE_ASSIGN_OR_RETURN(ColumnType argument, ParseType(depth + 1));
      type.field_names.emplace_back(name);
      type.arguments.push_back(std::move(argument));
    } while (Take(','));
    if (!Take('>')) return Unknown();
    return type;
  }

  void SkipBlanks() { rest_ = absl::StripLeadingAsciiWhitespace(rest_); }

  bool Take(char wanted) {
    SkipBlanks();
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  absl::string_view Word() {
    SkipBlanks();
    size_t length = 0;
    while (
        length < rest_.size() &&
        (absl::ascii_isalnum(static_cast<unsigned char>(rest_[length])) || rest_[length] == '_')) {
      ++length;
    }
    const absl::string_view word = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return word;
  }

  // A word, or anything between backquotes.
  absl::string_view FieldName() {
    if (!Take('`')) return Word();
    const size_t end = rest_.find('`');
    if (end == absl::string_view::npos) return {};
    const absl::string_view name = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return name;
  }

  std::optional<int> Number() {
    int number = 0;
    if (!absl::SimpleAtoi(Word(), &number) || number < 0) return std::nullopt;
    return number;
  }

  absl::Status Unknown() const {
    return absl::InvalidArgumentError(absl::StrCat(
        "column type '", absl::CHexEscape(text_.substr(0, 64)), "' is not known to this version"));
  }

  const absl::string_view text_;
  absl::string_view rest_;
};

}  // namespace

std::string ColumnType::ToString() const {
  const absl::string_view name = NameOf(kind);
  switch (kind) {
    case TypeKind::kChar:
    case TypeKind::kVarchar:
      return absl::StrCat(name, "(", length, ")");
    case TypeKind::kDecimal:
      return absl::StrCat(name, "(", precision, ",", scale, ")");
    case TypeKind::kArray:
    case TypeKind::kMap:
      return absl::StrCat(name, "<",
                          absl::StrJoin(arguments, ",",
                                        [](std::string* out, const ColumnType& type) {
                                          absl::StrAppend(out, type.ToString());
                                        }),
                          ">");
    case TypeKind::kStruct: {
      std::string text = absl::StrCat(name, "<");
      for (size_t i = 0; i < arguments.size(); ++i) {
        absl::StrAppend(&text, i > 0 ? "," : "", field_names[i], ":", arguments[i].ToString());
      }
      return text + ">";
    }
    default:
      return std::string(name);
  }
}

absl::StatusOr<ColumnType> ParseColumnType(absl::string_view text) {
  return TypeParser(text).Parse();
}

}  // namespace sluice::maxcompute
