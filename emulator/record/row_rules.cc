#include "emulator/record/row_rules.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

// 0001-01-01 to 9999-12-31, with a day to spare for time zones.
constexpr int64_t kFirstDay = -719162;
constexpr int64_t kLastDay = 2932896;
constexpr int64_t kSecondsPerDay = 86'400;
constexpr int64_t kMsPerDay = kSecondsPerDay * 1000;

struct Range {
  int64_t min;
  int64_t max;
};

Range RangeOf(Kind kind) {
  switch (kind) {
    case Kind::kTinyint:
      return {-128, 127};
    case Kind::kSmallint:
      return {-32768, 32767};
    case Kind::kInt:
      return {std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()};
    case Kind::kDate:
      return {kFirstDay, kLastDay};
    case Kind::kDatetime:
      return {(kFirstDay - 1) * kMsPerDay, (kLastDay + 2) * kMsPerDay - 1};
    case Kind::kBigint:
      // The smallest is reserved: the service keeps it for NULL.
      return {std::numeric_limits<int64_t>::min() + 1, std::numeric_limits<int64_t>::max()};
    default:
      return {std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()};
  }
}

// Characters of UTF-8, without looking whether it is any.
int64_t Characters(const std::string& text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

bool FitsDecimal(const std::string& text, const Type& type) {
  size_t begin = text[0] == '-' || text[0] == '+' ? 1 : 0;
  size_t point = std::min(text.find('.'), text.size());
  while (begin < point && text[begin] == '0') ++begin;
  return static_cast<int>(point - begin) <= type.length - type.scale;
}

const char* WrongWith(const Value& value, const Type& type);

const char* WrongWithNested(const Nested& nested, const Type& type) {
  for (size_t i = 0; i < nested.items.size(); ++i) {
    const Value& item = nested.items[i];
    if (IsNull(item) && type.kind == Kind::kMap) return "has a NULL among its keys";
    const Type& part = type.parts[type.kind == Kind::kStruct ? i : 0];
    if (const char* wrong = WrongWith(item, part)) return wrong;
  }
  for (const Value& value : nested.values) {
    if (const char* wrong = WrongWith(value, type.parts[1])) return wrong;
  }
  return nullptr;
}

// NULL is right here, whatever the type.
const char* WrongWith(const Value& value, const Type& type) {
  if (const auto* number = std::get_if<int64_t>(&value)) {
    Range range = RangeOf(type.kind);
    if (*number < range.min || *number > range.max) return "is out of the range of its type";
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    const bool bounded = type.kind == Kind::kVarchar || type.kind == Kind::kChar;
    if (bounded && Characters(*text) > type.length) return "is longer than its type allows";
    if (type.kind == Kind::kJson && !nlohmann::json::accept(*text)) return "is not JSON";
  }
  if (const auto* decimal = std::get_if<Decimal>(&value)) {
    if (!FitsDecimal(decimal->text, type)) return "has more digits than its type allows";
  }
  if (const auto* moment = std::get_if<Moment>(&value)) {
    const bool is_time = type.kind != Kind::kIntervalDayTime;
    const bool in_range = moment->seconds >= (kFirstDay - 1) * kSecondsPerDay &&
                          moment->seconds < (kLastDay + 2) * kSecondsPerDay;
    if (is_time && !in_range) return "is out of the range of its type";
  }
  if (const auto* nested = std::get_if<std::shared_ptr<const Nested>>(&value)) {
    return WrongWithNested(**nested, type);
  }
  return nullptr;
}

}  // namespace

absl::Status CheckRow(const Columns& columns, const Row& row) {
  for (size_t i = 0; i < columns.size(); ++i) {
    const char* wrong = IsNull(row[i]) ? (columns[i].nullable ? nullptr : "is not nullable")
                                       : WrongWith(row[i], columns[i].type);
    if (wrong == nullptr) continue;
    return ServiceError("DataStoreError", absl::StrCat("column ", columns[i].name, " (",
                                                       columns[i].type.ToString(), ") ", wrong));
  }
  return absl::OkStatus();
}

}  // namespace sluice::emulator
