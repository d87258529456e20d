#ifndef SLUICE_EMULATOR_SQL_AGGREGATE_H_
#define SLUICE_EMULATOR_SQL_AGGREGATE_H_

#include <cstdint>
#include <set>

#include "absl/status/status.h"
#include "emulator/sql/ast.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

struct RowLess {
  bool operator()(const Row& a, const Row& b) const {
    for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
      if (int order = Compare(a[i], b[i]); order != 0) return order < 0;
    }
    return a.size() < b.size();
  }
};

// One COUNT, COUNT(DISTINCT …), MAX, MIN or SUM under way. NULL does not count.
class Aggregate {
 public:
  explicit Aggregate(SelectItem::Kind kind) : kind_(kind) {}

  // The values of its operands in one row; none of COUNT(*). A sum beyond BIGINT is an error.
  absl::Status Add(const Row& operands);
  Value Result() const;

  // How many values it had to remember.
  size_t held() const { return distinct_.size(); }

 private:
  absl::Status AddToSum(const Value& value);

  const SelectItem::Kind kind_;
  int64_t count_ = 0;
  Value value_;
  std::set<Row, RowLess> distinct_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_AGGREGATE_H_
