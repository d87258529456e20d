#ifndef SLUICE_EMULATOR_STORE_TABLES_H_
#define SLUICE_EMULATOR_STORE_TABLES_H_

#include <cstdint>

#include "absl/types/span.h"

namespace sluice::emulator {

// The version of the layout below, kept in the file. A change that old programs misread counts it
// up.
constexpr int64_t kMetadataVersion = 2;

// The statements that make the metadata's own tables where they are missing.
absl::Span<const char* const> TableStatements();

// The statements that make a layout of version 1 one of version 2.
absl::Span<const char* const> UpgradeToVersion2();

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_TABLES_H_
