#ifndef SLUICE_MAXCOMPUTE_RECORD_VALUE_H_
#define SLUICE_MAXCOMPUTE_RECORD_VALUE_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "maxcompute/record/column_type.h"

namespace sluice::maxcompute {

// Of TIMESTAMP, TIMESTAMP_NTZ and INTERVAL_DAY_TIME.
struct Timestamp {
  int64_t seconds = 0;
  int32_t nanos = 0;

  friend bool operator==(const Timestamp&, const Timestamp&) = default;
};

// One decoded value. For looking at rows, not for moving many of them.
struct Value {
  // monostate is NULL. int64_t: the INT family, DATETIME (ms), DATE (days), INTERVAL_YEAR_MONTH
  // (months). string: text, bytes, DECIMAL. vector: ARRAY; STRUCT in the order of its fields; MAP
  // as key, value, key, value…
  std::variant<std::monostate, bool, int64_t, double, float, std::string, Timestamp,
               std::vector<Value>>
      data;

  bool is_null() const { return std::holds_alternative<std::monostate>(data); }

  // As people read it: `2024-01-02 03:04:05.678` in UTC, `[1, NULL, 2]`, NULL as `NULL`. Text as it
  // is.
  std::string ToString(const ColumnType& type) const;

  friend bool operator==(const Value&, const Value&) = default;
};

// The values of the columns asked for, in their order.
using Row = std::vector<Value>;

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_VALUE_H_
