#ifndef SLUICE_BASE_KAFKA_COMMITTED_RECORDS_H_
#define SLUICE_BASE_KAFKA_COMMITTED_RECORDS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/connection_settings.h"
#include "base/kafka/group_consumer.h"

namespace sluice::kafka {

// Per partition, the next offset to read.
using NextOffsets = std::map<int32_t, int64_t>;

// Shows every committed record of a topic, for tests that compare it with what became of it: of
// each partition from `from` (0 where it is missing) up to its last stable offset now. Where to
// read on. Records of one partition come in their order, those of several mixed; a record is valid
// only while it is shown. UNAVAILABLE: not all was read within `timeout`; begin again.
absl::StatusOr<NextOffsets> ReadCommitted(const ConnectionSettings& settings,
                                          const std::string& topic, const NextOffsets& from,
                                          absl::Duration timeout,
                                          const std::function<void(const ConsumedRecord&)>& show);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_COMMITTED_RECORDS_H_
