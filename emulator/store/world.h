#ifndef SLUICE_EMULATOR_STORE_WORLD_H_
#define SLUICE_EMULATOR_STORE_WORLD_H_

#include <cstdint>

#include "absl/time/time.h"
#include "base/time/clock.h"
#include "emulator/blocks/block_directory.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// How much the tunnel takes per table; 0 for as much as comes.
struct Quotas {
  int64_t uploads_per_5_minutes = 0;
  int64_t blocks_per_5_minutes = 0;
  int64_t downloads_per_5_minutes = 0;
  int64_t commits_per_15_seconds = 0;
  int64_t commits_at_once = 0;
};

struct Limits {
  absl::Duration session_life = absl::Hours(24);       // Of all sessions of the tunnel.
  absl::Duration commit_takes = absl::ZeroDuration();  // A commit's time in CLOSING.
  bool repeated_commit_conflicts = false;              // Instead of succeeding again.
  absl::Duration token_life_max =
      absl::Hours(12);                          // Of what AssumeRole gives out, whatever was asked.
  int64_t block_bytes_max = int64_t{1} << 30;   // Of one block, unpacked.
  int64_t result_bytes_max = int64_t{2} << 30;  // Of one SELECT.
  Quotas quotas;
};

// All that the services share. Any thread may use it.
struct World {
  Database& database;
  const BlockDirectory& blocks;
  Clock& clock;
  Limits limits;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_WORLD_H_
