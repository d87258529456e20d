#ifndef SLUICE_MAXCOMPUTE_RECORD_COLUMN_TYPE_H_
#define SLUICE_MAXCOMPUTE_RECORD_COLUMN_TYPE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sluice::maxcompute {

enum class TypeKind {
  kTinyint,
  kSmallint,
  kInt,
  kBigint,
  kBoolean,
  kDatetime,
  kDate,
  kIntervalYearMonth,
  kDouble,
  kFloat,
  kString,
  kBinary,
  kChar,
  kVarchar,
  kJson,
  kDecimal,
  kTimestamp,
  kTimestampNtz,
  kIntervalDayTime,
  kArray,
  kMap,
  kStruct,
};

// The type of a column, as its SQL text says: `bigint`, `decimal(10,2)`,
// `map<string,array<bigint>>`.
struct ColumnType {
  TypeKind kind = TypeKind::kString;

  // Of CHAR and VARCHAR: the most characters a value may have. 0 otherwise.
  int length = 0;
  // Of DECIMAL: digits in all and after the point; `decimal` alone is (38,18).
  int precision = 0;
  int scale = 0;
  // Of ARRAY one type, of MAP key and value, of STRUCT one for each field.
  std::vector<ColumnType> arguments;
  // Of STRUCT, beside `arguments`.
  std::vector<std::string> field_names;

  // The SQL text in capitals, names of fields as they are.
  std::string ToString() const;

  friend bool operator==(const ColumnType&, const ColumnType&) = default;
};

// Any case, any blanks. INVALID_ARGUMENT names the text when it is no type known here.
absl::StatusOr<ColumnType> ParseColumnType(absl::string_view text);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_COLUMN_TYPE_H_
