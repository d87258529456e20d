#include "base/kafka/out_of_range.h"

#include <librdkafka/rdkafka.h>

#include "absl/strings/str_cat.h"
#include "base/kafka/client_handle.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

constexpr int kAskMs = 3000;  // The polling thread waits.

}  // namespace

absl::StatusOr<PartitionRange> AskRange(ClientHandle& client, const TopicPartition& partition,
                                        const std::vector<Right>& needs) {
  PartitionRange range;
  SLUICE_RETURN_IF_ERROR(client.StatusOf(
      rd_kafka_query_watermark_offsets(client.get(), partition.topic.c_str(), partition.partition,
                                       &range.begin, &range.end, kAskMs),
      absl::StrCat("asking for the offsets of ", partition.topic, "-", partition.partition),
      needs));
  return range;
}

absl::Status WhyOutOfRange(const absl::StatusOr<PartitionRange>& range,
                           const TopicPartition& partition, int64_t next_offset) {
  const std::string where = absl::StrCat(partition.topic, "-", partition.partition);
  if (range.ok() && next_offset > range->end) {
    return WithReason(
        absl::OutOfRangeError(absl::StrCat("the next record to read of ", where, " is ",
                                           next_offset, ", and the partition ends at ", range->end,
                                           ": records that were read before are gone")),
        reason::kSourceTruncated);
  }
  return WithReason(absl::OutOfRangeError(absl::StrCat(
                        "the next record to read of ", where, ", offset ", next_offset,
                        ", is no longer there: retention deleted it",
                        range.ok() && range->begin > next_offset
                            ? absl::StrCat(" and what follows up to offset ", range->begin - 1,
                                           ", up to ", range->begin - next_offset, " records")
                            : "")),
                    reason::kRecordsExpired);
}

}  // namespace sluice::kafka
