#ifndef SLUICE_EMULATOR_STORE_UPLOADS_H_
#define SLUICE_EMULATOR_STORE_UPLOADS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// Only forwards: NORMAL to CLOSING (a commit that takes its time), CLOSED (committed), EXPIRED
// (older than a session lives), CANCELED (given up) or CRITICAL (broken), and CLOSING to CLOSED or
// CRITICAL.
enum class UploadState { kNormal, kClosing, kClosed, kExpired, kCanceled, kCritical };

const char* ToString(UploadState state);  // "NORMAL", …
std::optional<UploadState> UploadStateOf(absl::string_view name);

struct Upload {
  std::string id;
  int64_t table_id = 0;
  int64_t partition_id = 0;
  UploadState state = UploadState::kNormal;
  bool overwrite = false;
  std::string owner;  // A principal.
  absl::Time created;
};

struct UploadBlock {
  int64_t block_id = 0;
  std::string file;
  int64_t rows = 0;
  int64_t bytes = 0;
  absl::Time created;
};

// Upload sessions and their finished blocks. Borrows a transaction.
class Uploads {
 public:
  Uploads(Sql& sql, absl::Duration session_life, absl::Time now)
      : sql_(sql), session_life_(session_life), now_(now) {}

  absl::Status Create(const Upload& upload);

  // NoSuchUpload. Notices when the session has expired and remembers it.
  absl::StatusOr<Upload> Get(const std::string& id);

  // The sessions that are NORMAL, the oldest first.
  absl::StatusOr<std::vector<Upload>> ListOpen();

  // By block id.
  absl::StatusOr<std::vector<UploadBlock>> ListBlocks(const std::string& id);

  // Stores a finished block in place of an earlier one of its id, whose file it returns (empty when
  // there was none).
  absl::StatusOr<std::string> PutBlock(const std::string& id, const UploadBlock& block);

  // Publishes all blocks of a NORMAL session and closes it. Returns the files that nothing refers
  // to any more (replaced by an overwrite).
  absl::StatusOr<std::vector<std::string>> Commit(const Upload& upload);

  // Makes a NORMAL session CLOSING; CommitDue closes it.
  absl::Status BeginCommit(const Upload& upload, absl::Time closes);

  // Commits the CLOSING sessions that were to be closed by `due`. Returns the files that nothing
  // refers to any more.
  absl::StatusOr<std::vector<std::string>> CommitDue(absl::Time due);

  // Ends a session that was not committed: EXPIRED, CANCELED or CRITICAL. StatusConflict when the
  // way from its state does not lead there. Returns the files of its blocks, which nobody needs.
  absl::StatusOr<std::vector<std::string>> End(const Upload& upload, UploadState state);

 private:
  absl::StatusOr<std::optional<Upload>> Find(const std::string& id);

  Sql& sql_;
  const absl::Duration session_life_;
  const absl::Time now_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_UPLOADS_H_
