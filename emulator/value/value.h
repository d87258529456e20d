#ifndef SLUICE_EMULATOR_VALUE_VALUE_H_
#define SLUICE_EMULATOR_VALUE_VALUE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "emulator/value/type.h"

namespace sluice::emulator {

struct Null {
  friend bool operator==(Null, Null) = default;
};

// Plain decimal text, as it came.
struct Decimal {
  std::string text;
};

// Of TIMESTAMP, TIMESTAMP_NTZ and INTERVAL_DAY_TIME.
struct Moment {
  int64_t seconds = 0;
  int32_t nanos = 0;  // 0 to 999 999 999, also before 1970.
};

struct Nested;

// One field of a row. int64 stands for the integers, DATE (days since 1970), DATETIME (ms since
// 1970) and INTERVAL_YEAR_MONTH (months); double for FLOAT and DOUBLE; string for all texts and
// BINARY.
using Value = std::variant<Null, bool, int64_t, double, std::string, Decimal, Moment,
                           std::shared_ptr<const Nested>>;

// An ARRAY's items, a MAP's keys (values beside them), a STRUCT's fields.
struct Nested {
  std::vector<Value> items;
  std::vector<Value> values;
};

using Row = std::vector<Value>;

inline bool IsNull(const Value& value) { return std::holds_alternative<Null>(value); }

// Negative, 0 or positive; null first. Numbers of different kinds compare by worth, other different
// kinds by their texts.
int Compare(const Value& a, const Value& b);

// As the service prints it in a result: `2020-11-17 15:00:00`, `[1, 2]`, `{"k":\N}`. NULL is `\N`.
std::string ToText(const Value& value, const Type& type, absl::TimeZone zone);

// What a text means as a value of `type`: how partition values and SQL literals become comparable.
// InvalidArgument when it is none of that type. Not for nested types.
absl::StatusOr<Value> FromText(absl::string_view text, const Type& type, absl::TimeZone zone);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_VALUE_VALUE_H_
