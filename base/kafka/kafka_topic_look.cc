#include "base/kafka/kafka_topic_look.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/kafka/message_view.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

constexpr int kBatch = 100;
constexpr int kLookMs = 100;

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

int LeftMs(absl::Time deadline) {
  return static_cast<int>(absl::ToInt64Milliseconds(deadline - absl::Now()));
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

}  // namespace

KafkaTopicLook::KafkaTopicLook(std::unique_ptr<ClientHandle> client, const std::string& topic)
    : client_(std::move(client)),
      topic_(topic),
      handle_(rd_kafka_topic_new(client_->get(), topic.c_str(), nullptr)),
      queue_(rd_kafka_queue_new(client_->get())) {}

KafkaTopicLook::~KafkaTopicLook() {
  StopAll();
  rd_kafka_queue_destroy(queue_);
  rd_kafka_topic_destroy(handle_);
}

absl::StatusOr<std::unique_ptr<KafkaTopicLook>> KafkaTopicLook::Begin(
    const ConnectionSettings& settings, Admin& admin, const std::string& topic,
    const Options& options, absl::Time deadline) {
  SLUICE_ASSIGN_OR_RETURN(auto client, ClientHandle::Create(RD_KAFKA_CONSUMER, settings,
                                                            PropertiesOf(options.bytes_max)));
  std::unique_ptr<KafkaTopicLook> look(new KafkaTopicLook(std::move(client), topic));
  SLUICE_RETURN_IF_ERROR(look->FindBounds(admin, options.partition, deadline));
  return look;
}

absl::Status KafkaTopicLook::FindBounds(Admin& admin, std::optional<int32_t> only,
                                        absl::Time deadline) {
  const struct rd_kafka_metadata* found = nullptr;
  const rd_kafka_resp_err_t error = rd_kafka_metadata(client_->get(), /*all_topics=*/0, handle_,
                                                      &found, std::max(1, LeftMs(deadline)));
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return StatusOf(error);
  const std::unique_ptr<const struct rd_kafka_metadata, void (*)(const struct rd_kafka_metadata*)>
      metadata(found, &rd_kafka_metadata_destroy);
  if (metadata->topic_cnt != 1) return StatusOf(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
  SLUICE_RETURN_IF_ERROR(StatusOf(metadata->topics[0].err));
  std::vector<TopicPartition> partitions;
  for (int32_t i = 0; i < metadata->topics[0].partition_cnt; ++i) {
    if (!only.has_value() || *only == i) partitions.push_back({topic_, i});
  }
  if (partitions.empty()) {
    return WithReason(
        absl::NotFoundError(absl::StrCat("topic ", topic_, " has no partition ", only.value_or(0))),
        reason::kTopicNotFound);
  }
  const auto offsets = [&](const OffsetQuery& query) {
    return admin.ListOffsets(partitions, query, IsolationLevel::kReadCommitted,
                             deadline - absl::Now());
  };
  SLUICE_ASSIGN_OR_RETURN(const auto begins, offsets(OffsetQuery::Earliest()));
  SLUICE_ASSIGN_OR_RETURN(const auto ends, offsets(OffsetQuery::End()));
  for (const TopicPartition& partition : partitions) {
    bounds_[partition.partition] = {begins.at(partition), ends.at(partition)};
  }
  return absl::OkStatus();
}

absl::StatusOr<std::set<int32_t>> KafkaTopicLook::Read(
    const OffsetRanges& ranges, absl::Duration timeout,
    const std::function<void(StoredRecord)>& show) {
  const absl::Time deadline = absl::Now() + timeout;
  std::set<int32_t> seen;
  for (const auto& [partition, range] : ranges) {
    if (range.from >= range.to) {
      seen.insert(partition);
      continue;
    }
    if (rd_kafka_consume_start_queue(handle_, partition, range.from, queue_) != 0) {
      const absl::Status failure = StatusOf(rd_kafka_last_error());
      StopAll();
      return failure;
    }
    reading_[partition] = range.to;
  }
  std::vector<rd_kafka_message_t*> messages(kBatch);
  absl::Status failure;
  while (failure.ok() && !reading_.empty() && LeftMs(deadline) > 0) {
    const ssize_t count = rd_kafka_consume_batch_queue(queue_, std::min(kLookMs, LeftMs(deadline)),
                                                       messages.data(), messages.size());
    for (ssize_t i = 0; i < count; ++i) {
      failure.Update(Take(*messages[i], show, seen));
      rd_kafka_message_destroy(messages[i]);
    }
  }
  StopAll();
  SLUICE_RETURN_IF_ERROR(failure);
  return seen;
}

absl::Status KafkaTopicLook::StatusOf(rd_kafka_resp_err_t code) const {
  return client_->StatusOf(code, absl::StrCat("reading topic ", topic_),
                           {OnTopic(Operation::kRead, topic_)});
}

absl::Status KafkaTopicLook::Take(const rd_kafka_message_t& message,
                                  const std::function<void(StoredRecord)>& show,
                                  std::set<int32_t>& seen) {
  const auto reading = reading_.find(message.partition);
  switch (message.err) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
      if (reading == reading_.end()) return absl::OkStatus();
      if (message.offset < reading->second) show(Owned(message));
      if (message.offset + 1 < reading->second) return absl::OkStatus();
      break;
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
      if (reading == reading_.end()) return absl::OkStatus();
      break;
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:  // Retention was faster: something is gone.
      if (reading != reading_.end()) Stop(message.partition);
      return absl::OkStatus();
    default: {
      const absl::Status status = StatusOf(message.err);
      return absl::IsUnavailable(status) ? absl::OkStatus() : status;  // The time may suffice.
    }
  }
  seen.insert(message.partition);
  Stop(message.partition);
  return absl::OkStatus();
}

void KafkaTopicLook::Stop(int32_t partition) {
  rd_kafka_consume_stop(handle_, partition);
  reading_.erase(partition);
}

void KafkaTopicLook::StopAll() {
  while (!reading_.empty()) Stop(reading_.begin()->first);
}

}  // namespace sluice::kafka
