#ifndef SLUICE_CONVERSION_COLUMN_REMEDY_H_
#define SLUICE_CONVERSION_COLUMN_REMEDY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "maxcompute/record/table_name.h"
#include "maxcompute/record/table_schema.h"

namespace sluice::conversion {

// Writes the statements that make a table take a connector's rows. Borrows its arguments. Pure.
class ColumnRemedy {
 public:
  ColumnRemedy(const maxcompute::TableSchema& schema, const maxcompute::TableName& table)
      : schema_(schema), table_(table) {}

  std::string Add(absl::string_view column, absl::string_view type) const;
  // The column's type cannot be changed to any other: it gets out of the way and keeps its data.
  std::string Replace(absl::string_view column, absl::string_view type) const;
  std::string LetBeNull(absl::string_view column) const;
  // Partition columns cannot be changed: another table, with the same columns.
  std::string CreatePartitioned() const;
  // Where every column is filled, one that is renamed would not be out of the way: another table,
  // with these columns.
  std::string CreateWith(const std::vector<maxcompute::Column>& columns) const;
  // A primary key cannot be changed, nor be given to a table that has none: another table, with the
  // same columns, those of the key first.
  std::string CreateDelta(const std::vector<std::string>& primary_key) const;

 private:
  std::string CreateAnother(absl::string_view suffix,
                            const std::vector<maxcompute::Column>& columns,
                            absl::string_view partition_key) const;
  std::string Free(absl::string_view wanted) const;

  const maxcompute::TableSchema& schema_;
  const maxcompute::TableName& table_;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_COLUMN_REMEDY_H_
