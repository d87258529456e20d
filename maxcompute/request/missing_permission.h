#ifndef SLUICE_MAXCOMPUTE_REQUEST_MISSING_PERMISSION_H_
#define SLUICE_MAXCOMPUTE_REQUEST_MISSING_PERMISSION_H_

#include <string>

#include "absl/strings/string_view.h"
#include "maxcompute/request/subject.h"

namespace sluice::maxcompute {

// What the service says that an identity may not do.
struct MissingPermission {
  std::string action;  // "Describe"; empty when it does not say.
  std::string table;   // Empty: the project as a whole.
};

// From the service's own words: "… NO privilege 'odps:Describe' on
// {acs:odps:*:projects/p/tables/t}."
MissingPermission ReadMissingPermission(absl::string_view message);

// The statement that mends it, for the owner of the project.
std::string RemedyFor(const MissingPermission& missing, const Subject& subject);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_REQUEST_MISSING_PERMISSION_H_
