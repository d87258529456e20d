#include "emulator/value/value.h"

#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "emulator/error/service_error.h"
#include "emulator/value/decimal.h"

namespace sluice::emulator {
namespace {

int Sign(int64_t a, int64_t b) { return a < b ? -1 : a > b ? 1 : 0; }

bool IsNumber(const Value& value) {
  return std::holds_alternative<int64_t>(value) || std::holds_alternative<double>(value) ||
         std::holds_alternative<Decimal>(value);
}

double Worth(const Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return static_cast<double>(*number);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  double worth = 0;
  if (const auto* number = std::get_if<Decimal>(&value)) {
    if (!absl::SimpleAtod(number->text, &worth)) return 0;
  }
  return worth;
}

int CompareNumbers(const Value& a, const Value& b) {
  const bool floating = std::holds_alternative<double>(a) || std::holds_alternative<double>(b);
  if (!floating && (std::holds_alternative<Decimal>(a) || std::holds_alternative<Decimal>(b))) {
    auto text = [](const Value& v) {
      const auto* decimal = std::get_if<Decimal>(&v);
      return decimal != nullptr ? decimal->text : absl::StrCat(std::get<int64_t>(v));
    };
    return CompareDecimals(text(a), text(b));
  }
  double x = Worth(a);
  double y = Worth(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

int CompareLists(const std::vector<Value>& a, const std::vector<Value>& b) {
  for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (int order = Compare(a[i], b[i]); order != 0) return order;
  }
  return Sign(a.size(), b.size());
}

int CompareAlike(const Value& a, const Value& b) {
  if (const auto* x = std::get_if<bool>(&a)) return Sign(*x, std::get<bool>(b));
  if (const auto* x = std::get_if<int64_t>(&a)) return Sign(*x, std::get<int64_t>(b));
  if (const auto* x = std::get_if<std::string>(&a)) return x->compare(std::get<std::string>(b));
  if (const auto* x = std::get_if<Moment>(&a)) {
    const Moment& y = std::get<Moment>(b);
    int order = Sign(x->seconds, y.seconds);
    return order != 0 ? order : Sign(x->nanos, y.nanos);
  }
  if (const auto* x = std::get_if<std::shared_ptr<const Nested>>(&a)) {
    const Nested& y = *std::get<std::shared_ptr<const Nested>>(b);
    int order = CompareLists((*x)->items, y.items);
    return order != 0 ? order : CompareLists((*x)->values, y.values);
  }
  return CompareNumbers(a, b);
}

// The shortest text that means this FLOAT or DOUBLE and no other.
template <typename T>
std::string RealText(T number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  char digits[32];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number);
  const std::string text(digits, end.ptr);
  return text.find_first_of(".en") == text.npos ? text + ".0" : text;
}

// Bytes that are no printable text travel quoted-printable, as the service's console does it.
std::string BinaryText(absl::string_view bytes) {
  std::string text;
  for (unsigned char c : bytes) {
    if (c >= 0x20 && c < 0x7f && c != '=') {
      text.push_back(static_cast<char>(c));
    } else {
      absl::StrAppendFormat(&text, "=%02X", c);
    }
  }
  return text;
}

std::string MomentText(const Moment& moment, absl::TimeZone zone) {
  std::string text =
      absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixSeconds(moment.seconds), zone);
  if (moment.nanos == 0) return text;
  return absl::StrCat(text, absl::StrFormat(".%09d", moment.nanos));
}

// "1-2": years and months.
std::string YearMonthText(int64_t months) {
  const uint64_t size = months < 0 ? uint64_t{0} - static_cast<uint64_t>(months) : months;
  return absl::StrCat(months < 0 ? "-" : "", size / 12, "-", size % 12);
}

// "1 02:03:04.000000005": days, and the time of a day.
std::string DayTimeText(Moment interval) {
  const bool negative = interval.seconds < 0;
  if (negative) {  // Towards zero: an interval's sign is in front.
    interval.seconds = -interval.seconds - (interval.nanos > 0 ? 1 : 0);
    if (interval.nanos > 0) interval.nanos = 1'000'000'000 - interval.nanos;
  }
  const int64_t of_day = interval.seconds % 86400;
  return absl::StrFormat("%s%d %02d:%02d:%02d.%09d", negative ? "-" : "", interval.seconds / 86400,
                         of_day / 3600, of_day / 60 % 60, of_day % 60, interval.nanos);
}

// Within ARRAY, MAP and STRUCT texts stand in quotes, so that their commas part nothing.
std::string PartText(const Value& value, const Type& type, absl::TimeZone zone) {
  const std::string text = ToText(value, type, zone);
  if (!std::holds_alternative<std::string>(value)) return text;
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\\\""}}), "\"");
}

std::string ListText(const std::vector<Value>& items, const Type& type, absl::TimeZone zone) {
  std::string text = "[";
  for (size_t i = 0; i < items.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ", ", PartText(items[i], type, zone));
  }
  return text + "]";
}

std::string NestedText(const Nested& nested, const Type& type, absl::TimeZone zone) {
  if (type.kind == Kind::kArray) return ListText(nested.items, type.parts[0], zone);
  std::string text = "{";
  for (size_t i = 0; i < nested.items.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ", ");
    if (type.kind == Kind::kMap) {
      absl::StrAppend(&text, PartText(nested.items[i], type.parts[0], zone), ":",
                      PartText(nested.values[i], type.parts[1], zone));
    } else {
      absl::StrAppend(&text, type.field_names[i], ":",
                      PartText(nested.items[i], type.parts[i], zone));
    }
  }
  return text + "}";
}

std::string IntegerText(int64_t number, const Type& type, absl::TimeZone zone) {
  if (type.kind == Kind::kDate) return absl::FormatCivilTime(absl::CivilDay(1970, 1, 1) + number);
  if (type.kind == Kind::kDatetime) {
    return absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixMillis(number), zone);
  }
  if (type.kind == Kind::kIntervalYearMonth) return YearMonthText(number);
  return absl::StrCat(number);
}

bool InRange(int64_t number, Kind kind) {
  switch (kind) {
    case Kind::kTinyint:
      return number >= -128 && number <= 127;
    case Kind::kSmallint:
      return number >= -32768 && number <= 32767;
    case Kind::kInt:
      return number >= std::numeric_limits<int32_t>::min() &&
             number <= std::numeric_limits<int32_t>::max();
    default:
      return true;
  }
}

}  // namespace

int Compare(const Value& a, const Value& b) {
  if (IsNull(a) || IsNull(b)) return Sign(!IsNull(a), !IsNull(b));
  if (a.index() == b.index()) return CompareAlike(a, b);
  if (IsNumber(a) && IsNumber(b)) return CompareNumbers(a, b);
  return Sign(a.index(), b.index());
}

std::string ToText(const Value& value, const Type& type, absl::TimeZone zone) {
  if (IsNull(value)) return "\\N";
  if (const auto* x = std::get_if<bool>(&value)) return *x ? "true" : "false";
  if (const auto* x = std::get_if<int64_t>(&value)) return IntegerText(*x, type, zone);
  if (const auto* x = std::get_if<double>(&value)) {
    return type.kind == Kind::kFloat ? RealText(static_cast<float>(*x)) : RealText(*x);
  }
  if (const auto* x = std::get_if<std::string>(&value)) {
    return type.kind == Kind::kBinary ? BinaryText(*x) : *x;
  }
  if (const auto* x = std::get_if<Decimal>(&value)) return x->text;
  if (const auto* x = std::get_if<Moment>(&value)) {
    if (type.kind == Kind::kIntervalDayTime) return DayTimeText(*x);
    return MomentText(*x, type.kind == Kind::kTimestamp ? zone : absl::UTCTimeZone());
  }
  return NestedText(*std::get<std::shared_ptr<const Nested>>(value), type, zone);
}

absl::StatusOr<Value> FromText(absl::string_view text, const Type& type, absl::TimeZone zone) {
  auto refuse = [&] {
    return ServiceError("InvalidArgument", absl::StrCat("'", text.substr(0, 64),
                                                        "' is no value of type ", type.ToString()));
  };
  int64_t number = 0;
  double real = 0;
  absl::Time time;
  std::string error;
  switch (type.kind) {
    case Kind::kTinyint:
    case Kind::kSmallint:
    case Kind::kInt:
    case Kind::kBigint:
      if (!absl::SimpleAtoi(text, &number) || !InRange(number, type.kind)) return refuse();
      return Value(number);
    case Kind::kFloat:
    case Kind::kDouble:
      if (!absl::SimpleAtod(text, &real)) return refuse();
      return Value(type.kind == Kind::kFloat ? static_cast<double>(static_cast<float>(real))
                                             : real);
    case Kind::kBoolean:
      if (absl::EqualsIgnoreCase(text, "true")) return Value(true);
      if (absl::EqualsIgnoreCase(text, "false")) return Value(false);
      return refuse();
    case Kind::kDecimal:
      if (!IsDecimalText(text)) return refuse();
      return Value(Decimal{RoundDecimal(text, type.scale)});
    case Kind::kDate: {
      absl::CivilDay day;
      if (!absl::ParseCivilTime(text, &day)) return refuse();
      return Value(static_cast<int64_t>(day - absl::CivilDay(1970, 1, 1)));
    }
    case Kind::kDatetime:
      if (!absl::ParseTime("%Y-%m-%d %H:%M:%E*S", text, zone, &time, &error)) return refuse();
      return Value(absl::ToUnixMillis(time));
    case Kind::kTimestamp:
    case Kind::kTimestampNtz: {
      absl::TimeZone of = type.kind == Kind::kTimestamp ? zone : absl::UTCTimeZone();
      if (!absl::ParseTime("%Y-%m-%d %H:%M:%E*S", text, of, &time, &error)) return refuse();
      int64_t seconds = absl::ToUnixSeconds(time);
      int64_t nanos = absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds));
      return Value(Moment{seconds, static_cast<int32_t>(nanos)});
    }
    case Kind::kArray:
    case Kind::kMap:
    case Kind::kStruct:
    case Kind::kIntervalDayTime:
    case Kind::kIntervalYearMonth:
      return refuse();
    default:
      return Value(std::string(text));
  }
}

}  // namespace sluice::emulator
