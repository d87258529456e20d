#include "base/kafka/offset_commit_call.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "base/kafka/commit_rules.h"
#include "base/kafka/partition_list.h"

namespace sluice::kafka {
namespace {

constexpr int16_t kOffsetCommitKey = 8;  // Kafka's protocol number of the request.

rd_kafka_resp_err_t CountRequest(rd_kafka_t*, int, const char*, int32_t, int16_t api_key, int16_t,
                                 int32_t, size_t, void* count) {
  if (api_key == kOffsetCommitKey) static_cast<std::atomic<int64_t>*>(count)->fetch_add(1);
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

rd_kafka_resp_err_t OnNew(rd_kafka_t* rk, const rd_kafka_conf_t*, void* count, char*, size_t) {
  return rd_kafka_interceptor_add_on_request_sent(rk, "count-commits", &CountRequest, count);
}

struct EventDeleter {
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
};
struct QueueDeleter {
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
};

}  // namespace

void CommitsOnWire::Watch(rd_kafka_conf_t* conf) {
  rd_kafka_conf_interceptor_add_on_new(conf, "count-commits", &OnNew, &count_);
}

std::vector<PartitionAnswer> OffsetCommitCall::Send(
    const std::vector<PartitionCommit>& commits) const {
  PartitionList list = NewPartitionList(commits.size());
  for (const PartitionCommit& commit : commits) {
    rd_kafka_topic_partition_t* element = AddPartition(list, {topic, commit.partition});
    element->offset = commit.committed.next_offset;
    SetMetadata(*element, commit.committed.metadata);
  }
  const std::string doing = absl::StrCat("committing offsets of group ", group_id);
  std::vector<PartitionAnswer> answers;
  for (const PartitionCommit& commit : commits) {
    answers.push_back({.partition = commit.partition,
                       .verdict = CommitVerdict::kUnclear,
                       .status = absl::DeadlineExceededError(absl::StrCat(doing, ": no answer"))});
  }

  std::unique_ptr<rd_kafka_queue_t, QueueDeleter> queue(rd_kafka_queue_new(client.get()));
  const int64_t before = on_wire.count();
  rd_kafka_resp_err_t code = rd_kafka_commit_queue(client.get(), list.get(), queue.get(),
                                                   /*cb=*/nullptr, /*commit_opaque=*/nullptr);
  std::unique_ptr<rd_kafka_event_t, EventDeleter> event;
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    event.reset(
        rd_kafka_queue_poll(queue.get(), static_cast<int>(absl::ToInt64Milliseconds(bound))));
    if (event == nullptr) return answers;
    code = rd_kafka_event_error(event.get());
  }
  CommitReply reply{
      .requests_sent = on_wire.count() - before, .call_error = code, .partition_errors = {}};
  const rd_kafka_topic_partition_list_t* told =
      event ? rd_kafka_event_topic_partition_list(event.get()) : nullptr;
  for (int i = 0; told != nullptr && i < told->cnt; ++i)
    reply.partition_errors[told->elems[i].partition] = told->elems[i].err;
  for (PartitionAnswer& answer : answers) {
    answer.verdict = JudgeCommit(reply, answer.partition);
    answer.status = client.StatusOf(
        static_cast<rd_kafka_resp_err_t>(ErrorOf(reply, answer.partition)), doing, needs);
    if (answer.verdict != CommitVerdict::kAccepted && answer.status.ok())
      answer.status = absl::UnknownError(absl::StrCat(doing, ": sent more than once"));
  }
  return answers;
}

}  // namespace sluice::kafka
