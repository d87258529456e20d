#ifndef SLUICE_EMULATOR_VALUE_PARTITION_SPEC_H_
#define SLUICE_EMULATOR_VALUE_PARTITION_SPEC_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "emulator/value/type.h"

namespace sluice::emulator {

// Names and values as they were written, in their order.
using PartitionSpec = std::vector<std::pair<std::string, std::string>>;

// Reads both spellings: REST's `pt='a',hh='1'` and the tunnel's `pt=a,hh=1`. InvalidPartitionSpec
// otherwise.
absl::StatusOr<PartitionSpec> ParsePartitionSpec(absl::string_view text);

// The values in the order of the table's keys. Every key exactly once, else InvalidPartitionSpec;
// values must be of the keys' types and neither empty nor longer than 255 bytes.
absl::StatusOr<std::vector<std::string>> PartitionValues(const PartitionSpec& spec,
                                                         const Columns& keys);

// `pt=a/hh=1`, as SHOW PARTITIONS prints it.
std::string PartitionName(const Columns& keys, const std::vector<std::string>& values);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_VALUE_PARTITION_SPEC_H_
