#include "base/kafka/in_memory_record_reader.h"

#include "absl/strings/str_cat.h"
#include "base/kafka/newest_records.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {

absl::StatusOr<LastRecords> InMemoryRecordReader::ReadLast(const std::string& topic,
                                                           const ReadLimits& limits) {
  SLUICE_RETURN_IF_ERROR(cluster_.CheckReachable("ReadLast"));
  MutexLock lock(cluster_.mu_);
  SLUICE_RETURN_IF_ERROR(cluster_.CheckAllowed(OnTopic(Operation::kRead, topic)));
  const auto found = cluster_.topics_.find(topic);
  const int32_t only = limits.partition.value_or(0);
  if (found == cluster_.topics_.end() || only < 0 || only >= found->second.partitions.size()) {
    return WithReason(absl::NotFoundError(absl::StrCat(
                          "topic ", topic, " does not exist or has no partition ", only)),
                      reason::kTopicNotFound);
  }
  NewestRecords newest(limits);
  int32_t partition = -1;
  for (const auto& records : found->second.partitions) {
    ++partition;
    if (limits.partition.value_or(partition) != partition) continue;
    int64_t offset = 0;
    for (const InMemoryCluster::Record& record : records) {
      StoredRecord stored = {.partition = partition,
                             .offset = offset++,
                             .timestamp_ms = absl::ToUnixMillis(record.timestamp),
                             .key = record.key,
                             .value = record.value};
      for (const auto& [key, value] : record.headers) stored.headers.push_back({key, value});
      newest.Show(std::move(stored));
    }
  }
  return newest.Take();
}

}  // namespace sluice::kafka
