#ifndef SLUICE_EMULATOR_REST_AUTHORIZATION_API_H_
#define SLUICE_EMULATOR_REST_AUTHORIZATION_API_H_

#include <string>

#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// POST …/authorization: one security statement, answered at once.
absl::StatusOr<http::ServerResponse> HandleAuthorization(const World& world,
                                                         const Principal& caller,
                                                         const std::string& project,
                                                         const http::ServerRequest& request);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_REST_AUTHORIZATION_API_H_
