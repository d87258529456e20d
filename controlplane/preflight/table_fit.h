#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_FIT_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_FIT_H_

#include <string>

#include "controlplane/model/connector_spec.h"
#include "controlplane/preflight/finding.h"
#include "conversion/conversion_definition.h"
#include "maxcompute/record/table_name.h"
#include "maxcompute/rest/table_catalog.h"

namespace sluice::controlplane {

// `projects/p/tables/t`.
std::string SubjectOf(const MaxComputeSink& sink);

// Whether a table takes the rows of a connector: what of its columns does not fit, each with the
// statement that mends it, or which columns take what. Pure.
Findings JudgeTable(const maxcompute::Table& table, const MaxComputeSink& sink);

// The statement that makes a table which takes the rows of this mode and format, as a Delta table
// where rows have a key. Where a record's fields go into columns, their names are examples. Pure.
std::string CreateTableStatement(const maxcompute::TableName& table,
                                 const conversion::ConversionDefinition& definition);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_FIT_H_
