#ifndef SLUICE_EMULATOR_REST_PREVIEW_API_H_
#define SLUICE_EMULATOR_REST_PREVIEW_API_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"
#include "emulator/sql/select_run.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// The first rows of a table, at most 10,000, with the values of its partition keys. Select on the
// table.
class PreviewApi {
 public:
  PreviewApi(const World& world, absl::TimeZone zone) : world_(world), zone_(zone) {}

  // GET …?data&linenum=&cols=&partition= of REST: CSV.
  absl::StatusOr<http::ServerResponse> Csv(const Principal& caller, const std::string& project,
                                           const std::string& table,
                                           const http::ServerRequest& request);

  // GET …/preview?limit=&columns=&partition= of the tunnel: an Arrow IPC stream. Partition keys
  // come even when only other columns are named.
  absl::StatusOr<http::ServerResponse> Arrow(const Principal& caller, const std::string& project,
                                             const std::string& table,
                                             const http::ServerRequest& request);

 private:
  struct Wanted {
    std::string limit;                 // Empty and -1: as many as there may be.
    std::vector<std::string> columns;  // Empty: all.
    std::string partition;
    bool keys_too = false;
  };
  absl::StatusOr<SelectResult> Rows(const Principal& caller, const std::string& project,
                                    const std::string& table, const Wanted& wanted) const;

  const World& world_;
  const absl::TimeZone zone_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_REST_PREVIEW_API_H_
