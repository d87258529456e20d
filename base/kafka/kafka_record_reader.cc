#include "base/kafka/kafka_record_reader.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/kafka/client_handle.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/message_view.h"
#include "base/kafka/newest_records.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

constexpr int kBatch = 100;
constexpr int kLookMs = 100;
// How much further back the next round goes, when the last offsets held too few records: markers of
// transactions, aborted records and compaction leave gaps.
constexpr int64_t kWiden = 4;
// Of a search for keys: the first look, and what the client may hold meanwhile.
constexpr int64_t kFirstWindow = 1000;
constexpr int64_t kSearchBytesMax = 16 << 20;

// Offsets of one partition: from, up to but not with.
struct Range {
  int64_t from = 0;
  int64_t to = 0;
};
using Ranges = std::map<int32_t, Range>;

ClientProperties PropertiesOf(int64_t bytes_max) {
  const int64_t queue_bytes = std::clamp<int64_t>(bytes_max, 1 << 20, 64 << 20);
  return {
      {"isolation.level", "read_committed"},
      {"enable.partition.eof", "true"},
      {"enable.auto.commit", "false"},
      {"auto.offset.reset", "error"},
      {"fetch.wait.max.ms", "100"},
      {"queued.max.messages.kbytes", absl::StrCat(queue_bytes >> 10)},
  };
}

StoredRecord Owned(const rd_kafka_message_t& message) {
  StoredRecord record;
  record.partition = message.partition;
  record.offset = message.offset;
  rd_kafka_timestamp_type_t type;
  const int64_t timestamp = rd_kafka_message_timestamp(&message, &type);
  if (type != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE) record.timestamp_ms = timestamp;
  record.broker_timestamp = type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME;
  const auto own = [](std::optional<absl::string_view> view) {
    return view.has_value() ? std::optional<std::string>(std::string(*view)) : std::nullopt;
  };
  record.key = own(ViewOf(message.key, message.key_len));
  record.value = own(ViewOf(message.payload, message.len));
  for (const ConsumedHeader& header : ReadHeaders(&message)) {
    record.headers.push_back({std::string(header.key), own(header.value)});
  }
  return record;
}

// One look at one topic. librdkafka's consumer by partition is used: it knows no groups.
class Look {
 public:
  struct Sink {
    std::function<void(StoredRecord)> show;
    std::function<void()> missed;  // Retention was faster: something is gone.
  };

  Look(ClientHandle& client, const std::string& topic, absl::Time deadline)
      : client_(client),
        topic_(topic),
        deadline_(deadline),
        handle_(rd_kafka_topic_new(client.get(), topic.c_str(), nullptr)),
        queue_(rd_kafka_queue_new(client.get())) {}
  ~Look() {
    while (!reading_.empty()) Stop(reading_.begin()->first);
    rd_kafka_queue_destroy(queue_);
    rd_kafka_topic_destroy(handle_);
  }
  Look(const Look&) = delete;
  Look& operator=(const Look&) = delete;

  absl::StatusOr<std::vector<TopicPartition>> Partitions(std::optional<int32_t> only) {
    const struct rd_kafka_metadata* found = nullptr;
    rd_kafka_resp_err_t error =
        rd_kafka_metadata(client_.get(), /*all_topics=*/0, handle_, &found, std::max(1, left_ms()));
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return StatusOf(error);
    const std::unique_ptr<const struct rd_kafka_metadata, void (*)(const struct rd_kafka_metadata*)>
        metadata(found, &rd_kafka_metadata_destroy);
    if (metadata->topic_cnt != 1) return StatusOf(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
    SLUICE_RETURN_IF_ERROR(StatusOf(metadata->topics[0].err));
    std::vector<TopicPartition> partitions;
    for (int32_t i = 0; i < metadata->topics[0].partition_cnt; ++i) {
      if (!only.has_value() || *only == i) partitions.push_back({topic_, i});
    }
    if (!partitions.empty()) return partitions;
    return WithReason(
        absl::NotFoundError(absl::StrCat("topic ", topic_, " has no partition ", only.value_or(0))),
        reason::kTopicNotFound);
  }

  // Shows what is in the ranges. Whether everything was seen in time.
  absl::StatusOr<bool> Read(const Ranges& ranges, const Sink& sink) {
    for (const auto& [partition, range] : ranges) {
      if (rd_kafka_consume_start_queue(handle_, partition, range.from, queue_) != 0) {
        return StatusOf(rd_kafka_last_error());
      }
      reading_[partition] = range.to;
    }
    std::vector<rd_kafka_message_t*> messages(kBatch);
    while (!reading_.empty() && left_ms() > 0) {
      const ssize_t count = rd_kafka_consume_batch_queue(queue_, std::min(kLookMs, left_ms()),
                                                         messages.data(), messages.size());
      absl::Status failure;
      for (ssize_t i = 0; i < count; ++i) {
        failure.Update(Take(*messages[i], sink));
        rd_kafka_message_destroy(messages[i]);
      }
      SLUICE_RETURN_IF_ERROR(failure);
    }
    return reading_.empty();
  }

  absl::Status StatusOf(rd_kafka_resp_err_t code) const {
    return client_.StatusOf(code, absl::StrCat("reading topic ", topic_),
                            {OnTopic(Operation::kRead, topic_)});
  }

 private:
  int left_ms() const {
    return static_cast<int>(absl::ToInt64Milliseconds(deadline_ - absl::Now()));
  }

  absl::Status Take(const rd_kafka_message_t& message, const Sink& sink) {
    const auto reading = reading_.find(message.partition);
    if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      if (reading == reading_.end()) return absl::OkStatus();
      if (message.offset < reading->second) sink.show(Owned(message));
      if (message.offset + 1 >= reading->second) Stop(message.partition);
      return absl::OkStatus();
    }
    if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      if (reading != reading_.end()) Stop(message.partition);
      return absl::OkStatus();
    }
    if (message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
      sink.missed();
      if (reading != reading_.end()) Stop(message.partition);
      return absl::OkStatus();
    }
    const absl::Status status = StatusOf(message.err);
    return absl::IsUnavailable(status) ? absl::OkStatus() : status;  // The time may still suffice.
  }

  void Stop(int32_t partition) {
    rd_kafka_consume_stop(handle_, partition);
    reading_.erase(partition);
  }

  ClientHandle& client_;
  const std::string topic_;
  const absl::Time deadline_;
  rd_kafka_topic_t* const handle_;
  rd_kafka_queue_t* const queue_;
  std::map<int32_t, int64_t> reading_;  // Where each partition that is being read ends.
};

// The `window` offsets before `ends`, which move back to where they begin.
Ranges LastRanges(const absl::btree_map<TopicPartition, int64_t>& begins, int64_t window,
                  absl::btree_map<TopicPartition, int64_t>& ends) {
  Ranges ranges;
  for (auto& [partition, end] : ends) {
    const int64_t from = std::max(begins.at(partition), end - window);
    if (from < end) ranges[partition.partition] = {from, end};
    end = std::min(from, end);
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
  SLUICE_ASSIGN_OR_RETURN(const auto client, ClientHandle::Create(RD_KAFKA_CONSUMER, settings_,
                                                                  PropertiesOf(limits.bytes_max)));
  Look look(*client, topic, deadline);
  SLUICE_ASSIGN_OR_RETURN(const auto partitions, look.Partitions(limits.partition));
  SLUICE_ASSIGN_OR_RETURN(auto bounds, BoundsOf(partitions, deadline));

  NewestRecords newest(limits);
  const Look::Sink sink = {
      .show = [&newest](StoredRecord record) { newest.Show(std::move(record)); },
      .missed = [&newest] { newest.CutShort(); }};
  for (int64_t window = limits.records_max; newest.shown() < limits.records_max; window *= kWiden) {
    const Ranges ranges = LastRanges(bounds.begins, window, bounds.ends);
    if (ranges.empty()) break;
    SLUICE_ASSIGN_OR_RETURN(const bool all_seen, look.Read(ranges, sink));
    if (all_seen) continue;
    if (newest.shown() == 0) return look.StatusOf(RD_KAFKA_RESP_ERR__TIMED_OUT);
    newest.CutShort();
    break;
  }
  return newest.Take();
}

absl::StatusOr<NewestByKey> KafkaRecordReader::ReadNewest(const std::string& topic,
                                                          const std::set<std::string>& keys,
                                                          absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  SLUICE_ASSIGN_OR_RETURN(const auto client, ClientHandle::Create(RD_KAFKA_CONSUMER, settings_,
                                                                  PropertiesOf(kSearchBytesMax)));
  Look look(*client, topic, deadline);
  SLUICE_ASSIGN_OR_RETURN(const auto partitions, look.Partitions(std::nullopt));
  SLUICE_ASSIGN_OR_RETURN(auto bounds, BoundsOf(partitions, deadline));

  NewestByKey newest;
  // Compaction takes away only what is not the newest of its key.
  const Look::Sink sink = {
      .show = [&](StoredRecord record) { KeepNewest(std::move(record), keys, newest); },
      .missed = [] {}};
  for (int64_t window = kFirstWindow; newest.size() < keys.size(); window *= kWiden) {
    const Ranges ranges = LastRanges(bounds.begins, window, bounds.ends);
    if (ranges.empty()) break;
    SLUICE_ASSIGN_OR_RETURN(const bool all_seen, look.Read(ranges, sink));
    if (!all_seen) return look.StatusOf(RD_KAFKA_RESP_ERR__TIMED_OUT);
  }
  return newest;
}

absl::StatusOr<KafkaRecordReader::Bounds> KafkaRecordReader::BoundsOf(
    const std::vector<TopicPartition>& partitions, absl::Time deadline) {
  const auto offsets = [&](const OffsetQuery& query) {
    return admin_->ListOffsets(partitions, query, IsolationLevel::kReadCommitted,
                               deadline - absl::Now());
  };
  Bounds bounds;
  SLUICE_ASSIGN_OR_RETURN(bounds.begins, offsets(OffsetQuery::Earliest()));
  SLUICE_ASSIGN_OR_RETURN(bounds.ends, offsets(OffsetQuery::End()));
  return bounds;
}

}  // namespace sluice::kafka
