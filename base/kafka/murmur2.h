#ifndef SLUICE_BASE_KAFKA_MURMUR2_H_
#define SLUICE_BASE_KAFKA_MURMUR2_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace sluice::kafka {

// Where Java's producer puts a record with this key: (murmur2(key) & 0x7fffffff) % partitions.
int32_t Murmur2Partition(absl::string_view key, int32_t partitions);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_MURMUR2_H_
