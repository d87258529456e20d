#include "base/kafka/in_memory_record_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/newest_records.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {

absl::Status InMemoryRecordReader::Read(absl::string_view call, const std::string& topic,
                                        std::optional<int32_t> only,
                                        const std::function<void(StoredRecord)>& show) {
  SLUICE_RETURN_IF_ERROR(cluster_.CheckReachable(call));
  MutexLock lock(cluster_.mu_);
  SLUICE_RETURN_IF_ERROR(cluster_.CheckAllowed(OnTopic(Operation::kRead, topic)));
  const auto found = cluster_.topics_.find(topic);
  const int32_t asked = only.value_or(0);
  if (found == cluster_.topics_.end() || asked < 0 || asked >= found->second.partitions.size()) {
    return WithReason(absl::NotFoundError(absl::StrCat(
                          "topic ", topic, " does not exist or has no partition ", asked)),
                      reason::kTopicNotFound);
  }
  int32_t partition = -1;
  for (const auto& records : found->second.partitions) {
    ++partition;
    if (only.value_or(partition) != partition) continue;
    int64_t offset = 0;
    for (const InMemoryCluster::Record& record : records) {
      StoredRecord stored = {.partition = partition,
                             .offset = offset++,
                             .timestamp_ms = absl::ToUnixMillis(record.timestamp),
                             .key = record.key,
                             .value = record.value};
      for (const auto& [key, value] : record.headers) stored.headers.push_back({key, value});
      show(std::move(stored));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<LastRecords> InMemoryRecordReader::ReadLast(const std::string& topic,
                                                           const ReadLimits& limits) {
  NewestRecords newest(limits);
  SLUICE_RETURN_IF_ERROR(Read("ReadLast", topic, limits.partition,
                              [&newest](StoredRecord record) { newest.Show(std::move(record)); }));
  return newest.Take();
}

absl::StatusOr<NewestByKey> InMemoryRecordReader::ReadNewest(const std::string& topic,
                                                             const std::set<std::string>& keys,
                                                             absl::Duration) {
  NewestByKey newest;
  SLUICE_RETURN_IF_ERROR(Read("ReadNewest", topic, std::nullopt, [&](StoredRecord record) {
    KeepNewest(std::move(record), keys, newest);
  }));
  return newest;
}

}  // namespace sluice::kafka
