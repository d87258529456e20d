#include "maxcompute/record/value.h"

#include <charconv>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sluice::maxcompute {
namespace {

// The fewest digits that read back as the same number.
std::string Shortest(auto number) {
  char text[64];
  const std::to_chars_result result = std::to_chars(text, text + sizeof text, number);
  return std::string(text, result.ptr);
}

std::string InUtc(absl::Time time, absl::string_view format) {
  return absl::FormatTime(format, time, absl::UTCTimeZone());
}

std::string IntegerText(int64_t number, TypeKind kind) {
  switch (kind) {
    case TypeKind::kDatetime:
      return InUtc(absl::FromUnixMillis(number), "%E4Y-%m-%d %H:%M:%E3S");
    case TypeKind::kDate: {
      const absl::CivilDay day = absl::CivilDay(1970, 1, 1) + number;
      return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
    }
    default:
      return absl::StrCat(number);
  }
}

std::string TimestampText(const Timestamp& value, TypeKind kind) {
  if (kind == TypeKind::kIntervalDayTime) {
    return absl::StrFormat("%d.%09d", value.seconds, value.nanos);
  }
  return InUtc(absl::FromUnixSeconds(value.seconds) + absl::Nanoseconds(value.nanos),
               "%E4Y-%m-%d %H:%M:%E9S");
}

std::string ListText(const std::vector<Value>& values, const ColumnType& type) {
  std::string text;
  for (size_t i = 0; i < values.size(); ++i) {
    if (type.kind == TypeKind::kMap) {
      const bool is_key = i % 2 == 0;
      absl::StrAppend(&text,
                      i == 0   ? ""
                      : is_key ? ", "
                               : ": ",
                      values[i].ToString(type.arguments[is_key ? 0 : 1]));
    } else if (type.kind == TypeKind::kStruct) {
      absl::StrAppend(&text, i == 0 ? "" : ", ", type.field_names[i], ": ",
                      values[i].ToString(type.arguments[i]));
    } else {
      absl::StrAppend(&text, i == 0 ? "" : ", ", values[i].ToString(type.arguments[0]));
    }
  }
  return type.kind == TypeKind::kArray ? absl::StrCat("[", text, "]")
                                       : absl::StrCat("{", text, "}");
}

}  // namespace

std::string Value::ToString(const ColumnType& type) const {
  if (const auto* boolean = std::get_if<bool>(&data)) return *boolean ? "true" : "false";
  if (const auto* number = std::get_if<int64_t>(&data)) return IntegerText(*number, type.kind);
  if (const auto* number = std::get_if<double>(&data)) return Shortest(*number);
  if (const auto* number = std::get_if<float>(&data)) return Shortest(*number);
  if (const auto* text = std::get_if<std::string>(&data)) return *text;
  if (const auto* time = std::get_if<Timestamp>(&data)) return TimestampText(*time, type.kind);
  if (const auto* list = std::get_if<std::vector<Value>>(&data)) return ListText(*list, type);
  return "NULL";
}

}  // namespace sluice::maxcompute
