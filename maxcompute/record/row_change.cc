#include "maxcompute/record/row_change.h"

namespace sluice::maxcompute {
namespace {

// Behind the table's columns: __version, __app_version, __operation, __key_cols, __value_cols.
// Writers fill two of them.
constexpr int kOperation = 2;
constexpr int kValueColumns = 4;

}  // namespace

std::vector<ColumnType> ChangeTypes(const TableSchema& schema) {
  const ColumnType bigint{.kind = TypeKind::kBigint};
  const ColumnType list{.kind = TypeKind::kArray, .arguments = {bigint}};
  std::vector<ColumnType> types;
  for (const Column& column : schema.columns) types.push_back(column.type);
  types.insert(types.end(), {bigint, bigint, {.kind = TypeKind::kTinyint}, list, list});
  return types;
}

void PutChange(RecordEncoder& record, int table_columns, RowChange change) {
  record.PutBigint(ChangeColumn(table_columns), static_cast<int64_t>(change));
  // An empty list: every column counts, also those that are NULL.
  record.PutNested(table_columns + kValueColumns);
  record.AddCount(0);
}

int ChangeColumn(int table_columns) { return table_columns + kOperation; }

}  // namespace sluice::maxcompute
