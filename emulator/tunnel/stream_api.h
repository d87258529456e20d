#ifndef SLUICE_EMULATOR_TUNNEL_STREAM_API_H_
#define SLUICE_EMULATOR_TUNNEL_STREAM_API_H_

#include <string>

#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"
#include "emulator/store/streams.h"
#include "emulator/store/world.h"
#include "emulator/tunnel/tunnel_target.h"

namespace sluice::emulator {

// Stream sessions: create, write packs, look. Describe and Update on the table; Alter too where the
// session is to create its partition.
//
// A pack is on the disk and seen by everybody when the answer goes out, or nothing of it is. Packs
// have no identity: one that is sent twice is there twice. Whoever writes with former columns is
// answered SchemaModified if they asked to be told.
class StreamApi {
 public:
  explicit StreamApi(const World& world) : world_(world) {}

  absl::StatusOr<http::ServerResponse> Create(const Principal& caller, const std::string& project,
                                              const std::string& table,
                                              const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> Put(const Principal& caller, const std::string& project,
                                           const std::string& table, http::ServerRequest& request);
  // By GET and by POST: one client reloads by POST, another aborts by it. Changes nothing.
  absl::StatusOr<http::ServerResponse> Get(const Principal& caller, const std::string& project,
                                           const std::string& table,
                                           const http::ServerRequest& request);

 private:
  struct Session {
    Stream stream;
    Table table;
  };
  absl::StatusOr<Session> Open(Sql& sql, const Principal& caller, const std::string& project,
                               const std::string& table, const http::ServerRequest& request);

  const World& world_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_TUNNEL_STREAM_API_H_
