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
    const int64_t end = cluster_.StableEnd({topic, partition}, records);
    int64_t offset = 0;
    for (const InMemoryCluster::Record& record : records) {
      if (offset == end) break;
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

// The topic as it was when the look began: what a test's retention deletes meanwhile is not missed.
class InMemoryRecordReader::CopiedTopic : public TopicLook {
 public:
  explicit CopiedTopic(int partitions) {
    for (int32_t i = 0; i < partitions; ++i) bounds_[i] = {};
  }

  void Add(StoredRecord record) {
    bounds_[record.partition].to = record.offset + 1;
    records_[record.partition].push_back(std::move(record));
  }

  const OffsetRanges& bounds() const override { return bounds_; }

  absl::StatusOr<std::set<int32_t>> Read(const OffsetRanges& ranges, absl::Duration,
                                         const std::function<void(StoredRecord)>& show) override {
    std::set<int32_t> seen;
    for (const auto& [partition, range] : ranges) {
      for (const StoredRecord& record : records_[partition]) {
        if (record.offset >= range.from && record.offset < range.to) show(record);
      }
      seen.insert(partition);
    }
    return seen;
  }

 private:
  OffsetRanges bounds_;
  std::map<int32_t, std::vector<StoredRecord>> records_;
};

absl::StatusOr<std::unique_ptr<TopicLook>> InMemoryRecordReader::Look(const std::string& topic,
                                                                      absl::Duration) {
  int partitions = 0;
  {
    MutexLock lock(cluster_.mu_);
    const auto found = cluster_.topics_.find(topic);
    if (found != cluster_.topics_.end()) partitions = found->second.partitions.size();
  }
  auto look = std::make_unique<CopiedTopic>(partitions);
  SLUICE_RETURN_IF_ERROR(Read("Look", topic, std::nullopt,
                              [&](StoredRecord record) { look->Add(std::move(record)); }));
  return look;
}

}  // namespace sluice::kafka
