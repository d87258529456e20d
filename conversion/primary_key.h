#ifndef SLUICE_CONVERSION_PRIMARY_KEY_H_
#define SLUICE_CONVERSION_PRIMARY_KEY_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "conversion/column_plan.h"
#include "conversion/column_remedy.h"
#include "conversion/conversion_definition.h"
#include "maxcompute/record/table_schema.h"

namespace sluice::conversion {

bool IsOfPrimaryKey(const maxcompute::TableSchema& schema, absl::string_view column);

// Whether the table tells its rows apart as the definition does, and can be told so. Pure.
std::vector<ColumnProblem> CheckPrimaryKey(const maxcompute::TableSchema& schema,
                                           const ConversionDefinition& definition,
                                           const ColumnRemedy& remedy);

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_PRIMARY_KEY_H_
