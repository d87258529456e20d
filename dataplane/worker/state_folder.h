#ifndef SLUICE_DATAPLANE_WORKER_STATE_FOLDER_H_
#define SLUICE_DATAPLANE_WORKER_STATE_FOLDER_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/seal/sealer.h"

namespace sluice::v1 {
class Assignment;
}

namespace sluice::dataplane {

// What a worker keeps on its disk: who it is, and the last assignment it was given (B17), which is
// sealed: it holds passwords. One process at a time holds the folder. One thread.
class StateFolder {
 public:
  // Makes the folder when it is missing, and the key that seals, in `key_file` (empty: `secret_key`
  // in the folder). FAILED_PRECONDITION: STATE_DIR_IN_USE, another process holds it;
  // KEY_FILE_UNUSABLE.
  static absl::StatusOr<StateFolder> Open(std::string path, std::string key_file = "");

  StateFolder(StateFolder&& other) noexcept;
  StateFolder& operator=(StateFolder&&) = delete;
  ~StateFolder();

  // Made at the first Open, the same ever after.
  const std::string& worker_uid() const { return worker_uid_; }

  // The last assignment that was kept; one without tasks and with revision 0 when there is none.
  // ASSIGNMENT_FILE_UNREADABLE: it was sealed with another key, for another worker, or is broken.
  absl::StatusOr<v1::Assignment> ReadAssignment() const;

  // On the disk when it returns; a crash leaves the old one or the new one.
  absl::Status KeepAssignment(const v1::Assignment& assignment) const;

 private:
  StateFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  absl::Status WriteFile(const std::string& name, const std::string& content) const;
  std::string SealContext() const;

  std::string path_;
  int lock_ = -1;
  std::string worker_uid_;
  std::optional<seal::Sealer> sealer_;  // There once the folder is open.
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_STATE_FOLDER_H_
