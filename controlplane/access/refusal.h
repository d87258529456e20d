#ifndef SLUICE_CONTROLPLANE_ACCESS_REFUSAL_H_
#define SLUICE_CONTROLPLANE_ACCESS_REFUSAL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "controlplane/access/caller.h"

// Why somebody is not let in, in one wording. No message repeats what was shown.
namespace sluice::controlplane {

absl::Status TokenMissing();
absl::Status TokenInvalid();
absl::Status TokenExpired(absl::string_view id);
absl::Status TokenRevoked(absl::string_view id);
absl::Status SessionEnded();
absl::Status SignInCodeInvalid();
absl::Status TooManySignIns();
// `why` is a sentence.
absl::Status CrossSiteRequest(absl::string_view why);
absl::Status AuthenticationOff();

// PERMISSION_DENIED, NOT_PERMITTED; MissingPermissionOf gives the permission back, and is empty for
// every other status.
absl::Status NotPermitted(const Caller& caller, absl::string_view permission);
std::string MissingPermissionOf(const absl::Status& status);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_ACCESS_REFUSAL_H_
