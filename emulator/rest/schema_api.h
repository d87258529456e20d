#ifndef SLUICE_EMULATOR_REST_SCHEMA_API_H_
#define SLUICE_EMULATOR_REST_SCHEMA_API_H_

#include <string>

#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// The schemas of a project: List on the project to see them, CreateSchema to make and drop them.
class SchemaApi {
 public:
  explicit SchemaApi(const World& world) : world_(world) {}

  absl::StatusOr<http::ServerResponse> List(const Principal& caller, const std::string& project);
  absl::StatusOr<http::ServerResponse> Get(const Principal& caller, const std::string& project,
                                           const std::string& schema);
  absl::StatusOr<http::ServerResponse> Create(const Principal& caller, const std::string& project,
                                              const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> Drop(const Principal& caller, const std::string& project,
                                            const std::string& schema);

 private:
  const World& world_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_REST_SCHEMA_API_H_
