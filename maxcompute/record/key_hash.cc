#include "maxcompute/record/key_hash.h"

#include <optional>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"

namespace sluice::maxcompute {
namespace {

constexpr int kLongDecimalDigits = 18;
constexpr int64_t kSecondsOfDay = 86'400;

// All of it wraps, and shifts to the right keep the sign, as in the language that defined it.
int64_t Left(int64_t value, int by) {
  return static_cast<int64_t>(static_cast<uint64_t>(value) << by);
}
int64_t Sum(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}
int32_t Low(int64_t value) { return static_cast<int32_t>(static_cast<uint64_t>(value)); }

int32_t Mix(int64_t v) {
  v = Sum(~v, Left(v, 18));
  v ^= v >> 31;
  v = static_cast<int64_t>(static_cast<uint64_t>(v) * 21);
  v ^= v >> 11;
  v = Sum(v, Left(v, 6));
  v ^= v >> 22;
  return Low(v);
}

// Bytes count with their sign.
int32_t MixText(absl::string_view text) {
  uint32_t h = 0;
  for (const char c : text) {
    h += static_cast<uint32_t>(static_cast<int32_t>(static_cast<signed char>(c)));
    h += h << 10;
    h ^= static_cast<uint32_t>(static_cast<int32_t>(h) >> 6);
  }
  h += h << 3;
  h ^= static_cast<uint32_t>(static_cast<int32_t>(h) >> 11);
  h += h << 15;
  return static_cast<int32_t>(h);
}

int32_t LegacyText(absl::string_view text) {
  uint32_t h = 0;
  for (const char c : text) h = 31 * h + static_cast<uint32_t>(static_cast<signed char>(c));
  return static_cast<int32_t>(h);
}

int32_t HashOfNumber(int64_t value, HashRule rule) {
  return rule == HashRule::kDefault ? Mix(value) : Low((value >> 32) ^ value);
}

// "-3.14" at scale 4 is -31400. Digits behind the scale do not occur: the table has none.
int64_t Unscaled(absl::string_view text, int scale) {
  const bool negative = !text.empty() && text[0] == '-';
  int64_t number = 0;
  int behind = -1;  // Digits behind the point so far; -1 before it.
  for (const char c : text) {
    if (c == '.') behind = 0;
    if (c < '0' || c > '9' || behind == scale) continue;
    number = number * 10 + (c - '0');
    if (behind >= 0) ++behind;
  }
  for (int i = behind < 0 ? 0 : behind; i < scale; ++i) number *= 10;
  return negative ? -number : number;
}

}  // namespace

int32_t HashOfKeyValue(const Value& value, const ColumnType& type, HashRule rule) {
  if (const auto* truth = std::get_if<bool>(&value.data))
    return *truth ? 388'737'479 : -978'963'218;
  if (const auto* number = std::get_if<int64_t>(&value.data)) {
    if (type.kind == TypeKind::kDate) return Mix(*number * kSecondsOfDay);
    if (type.kind == TypeKind::kDatetime) return Mix(*number);
    return HashOfNumber(*number, rule);
  }
  if (const auto* text = std::get_if<std::string>(&value.data)) {
    if (type.kind == TypeKind::kDecimal) return Mix(Unscaled(*text, type.scale));
    return rule == HashRule::kDefault ? MixText(*text) : LegacyText(*text);
  }
  if (const auto* time = std::get_if<Timestamp>(&value.data)) {
    return Mix(Left(time->seconds, 30) | time->nanos);
  }
  return 0;
}

absl::Status CheckKeyType(const ColumnType& type) {
  switch (type.kind) {
    case TypeKind::kTinyint:
    case TypeKind::kSmallint:
    case TypeKind::kInt:
    case TypeKind::kBigint:
    case TypeKind::kBoolean:
    case TypeKind::kDatetime:
    case TypeKind::kDate:
    case TypeKind::kString:
    case TypeKind::kChar:
    case TypeKind::kVarchar:
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz:
      return absl::OkStatus();
    case TypeKind::kDecimal:
      if (type.precision <= kLongDecimalDigits) return absl::OkStatus();
      break;
    default:
      break;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("a primary key of ", type.ToString(), " is not supported"));
}

absl::StatusOr<KeyHash> KeyHash::Of(const TableSchema& schema,
                                    const std::vector<std::string>& hash_key, HashRule rule) {
  KeyHash hash;
  hash.rule_ = rule;
  for (const std::string& name : hash_key) {
    const std::optional<int> position = schema.FindColumn(name);
    if (!position.has_value()) {
      return absl::NotFoundError(absl::StrCat("the table has no column ", name, " to hash"));
    }
    const ColumnType& type = schema.columns[*position].type;
    SLUICE_RETURN_IF_ERROR(CheckKeyType(type));
    hash.columns_.push_back({*position, type});
  }
  return hash;
}

int KeyHash::BucketOf(const Row& row, int buckets) const {
  uint32_t sum = 0;
  for (const KeyColumn& column : columns_) {
    sum += static_cast<uint32_t>(HashOfKeyValue(row[column.position], column.type, rule_));
  }
  const auto x = static_cast<int32_t>(sum);
  return (x ^ (x >> 8)) % buckets;  // Never negative: both have the sign of x.
}

}  // namespace sluice::maxcompute
