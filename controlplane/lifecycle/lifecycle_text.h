#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_LIFECYCLE_TEXT_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_LIFECYCLE_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// `document` with each of its tables, from `<!-- table NAME -->` to `<!-- end of table -->`, as the
// code has it now: `verbs` (verb_table.h), `observations` (observation_table.h), `changes`
// (change_table.h). Markdown. Pure.
std::string WithFreshTables(absl::string_view document);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_LIFECYCLE_TEXT_H_
