#ifndef SLUICE_EMULATOR_STORE_LIVE_FILES_H_
#define SLUICE_EMULATOR_STORE_LIVE_FILES_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// The block files that the metadata still needs: of published rows, of sessions that may yet
// commit, of results.
absl::StatusOr<std::set<std::string>> ListLiveFiles(Sql& sql);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_LIVE_FILES_H_
