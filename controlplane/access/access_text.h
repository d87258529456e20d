#ifndef SLUICE_CONTROLPLANE_ACCESS_ACCESS_TEXT_H_
#define SLUICE_CONTROLPLANE_ACCESS_ACCESS_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// `document` with each of its tables, from `<!-- table NAME -->` to `<!-- end of table -->`, as the
// code has it now: `permissions` and `methods` (permission_table.h). Markdown. Pure.
std::string WithFreshAccessTables(absl::string_view document);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_ACCESS_ACCESS_TEXT_H_
