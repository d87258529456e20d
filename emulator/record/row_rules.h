#ifndef SLUICE_EMULATOR_RECORD_ROW_RULES_H_
#define SLUICE_EMULATOR_RECORD_ROW_RULES_H_

#include "absl/status/status.h"
#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

// Whether a decoded row may be stored: NOT NULL, the ranges of the integers, DATE, DATETIME and
// TIMESTAMP, lengths of VARCHAR and CHAR, digits of DECIMAL, the syntax of JSON; also of what lies
// within ARRAY, MAP (no NULL as a key) and STRUCT. DataStoreError names the column.
absl::Status CheckRow(const Columns& columns, const Row& row);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RECORD_ROW_RULES_H_
