#include "base/kafka/committed_records.h"

#include <librdkafka/rdkafka.h>

#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/kafka/client_handle.h"
#include "base/kafka/error.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/message_view.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

constexpr size_t kBatch = 1000;
constexpr int kLookMs = 200;

// The partitions of one topic that are being read, by librdkafka's consumer that knows no groups.
class Reading {
 public:
  Reading(ClientHandle& client, const std::string& topic)
      : handle_(rd_kafka_topic_new(client.get(), topic.c_str(), nullptr)),
        queue_(rd_kafka_queue_new(client.get())) {}
  ~Reading() {
    while (!ends_.empty()) Stop(ends_.begin()->first);
    rd_kafka_queue_destroy(queue_);
    rd_kafka_topic_destroy(handle_);
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  absl::Status Start(int32_t partition, int64_t from, int64_t end) {
    if (rd_kafka_consume_start_queue(handle_, partition, from, queue_) != 0) {
      return ToStatus(rd_kafka_last_error(), "reading committed records");
    }
    ends_[partition] = end;
    return absl::OkStatus();
  }

  bool done() const { return ends_.empty(); }

  absl::Status Turn(const std::function<void(const ConsumedRecord&)>& show) {
    rd_kafka_message_t* messages[kBatch];
    const ssize_t count = rd_kafka_consume_batch_queue(queue_, kLookMs, messages, kBatch);
    absl::Status failure;
    for (ssize_t i = 0; i < count; ++i) {
      failure.Update(Take(*messages[i], show));
      rd_kafka_message_destroy(messages[i]);
    }
    return failure;
  }

 private:
  absl::Status Take(const rd_kafka_message_t& message,
                    const std::function<void(const ConsumedRecord&)>& show) {
    const auto end = ends_.find(message.partition);
    if (end == ends_.end()) return absl::OkStatus();
    if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      // Markers of transactions may be all that is left before the end.
      Stop(message.partition);
      return absl::OkStatus();
    }
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      const absl::Status status = ToStatus(message.err, "reading committed records");
      return absl::IsUnavailable(status) ? absl::OkStatus() : status;
    }
    if (message.offset < end->second) {
      show({.partition = message.partition,
            .offset = message.offset,
            .timestamp_ms = rd_kafka_message_timestamp(&message, nullptr),
            .key = ViewOf(message.key, message.key_len),
            .value = ViewOf(message.payload, message.len),
            .native = &message,
            .read_headers = &ReadHeaders});
    }
    if (message.offset + 1 >= end->second) Stop(message.partition);
    return absl::OkStatus();
  }

  void Stop(int32_t partition) {
    rd_kafka_consume_stop(handle_, partition);
    ends_.erase(partition);
  }

  rd_kafka_topic_t* const handle_;
  rd_kafka_queue_t* const queue_;
  std::map<int32_t, int64_t> ends_;
};

}  // namespace

absl::StatusOr<NextOffsets> ReadCommitted(const ConnectionSettings& settings,
                                          const std::string& topic, const NextOffsets& from,
                                          absl::Duration timeout,
                                          const std::function<void(const ConsumedRecord&)>& show) {
  const absl::Time deadline = absl::Now() + timeout;
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<Admin> admin, KafkaAdmin::Create(settings));
  SLUICE_ASSIGN_OR_RETURN(const TopicDescription description,
                          DescribeTopic(*admin, topic, timeout));
  std::vector<TopicPartition> partitions;
  for (int32_t i = 0; i < description.partitions; ++i) partitions.push_back({topic, i});
  SLUICE_ASSIGN_OR_RETURN(
      const auto ends, admin->ListOffsets(partitions, OffsetQuery::End(),
                                          IsolationLevel::kReadCommitted, deadline - absl::Now()));
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<ClientHandle> client,
                          ClientHandle::Create(RD_KAFKA_CONSUMER, settings,
                                               {{"isolation.level", "read_committed"},
                                                {"enable.partition.eof", "true"},
                                                {"enable.auto.commit", "false"},
                                                {"auto.offset.reset", "error"}}));
  Reading reading(*client, topic);
  NextOffsets next;
  for (const auto& [partition, end] : ends) {
    const auto found = from.find(partition.partition);
    const int64_t begin = found == from.end() ? 0 : found->second;
    next[partition.partition] = end;
    if (begin < end) SLUICE_RETURN_IF_ERROR(reading.Start(partition.partition, begin, end));
  }
  while (!reading.done()) {
    if (absl::Now() >= deadline) {
      return absl::UnavailableError(absl::StrCat("topic ", topic, " was not read in time"));
    }
    SLUICE_RETURN_IF_ERROR(reading.Turn(show));
  }
  return next;
}

}  // namespace sluice::kafka
