#include "base/kafka/kafka_record_reader.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/kafka_topic_look.h"
#include "base/kafka/newest_records.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

// How much further back the next round goes, when the last offsets held too few records: markers of
// transactions, aborted records and compaction leave gaps.
constexpr int64_t kWiden = 4;
// Of a search for keys: the first look, and what the client may hold meanwhile.
constexpr int64_t kFirstWindow = 1000;
constexpr int64_t kSearchBytesMax = 16 << 20;

// The `window` offsets before the ends of `left`, which then end where those begin.
OffsetRanges LastRanges(int64_t window, OffsetRanges& left) {
  OffsetRanges ranges;
  for (auto& [partition, range] : left) {
    const int64_t from = std::max(range.from, range.to - window);
    if (from < range.to) ranges[partition] = {from, range.to};
    range.to = std::min(from, range.to);
  }
  return ranges;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RecordReader>> KafkaRecordReader::Create(
    const ConnectionSettings& settings) {
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<Admin> admin, KafkaAdmin::Create(settings));
  return std::unique_ptr<RecordReader>(new KafkaRecordReader(settings, std::move(admin)));
}

absl::StatusOr<LastRecords> KafkaRecordReader::ReadLast(const std::string& topic,
                                                        const ReadLimits& limits) {
  const absl::Time deadline = absl::Now() + limits.timeout;
  SLUICE_ASSIGN_OR_RETURN(const auto look, KafkaTopicLook::Begin(settings_, *admin_, topic,
                                                                 {.bytes_max = limits.bytes_max,
                                                                  .partition = limits.partition},
                                                                 deadline));
  NewestRecords newest(limits);
  OffsetRanges left = look->bounds();
  for (int64_t window = limits.records_max; newest.shown() < limits.records_max; window *= kWiden) {
    const OffsetRanges ranges = LastRanges(window, left);
    if (ranges.empty()) break;
    SLUICE_ASSIGN_OR_RETURN(
        const auto seen, look->Read(ranges, deadline - absl::Now(), [&newest](StoredRecord record) {
          newest.Show(std::move(record));
        }));
    if (seen.size() == ranges.size()) continue;
    if (newest.shown() == 0) return look->StatusOf(RD_KAFKA_RESP_ERR__TIMED_OUT);
    newest.CutShort();
    break;
  }
  return newest.Take();
}

absl::StatusOr<NewestByKey> KafkaRecordReader::ReadNewest(const std::string& topic,
                                                          const std::set<std::string>& keys,
                                                          absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  SLUICE_ASSIGN_OR_RETURN(
      const auto look,
      KafkaTopicLook::Begin(settings_, *admin_, topic, {.bytes_max = kSearchBytesMax}, deadline));
  NewestByKey newest;
  OffsetRanges left = look->bounds();
  for (int64_t window = kFirstWindow; newest.size() < keys.size(); window *= kWiden) {
    const OffsetRanges ranges = LastRanges(window, left);
    if (ranges.empty()) break;
    SLUICE_ASSIGN_OR_RETURN(const auto seen,
                            look->Read(ranges, deadline - absl::Now(), [&](StoredRecord record) {
                              KeepNewest(std::move(record), keys, newest);
                            }));
    if (seen.size() < ranges.size()) return look->StatusOf(RD_KAFKA_RESP_ERR__TIMED_OUT);
  }
  return newest;
}

absl::StatusOr<std::unique_ptr<TopicLook>> KafkaRecordReader::Look(const std::string& topic,
                                                                   absl::Duration timeout) {
  return KafkaTopicLook::Begin(settings_, *admin_, topic, {.bytes_max = kSearchBytesMax},
                               absl::Now() + timeout);
}

}  // namespace sluice::kafka
