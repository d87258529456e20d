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

// Batch upload sessions: create, write blocks, look, commit, give up. Describe and Update on the
// table; Alter too where the session is to create its partition.
//
// A block is stored only when its whole stream is sound; it is on the disk when the answer goes
// out, and nobody sees it. A commit publishes all blocks in one durable step; committing again
// succeeds again or is a StatusConflict, as the limits say. A table with a primary key takes no
// blocks: its rows come through upserts.
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
  // Gives the session up: CANCELED. Doing it twice is harmless.
  absl::StatusOr<http::ServerResponse> Cancel(const Principal& caller, const std::string& project,
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
  // Leaves what a session in its state makes of a commit in `session`, and dead files in
  // `replaced`.
  absl::Status CommitOnce(Sql& sql, Session& session, std::vector<std::string>& replaced) const;
  absl::StatusOr<http::ServerResponse> Answer(int status, const Session& session, Sql& sql);

  const World& world_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_TUNNEL_UPLOAD_API_H_
