#ifndef SLUICE_EMULATOR_TUNNEL_UPLOAD_API_H_
#define SLUICE_EMULATOR_TUNNEL_UPLOAD_API_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"
#include "emulator/store/uploads.h"
#include "emulator/store/world.h"
#include "emulator/tunnel/tunnel_target.h"

namespace sluice::emulator {

// Batch upload sessions: create, write blocks, look, commit. Describe and Update on the table;
// Alter too where the session is to create its partition.
//
// A block is stored only when its whole stream is sound; it is on the disk when the answer goes
// out, and nobody sees it. A commit publishes all blocks in one durable step; committing again
// answers as the first time.
class UploadApi {
 public:
  explicit UploadApi(const World& world) : world_(world) {}

  absl::StatusOr<http::ServerResponse> Create(const Principal& caller, const std::string& project,
                                              const std::string& table,
                                              const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> PutBlock(const Principal& caller, const std::string& project,
                                                const std::string& table,
                                                http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> Get(const Principal& caller, const std::string& project,
                                           const std::string& table,
                                           const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> Commit(const Principal& caller, const std::string& project,
                                              const std::string& table,
                                              const http::ServerRequest& request);

 private:
  // A session and the table it writes to.
  struct Session {
    Upload upload;
    Table table;
  };
  absl::StatusOr<Session> Open(Sql& sql, const Principal& caller, const std::string& project,
                               const std::string& table, const http::ServerRequest& request);
  absl::StatusOr<int64_t> CheckRows(const Columns& columns, const std::string& bytes) const;
  absl::StatusOr<http::ServerResponse> Answer(int status, const Session& session, Sql& sql);

  const World& world_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_TUNNEL_UPLOAD_API_H_
