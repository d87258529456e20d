#ifndef SLUICE_EMULATOR_ARROW_ARROW_STREAM_H_
#define SLUICE_EMULATOR_ARROW_ARROW_STREAM_H_

#include <string>
#include <vector>

#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

// The rows as an Arrow IPC stream: schema, one record batch, end. Times with nanoseconds are
// structs of `sec` and `nano`, as the service previews them; everything else is Arrow's own type.
std::string ArrowStream(const Columns& columns, const std::vector<Row>& rows);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_ARROW_ARROW_STREAM_H_
