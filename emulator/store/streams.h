#ifndef SLUICE_EMULATOR_STORE_STREAMS_H_
#define SLUICE_EMULATOR_STORE_STREAMS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// A session that writes packs of rows which everybody sees at once. It is never committed.
struct Stream {
  std::string id;
  int64_t table_id = 0;
  int64_t partition_id = 0;
  int64_t slots = 1;
  std::string owner;  // A principal.
  absl::Time created;
};

// Borrows a transaction.
class Streams {
 public:
  explicit Streams(Sql& sql) : sql_(sql) {}

  absl::Status Create(const Stream& stream);

  // StreamSessionNotFound, also when it is older than `session_life`.
  absl::StatusOr<Stream> Get(const std::string& id, absl::Duration session_life, absl::Time now);

 private:
  Sql& sql_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_STREAMS_H_
