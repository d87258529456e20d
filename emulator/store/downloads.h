#ifndef SLUICE_EMULATOR_STORE_DOWNLOADS_H_
#define SLUICE_EMULATOR_STORE_DOWNLOADS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/store/catalog.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// What a download session sees: the block files there were when it was made.
struct Download {
  std::string id;
  std::string source;     // "p.t", or an instance's id.
  std::string partition;  // "pt=a", or empty.
  std::vector<Segment> segments;
  int64_t rows = 0;
  absl::Time created;
  bool is_expired = false;
};

// Borrows a transaction.
class Downloads {
 public:
  explicit Downloads(Sql& sql) : sql_(sql) {}

  absl::Status Create(const Download& download);

  // NoSuchDownload, also when it is of another source. It has expired when it is older than
  // `session_life`.
  absl::StatusOr<Download> Get(const std::string& id, const std::string& source,
                               absl::Duration session_life, absl::Time now);

 private:
  Sql& sql_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_DOWNLOADS_H_
