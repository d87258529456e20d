#ifndef SLUICE_MAXCOMPUTE_SQL_SQL_ERROR_H_
#define SLUICE_MAXCOMPUTE_SQL_SQL_ERROR_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "maxcompute/request/service_error.h"

namespace sluice::maxcompute {

// What the caller of a failed statement should do. `text` is the result of its task, which begins
// with a code: "ODPS-0130131:[1,15] Table not found - …".
absl::Status SqlFailure(absl::string_view text, const Subject& subject);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_SQL_SQL_ERROR_H_
