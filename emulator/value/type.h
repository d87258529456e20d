#ifndef SLUICE_EMULATOR_VALUE_TYPE_H_
#define SLUICE_EMULATOR_VALUE_TYPE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sluice::emulator {

enum class Kind {
  kTinyint,
  kSmallint,
  kInt,
  kBigint,
  kFloat,
  kDouble,
  kBoolean,
  kString,
  kVarchar,
  kChar,
  kBinary,
  kJson,
  kDecimal,
  kDate,
  kDatetime,
  kTimestamp,
  kTimestampNtz,
  kIntervalYearMonth,
  kIntervalDayTime,
  kArray,
  kMap,
  kStruct,
};

// The type of a column, as SQL spells it.
struct Type {
  Kind kind = Kind::kString;
  int length = 0;           // Characters of VARCHAR and CHAR; digits of DECIMAL.
  int scale = 0;            // Digits of DECIMAL after the point.
  std::vector<Type> parts;  // Of ARRAY (1), MAP (2: key, value), STRUCT (one per field).
  std::vector<std::string> field_names;  // Of STRUCT.

  // "array<decimal(10,2)>", in lower case.
  std::string ToString() const;

  friend bool operator==(const Type&, const Type&) = default;
};

// Any case and spacing. InvalidArgument names what is not a type.
absl::StatusOr<Type> ParseType(absl::string_view text);

struct Column {
  std::string name;  // Lower case.
  Type type;
  bool nullable = true;
  std::string comment;

  friend bool operator==(const Column&, const Column&) = default;
};

using Columns = std::vector<Column>;

// The place of the column of that name, in any case; -1 when there is none.
int FindColumn(const Columns& columns, absl::string_view name);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_VALUE_TYPE_H_
