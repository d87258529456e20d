#ifndef SLUICE_EMULATOR_TUNNEL_DOWNLOAD_API_H_
#define SLUICE_EMULATOR_TUNNEL_DOWNLOAD_API_H_

#include <string>

#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"
#include "emulator/store/downloads.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// Download sessions over a table's partition (Describe and Select on the table) and over the result
// of a SELECT.
//
// A session sees the rows that were there when it was made; TableModified when they have been
// dropped since.
class DownloadApi {
 public:
  explicit DownloadApi(const World& world) : world_(world) {}

  absl::StatusOr<http::ServerResponse> Create(const Principal& caller, const std::string& project,
                                              const std::string& table,
                                              const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> Get(const Principal& caller, const std::string& project,
                                           const std::string& table,
                                           const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> Read(const Principal& caller, const std::string& project,
                                            const std::string& table,
                                            const http::ServerRequest& request);

  absl::StatusOr<http::ServerResponse> CreateForInstance(const Principal& caller,
                                                         const std::string& project,
                                                         const std::string& id,
                                                         const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> GetForInstance(const Principal& caller,
                                                      const std::string& project,
                                                      const std::string& id,
                                                      const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> ReadForInstance(const Principal& caller,
                                                       const std::string& project,
                                                       const std::string& id,
                                                       const http::ServerRequest& request);

 private:
  absl::StatusOr<http::ServerResponse> Rows(const Columns& columns, const Download& download,
                                            const http::ServerRequest& request) const;

  const World& world_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_TUNNEL_DOWNLOAD_API_H_
