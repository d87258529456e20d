#ifndef SLUICE_EMULATOR_REST_CSV_H_
#define SLUICE_EMULATOR_REST_CSV_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

// Column names in quotes, as the first line of a result.
std::string CsvHeader(const Columns& columns);

// One line: every value in quotes, quotes doubled, NULL as \N without them.
std::string CsvLine(const Columns& columns, const Row& row, absl::TimeZone zone);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_REST_CSV_H_
