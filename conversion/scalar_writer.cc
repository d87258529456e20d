#include "conversion/scalar_writer.h"

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conversion/number_text.h"
#include "conversion/time_text.h"

namespace sluice::conversion {
namespace {

using maxcompute::ColumnType;
using maxcompute::TypeKind;

struct IntegerRange {
  int64_t min;
  int64_t max;
};

template <typename T>
constexpr IntegerRange RangeOf() {
  return {std::numeric_limits<T>::min(), std::numeric_limits<T>::max()};
}

IntegerRange RangeOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kTinyint:
      return RangeOf<int8_t>();
    case TypeKind::kSmallint:
      return RangeOf<int16_t>();
    case TypeKind::kInt:
      return RangeOf<int32_t>();
    default:
      return RangeOf<int64_t>();
  }
}

int64_t Characters(absl::string_view utf8) {
  return std::count_if(utf8.begin(), utf8.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

// RFC 4648, section 4, padded: the library also takes blanks, other alphabets and no padding.
bool IsBase64(absl::string_view text) {
  if (text.size() % 4 != 0) return false;
  for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '/';
  });
}

Misfit Unfit(const char* message) { return {.reason = "VALUE_UNFIT", .message = message}; }

std::optional<Misfit> WriteBoolean(absl::string_view text, const Cell& cell) {
  const bool is_true = absl::EqualsIgnoreCase(text, "true");
  if (!is_true && !absl::EqualsIgnoreCase(text, "false")) return Unfit("is neither true nor false");
  cell.Boolean(is_true);
  return std::nullopt;
}

}  // namespace

Misfit ScalarWriter::TooLarge(int64_t bytes) const {
  return {.reason = "FIELD_TOO_LARGE",
          .message = absl::StrCat("has ", bytes, " bytes, and a field takes ", field_bytes_max_)};
}

std::optional<Misfit> ScalarWriter::Write(const ColumnType& type, absl::string_view text,
                                          const Cell& cell) {
  switch (type.kind) {
    case TypeKind::kTinyint:
    case TypeKind::kSmallint:
    case TypeKind::kInt:
    case TypeKind::kBigint:
      return WriteInteger(type.kind, text, cell);
    case TypeKind::kDouble:
    case TypeKind::kFloat:
      return WriteFloating(type.kind, text, cell);
    case TypeKind::kDecimal: {
      if (std::optional<Misfit> misfit = ReadDecimal(text, type.precision, type.scale, scratch_))
        return misfit;
      cell.String(scratch_);
      return std::nullopt;
    }
    case TypeKind::kBoolean:
      return WriteBoolean(text, cell);
    case TypeKind::kString:
    case TypeKind::kVarchar:
    case TypeKind::kChar:
    case TypeKind::kJson:
      return WriteText(type, text, cell);
    case TypeKind::kBinary:
      return WriteBytes(text, cell);
    case TypeKind::kDate:
    case TypeKind::kDatetime:
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz:
      return WriteTime(type.kind, text, cell);
    default:
      return Unfit("cannot become a value of the column's type");
  }
}

std::optional<Misfit> ScalarWriter::WriteInteger(TypeKind kind, absl::string_view text,
                                                 const Cell& cell) {
  const IntegerRange range = RangeOf(kind);
  int64_t number = 0;
  if (std::optional<Misfit> misfit = ReadInteger(text, range.min, range.max, number)) return misfit;
  cell.Bigint(number);
  return std::nullopt;
}

std::optional<Misfit> ScalarWriter::WriteFloating(TypeKind kind, absl::string_view text,
                                                  const Cell& cell) {
  if (kind == TypeKind::kFloat) {
    float number = 0;
    if (std::optional<Misfit> misfit = ReadFloat(text, number)) return misfit;
    cell.Float(number);
    return std::nullopt;
  }
  double number = 0;
  if (std::optional<Misfit> misfit = ReadDouble(text, number)) return misfit;
  cell.Double(number);
  return std::nullopt;
}

std::optional<Misfit> ScalarWriter::WriteText(const ColumnType& type, absl::string_view text,
                                              const Cell& cell) {
  if (std::optional<Misfit> misfit = CheckSize(static_cast<int64_t>(text.size()))) return misfit;
  if (type.kind == TypeKind::kJson) {
    if (std::optional<Misfit> misfit = json_.Parse(text))
      return Misfit{.reason = "VALUE_UNFIT", .message = std::move(misfit->message)};
  } else if (type.length > 0 && Characters(text) > type.length) {
    return Misfit{.reason = "VALUE_TOO_LONG",
                  .message = absl::StrCat("has ", Characters(text), " characters, and the column ",
                                          "takes ", type.length)};
  }
  cell.String(text);
  return std::nullopt;
}

std::optional<Misfit> ScalarWriter::WriteBytes(absl::string_view base64, const Cell& cell) {
  if (!IsBase64(base64) || !absl::Base64Unescape(base64, &scratch_))
    return Unfit("is not base64, which a text for BINARY must be");
  if (std::optional<Misfit> misfit = CheckSize(static_cast<int64_t>(scratch_.size())))
    return misfit;
  cell.String(scratch_);
  return std::nullopt;
}

std::optional<Misfit> ScalarWriter::WriteTime(TypeKind kind, absl::string_view text,
                                              const Cell& cell) {
  if (kind == TypeKind::kDate) {
    int64_t days = 0;
    if (std::optional<Misfit> misfit = ReadDate(text, days)) return misfit;
    cell.Bigint(days);
    return std::nullopt;
  }
  Instant instant;
  if (kind == TypeKind::kDatetime) {
    if (std::optional<Misfit> misfit = ReadInstant(text, zone_, 3, instant)) return misfit;
    cell.Bigint(instant.millis());
    return std::nullopt;
  }
  std::optional<Misfit> misfit = kind == TypeKind::kTimestampNtz
                                     ? ReadWallClock(text, instant)
                                     : ReadInstant(text, zone_, 9, instant);
  if (misfit.has_value()) return misfit;
  cell.Timestamp(instant.seconds, instant.nanos);
  return std::nullopt;
}

}  // namespace sluice::conversion
