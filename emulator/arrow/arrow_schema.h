#ifndef SLUICE_EMULATOR_ARROW_ARROW_SCHEMA_H_
#define SLUICE_EMULATOR_ARROW_ARROW_SCHEMA_H_

#include "emulator/arrow/flat_node.h"
#include "emulator/value/type.h"

namespace sluice::emulator {

// The columns as Arrow's Schema table.
FlatNode ArrowSchema(const Columns& columns);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_ARROW_ARROW_SCHEMA_H_
