#ifndef SLUICE_EMULATOR_SQL_INSERT_VALUES_H_
#define SLUICE_EMULATOR_SQL_INSERT_VALUES_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/sql/ast.h"
#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

// What an expression of VALUES is in a column of `type`: literals, CAST, ARRAY(…), MAP(key, value,
// …), STRUCT(…), NAMED_STRUCT('name', value, …). SemanticError when it is none of that type.
absl::StatusOr<Value> InsertedValue(const Expression& expression, const Type& type,
                                    absl::TimeZone zone);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_INSERT_VALUES_H_
