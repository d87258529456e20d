#ifndef SLUICE_EMULATOR_REST_TABLE_API_H_
#define SLUICE_EMULATOR_REST_TABLE_API_H_

#include <string>

#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// Tables and partitions as REST shows them. Describe on the table; List on the project for lists.
class TableApi {
 public:
  explicit TableApi(const World& world) : world_(world) {}

  absl::StatusOr<http::ServerResponse> Get(const Principal& caller, const std::string& project,
                                           const std::string& table, bool extended);
  absl::StatusOr<http::ServerResponse> List(const Principal& caller, const std::string& project,
                                            const http::ServerRequest& request);
  // POST …/tables?query: several tables by name.
  absl::StatusOr<http::ServerResponse> GetMany(const Principal& caller, const std::string& project,
                                               const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> GetPartition(const Principal& caller,
                                                    const std::string& project,
                                                    const std::string& table,
                                                    const std::string& spec);
  absl::StatusOr<http::ServerResponse> ListPartitions(const Principal& caller,
                                                      const std::string& project,
                                                      const std::string& table,
                                                      const http::ServerRequest& request);

 private:
  const World& world_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_REST_TABLE_API_H_
