#ifndef SLUICE_MAXCOMPUTE_RECORD_KEY_HASH_H_
#define SLUICE_MAXCOMPUTE_RECORD_KEY_HASH_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "maxcompute/record/column_type.h"
#include "maxcompute/record/table_schema.h"
#include "maxcompute/record/value.h"

namespace sluice::maxcompute {

// By which of its rules the service shares rows of a Delta table among buckets.
enum class HashRule { kDefault, kLegacy };

// The hash of one value of a key column; 0 for NULL. The value must be of the type.
int32_t HashOfKeyValue(const Value& value, const ColumnType& type, HashRule rule);

// INVALID_ARGUMENT: the service's clients do not agree on the hash of such keys, so none is
// computed here: BINARY, FLOAT, DOUBLE, DECIMAL of more than 18 digits, nested types, intervals.
absl::Status CheckKeyType(const ColumnType& type);

// Tells which bucket of an upsert session takes a row. A value; any thread may call.
class KeyHash {
 public:
  // NOT_FOUND: the table has no such column. INVALID_ARGUMENT: CheckKeyType.
  static absl::StatusOr<KeyHash> Of(const TableSchema& schema,
                                    const std::vector<std::string>& hash_key, HashRule rule);

  // From 0. `row` begins with the columns of the table.
  int BucketOf(const Row& row, int buckets) const;

 private:
  struct KeyColumn {
    int position = 0;
    ColumnType type;
  };
  std::vector<KeyColumn> columns_;
  HashRule rule_ = HashRule::kDefault;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_KEY_HASH_H_
