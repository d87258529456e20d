#ifndef SLUICE_EMULATOR_TUNNEL_UPSERT_API_H_
#define SLUICE_EMULATOR_TUNNEL_UPSERT_API_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "base/sync/mutex.h"
#include "emulator/access/principal.h"
#include "emulator/store/upserts.h"
#include "emulator/store/world.h"
#include "emulator/tunnel/tunnel_target.h"

namespace sluice::emulator {

// Upsert sessions on tables with a primary key: create, write packs, look, commit, abort. Describe
// and Update on the table.
//
// A pack is on the disk when its answer goes out, and nobody sees it. A commit merges all packs
// into the partition in one durable step; committing again answers as the first time, or that the
// session is not found, as the limits say: clients take both for success.
class UpsertApi {
 public:
  explicit UpsertApi(const World& world) : world_(world) {}

  absl::StatusOr<http::ServerResponse> Create(const Principal& caller, const std::string& project,
                                              const std::string& table,
                                              const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> Put(const Principal& caller, const std::string& project,
                                           const std::string& table, http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> Get(const Principal& caller, const std::string& project,
                                           const std::string& table,
                                           const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> Commit(const Principal& caller, const std::string& project,
                                              const std::string& table,
                                              const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> Abort(const Principal& caller, const std::string& project,
                                             const std::string& table,
                                             const http::ServerRequest& request);

 private:
  struct Session {
    Upsert upsert;
    Table table;
    std::vector<Segment> packs;     // What it received.
    std::vector<Segment> segments;  // What there is in its partition.
  };
  absl::StatusOr<Session> Open(const Principal& caller, const std::string& project,
                               const std::string& table, const http::ServerRequest& request);
  absl::StatusOr<Session> OpenIn(Sql& sql, const Principal& caller, const std::string& project,
                                 const std::string& table, const http::ServerRequest& request);
  absl::Status Merge(const Session& session) SLUICE_REQUIRES(merging_);

  const World& world_;
  Mutex merging_;  // One merge at a time: each reads what the last one left.
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_TUNNEL_UPSERT_API_H_
