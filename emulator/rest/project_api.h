#ifndef SLUICE_EMULATOR_REST_PROJECT_API_H_
#define SLUICE_EMULATOR_REST_PROJECT_API_H_

#include <string>

#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// Requests about a project itself. Every member of the project may ask them.
class ProjectApi {
 public:
  explicit ProjectApi(const World& world) : world_(world) {}

  absl::StatusOr<http::ServerResponse> Get(const Principal& caller, const std::string& project);
  // Where the tunnel is: here, by the name that the client has called.
  absl::StatusOr<http::ServerResponse> GetTunnel(const Principal& caller,
                                                 const std::string& project,
                                                 const std::string& host);
  absl::StatusOr<http::ServerResponse> GetTenant(const Principal& caller);

 private:
  const World& world_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_REST_PROJECT_API_H_
