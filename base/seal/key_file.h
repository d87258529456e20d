#ifndef SLUICE_BASE_SEAL_KEY_FILE_H_
#define SLUICE_BASE_SEAL_KEY_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "base/seal/key.h"

namespace sluice::seal {

// The key in the file at `path`: 64 hex digits, as `openssl rand -hex 32` prints them. When there
// is no file, it is made, for its owner only (mode 0600); of several processes that come at once,
// all get the key of the first.
//
// FAILED_PRECONDITION, KEY_FILE_UNUSABLE: everybody may read the file or its group may write it, it
// holds something else, or it can be neither read nor made.
absl::StatusOr<Key> ReadOrMakeKeyFile(const std::string& path);

}  // namespace sluice::seal

#endif  // SLUICE_BASE_SEAL_KEY_FILE_H_
