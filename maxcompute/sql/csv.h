#ifndef SLUICE_MAXCOMPUTE_SQL_CSV_H_
#define SLUICE_MAXCOMPUTE_SQL_CSV_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maxcompute/sql/sql.h"

namespace sluice::maxcompute {

// Reads the CSV text of a SELECT: the names of the columns, then the rows. `\N` is NULL, quoted or
// not, as the service writes it. Quoted fields may hold anything. INVALID_ARGUMENT when a quote
// does not end or a row has another number of fields than the first line.
absl::StatusOr<SqlRows> ParseCsv(absl::string_view text);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_SQL_CSV_H_
