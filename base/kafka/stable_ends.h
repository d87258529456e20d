#ifndef SLUICE_BASE_KAFKA_STABLE_ENDS_H_
#define SLUICE_BASE_KAFKA_STABLE_ENDS_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace sluice::kafka {

// The last stable offset of each partition of `topic` in librdkafka's statistics (JSON), which is
// the only place where it tells it; partitions that it does not know yet are absent. Pure.
std::map<int32_t, int64_t> StableEndsIn(absl::string_view statistics, const std::string& topic);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_STABLE_ENDS_H_
