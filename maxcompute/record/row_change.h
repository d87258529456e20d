#ifndef SLUICE_MAXCOMPUTE_RECORD_ROW_CHANGE_H_
#define SLUICE_MAXCOMPUTE_RECORD_ROW_CHANGE_H_

#include <cstdint>
#include <vector>

#include "maxcompute/record/column_type.h"
#include "maxcompute/record/record_encoder.h"
#include "maxcompute/record/table_schema.h"

namespace sluice::maxcompute {

// What a record does to the row of its primary key in a Delta table.
enum class RowChange : int64_t {
  kUpsert = 'U',  // The row is then as the record says: a column that it lacks is NULL.
  kDelete = 'D',  // The row is gone. The record needs no more than its key.
};

// The types of a record of an upsert session: the table's columns, then five of the protocol's.
std::vector<ColumnType> ChangeTypes(const TableSchema& schema);

// Completes the record begun, whose table has so many columns, all of which have been put.
void PutChange(RecordEncoder& record, int table_columns, RowChange change);

// Where a decoded record of ChangeTypes says what it does.
int ChangeColumn(int table_columns);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_ROW_CHANGE_H_
