#ifndef SLUICE_EMULATOR_SEED_SEED_H_
#define SLUICE_EMULATOR_SEED_SEED_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/store/catalog.h"
#include "emulator/store/database.h"
#include "emulator/store/identities.h"

namespace sluice::emulator {

// What exists from the beginning: accounts with their keys, and projects. README.md shows the file.
struct Seed {
  std::vector<Account> accounts;
  std::vector<AccessKey> keys;
  std::vector<Project> projects;
};

// INVALID_ARGUMENT names what is wrong in the YAML, never a secret.
absl::StatusOr<Seed> ParseSeed(const std::string& yaml);

// Makes what is missing and changes what differs; removes nothing.
absl::Status ApplySeed(Database& database, const Seed& seed, absl::Time now);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SEED_SEED_H_
