#include "emulator/value/type.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

constexpr int kDepthMax = 16;
constexpr int kDecimalDigits = 38;
constexpr int kDecimalScale = 18;

constexpr std::pair<Kind, const char*> kNames[] = {
    {Kind::kTinyint, "tinyint"},
    {Kind::kSmallint, "smallint"},
    {Kind::kInt, "int"},
    {Kind::kBigint, "bigint"},
    {Kind::kFloat, "float"},
    {Kind::kDouble, "double"},
    {Kind::kBoolean, "boolean"},
    {Kind::kString, "string"},
    {Kind::kVarchar, "varchar"},
    {Kind::kChar, "char"},
    {Kind::kBinary, "binary"},
    {Kind::kJson, "json"},
    {Kind::kDecimal, "decimal"},
    {Kind::kDate, "date"},
    {Kind::kDatetime, "datetime"},
    {Kind::kTimestamp, "timestamp"},
    {Kind::kTimestampNtz, "timestamp_ntz"},
    {Kind::kIntervalYearMonth, "interval_year_month"},
    {Kind::kIntervalDayTime, "interval_day_time"},
    {Kind::kArray, "array"},
    {Kind::kMap, "map"},
    {Kind::kStruct, "struct"},
};

const char* NameOf(Kind kind) {
  for (const auto& [known, name] : kNames) {
    if (known == kind) return name;
  }
  return "?";
}

// Recursive descent over "name", "name(n[,m])" and "name<…>".
class TypeParser {
 public:
  explicit TypeParser(absl::string_view text) : whole_(text), rest_(text) {}

  absl::StatusOr<Type> ParseWhole() {
    SLUICE_ASSIGN_OR_RETURN(Type type, ParseOne(0));
    if (!Peek().empty()) return Refuse();
    return type;
  }

 private:
  absl::StatusOr<Type> ParseOne(int depth) {
    if (depth > kDepthMax) return Refuse();
    std::string name = Word();
    if (name == "integer") name = "int";
    Type type;
    bool known = false;
    for (const auto& [kind, text] : kNames) {
      if (name == text) {
        type.kind = kind;
        known = true;
      }
    }
    if (!known) return Refuse();
    SLUICE_RETURN_IF_ERROR(ParseNumbers(type));
    SLUICE_RETURN_IF_ERROR(ParseParts(type, depth));
    return type;
  }

  absl::Status ParseNumbers(Type& type) {
    const bool has_length = type.kind == Kind::kVarchar || type.kind == Kind::kChar;
    if (type.kind == Kind::kDecimal) {
      type.length = kDecimalDigits;
      type.scale = kDecimalScale;
    }
    if (!Take("(")) return has_length ? Refuse() : absl::OkStatus();
    if (!has_length && type.kind != Kind::kDecimal) return Refuse();
    if (!absl::SimpleAtoi(Word(), &type.length) || type.length < 1) return Refuse();
    if (type.kind == Kind::kDecimal) {
      type.scale = 0;
      if (Take(",") && (!absl::SimpleAtoi(Word(), &type.scale) || type.scale < 0)) return Refuse();
      if (type.length > kDecimalDigits || type.scale > type.length) return Refuse();
    }
    return Take(")") ? absl::OkStatus() : Refuse();
  }

  absl::Status ParseParts(Type& type, int depth) {
    const bool nested =
        type.kind == Kind::kArray || type.kind == Kind::kMap || type.kind == Kind::kStruct;
    if (!nested) return absl::OkStatus();
    if (!Take("<")) return Refuse();
    do {
      if (type.kind == Kind::kStruct) {
        Take("`");
        type.field_names.push_back(Word());
        Take("`");
        if (type.field_names.back().empty() || !Take(":")) return Refuse();
      }
      SLUICE_ASSIGN_OR_RETURN(Type part, ParseOne(depth + 1));
      type.parts.push_back(std::move(part));
    } while (Take(","));
    if ((type.kind == Kind::kArray && type.parts.size() != 1) ||
        (type.kind == Kind::kMap && type.parts.size() != 2)) {
      return Refuse();
    }
    return Take(">") ? absl::OkStatus() : Refuse();
  }

  absl::string_view Peek() { return rest_ = absl::StripLeadingAsciiWhitespace(rest_); }

  bool Take(absl::string_view mark) {
    if (!absl::StartsWith(Peek(), mark)) return false;
    rest_.remove_prefix(mark.size());
    return true;
  }

  std::string Word() {
    Peek();
    size_t end = 0;
    while (end < rest_.size() && (absl::ascii_isalnum(rest_[end]) || rest_[end] == '_')) ++end;
    std::string word = absl::AsciiStrToLower(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return word;
  }

  absl::Status Refuse() const {
    return ServiceError("InvalidArgument",
                        absl::StrCat("not a column type: ", whole_.substr(0, 64)));
  }

  const absl::string_view whole_;
  absl::string_view rest_;
};

}  // namespace

std::string Type::ToString() const {
  std::string text = NameOf(kind);
  if (kind == Kind::kVarchar || kind == Kind::kChar) absl::StrAppend(&text, "(", length, ")");
  if (kind == Kind::kDecimal) absl::StrAppend(&text, "(", length, ",", scale, ")");
  if (parts.empty()) return text;
  for (size_t i = 0; i < parts.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? "<" : ",", kind == Kind::kStruct ? field_names[i] + ":" : "",
                    parts[i].ToString());
  }
  return text + ">";
}

absl::StatusOr<Type> ParseType(absl::string_view text) { return TypeParser(text).ParseWhole(); }

int FindColumn(const Columns& columns, absl::string_view name) {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (absl::EqualsIgnoreCase(columns[i].name, name)) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace sluice::emulator
