#ifndef SLUICE_MAXCOMPUTE_RECORD_TABLE_SCHEMA_JSON_H_
#define SLUICE_MAXCOMPUTE_RECORD_TABLE_SCHEMA_JSON_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maxcompute/record/table_schema.h"

namespace sluice::maxcompute {

// Reads the object with `columns` and `partitionKeys` that is in REST's table and in the tunnel's
// sessions. What else is in it is passed over. INVALID_ARGUMENT when it is no such object or a type
// is unknown.
absl::StatusOr<TableSchema> ParseTableSchema(absl::string_view json);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_TABLE_SCHEMA_JSON_H_
