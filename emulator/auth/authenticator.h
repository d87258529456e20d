#ifndef SLUICE_EMULATOR_AUTH_AUTHENTICATOR_H_
#define SLUICE_EMULATOR_AUTH_AUTHENTICATOR_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// Who sent a REST or tunnel request: checks its date, its signature (versions 2 and 4), and for
// temporary keys their token and its life. Errors: Unauthorized, InvalidAccessKeyId,
// InvalidSecurityToken, SignatureNotMatch, RequestTimeTooSkewed. `path_prefix` is the endpoint's
// own path, which clients do not sign.
absl::StatusOr<Principal> Authenticate(Database& database, const http::ServerRequest& request,
                                       absl::string_view path_prefix, absl::Time now);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_AUTH_AUTHENTICATOR_H_
