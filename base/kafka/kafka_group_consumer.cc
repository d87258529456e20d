#include "base/kafka/kafka_group_consumer.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/client_handle.h"
#include "base/kafka/commit_rules.h"
#include "base/kafka/error.h"
#include "base/kafka/message_view.h"
#include "base/kafka/out_of_range.h"
#include "base/kafka/partition_list.h"
#include "base/kafka/reasons.h"
#include "base/kafka/stable_ends.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

constexpr absl::Duration kRewindBound = absl::Seconds(5);
// Of a fetch. Below the first, requests cost more than records; the last is librdkafka's own bound.
constexpr int64_t kPartitionBytesLeast = 64 << 10;
constexpr int64_t kPartitionBytesMost = 1 << 20;
constexpr size_t kClosingBatch = 1000;
constexpr int kClosingRoundsMax = 1000;  // More than queued_bytes_max can hold.
// Nobody else in this process ever gets the same one.
std::atomic<int64_t> next_epoch = 1;

int Millis(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

absl::Status Rejoin(absl::string_view why) {
  return WithReason(absl::UnavailableError(absl::StrCat("the group must be joined anew: ", why)),
                    reason::kRejoin);
}

absl::Status Fenced() {
  return WithReason(
      absl::AbortedError("another process has taken this task's place in its consumer group"),
      reason::kFenced);
}

std::vector<int32_t> NumbersOf(const rd_kafka_topic_partition_list_t* partitions) {
  std::vector<int32_t> numbers;
  for (int i = 0; i < partitions->cnt; ++i) numbers.push_back(partitions->elems[i].partition);
  return numbers;
}

}  // namespace

absl::StatusOr<std::unique_ptr<KafkaGroupConsumer>> KafkaGroupConsumer::Create(
    const GroupConsumerOptions& options, AssignmentListener& listener) {
  std::unique_ptr<KafkaGroupConsumer> consumer(new KafkaGroupConsumer(options, listener));
  SLUICE_RETURN_IF_ERROR(consumer->Open());
  return consumer;
}

absl::Status KafkaGroupConsumer::Open() {
  const ClientProperties properties = {
      {"group.id", options_.group_id},
      {"group.instance.id", options_.group_instance_id},
      {"partition.assignment.strategy", "cooperative-sticky"},
      {"enable.auto.commit", "false"},
      {"enable.auto.offset.store", "false"},
      {"auto.offset.reset", "error"},
      {"isolation.level", "read_committed"},
      {"enable.partition.eof", "true"},
      {"session.timeout.ms", absl::StrCat(Millis(options_.session_timeout))},
      {"heartbeat.interval.ms", absl::StrCat(std::max(300, Millis(options_.session_timeout) / 4))},
      {"queued.max.messages.kbytes",
       absl::StrCat(std::max<int64_t>(64, options_.queued_bytes_max >> 10))},
      // One partition shall not fill the queue alone. An answer is never longer than the queue by
      // itself.
      {"fetch.message.max.bytes",
       absl::StrCat(
           std::clamp(options_.queued_bytes_max / 4, kPartitionBytesLeast, kPartitionBytesMost))},
      // How long a full queue is left alone. By default a second, in which a quick reader would
      // have nothing to do.
      {"fetch.queue.backoff.ms", "20"},
      // Small enough that records are seen at once after silence, with long polling when there are
      // none.
      {"fetch.wait.max.ms", "100"},
      // How old the end of a partition may be that is told.
      {"statistics.interval.ms", "1000"},
      // How soon a partition that was added to the topic is noticed.
      {"topic.metadata.refresh.interval.ms", "10000"},
  };
  SLUICE_ASSIGN_OR_RETURN(
      handle_,
      ClientHandle::Create(
          RD_KAFKA_CONSUMER, options_.connection, properties, [this](rd_kafka_conf_t* conf) {
            commits_on_wire_.Watch(conf);
            rd_kafka_conf_set_error_cb(
                conf, [](rd_kafka_t* rk, int code, const char* text, void* opaque) {
                  static_cast<KafkaGroupConsumer*>(static_cast<ClientHandle*>(opaque)->owner())
                      ->OnClientError(code, text);
                });
            rd_kafka_conf_set_stats_cb(
                conf, [](rd_kafka_t*, char* json, size_t size, void* opaque) {
                  auto* self =
                      static_cast<KafkaGroupConsumer*>(static_cast<ClientHandle*>(opaque)->owner());
                  self->OnStatistics(absl::string_view(json, size));
                  return 0;  // librdkafka frees the text.
                });
            rd_kafka_conf_set_rebalance_cb(
                conf, [](rd_kafka_t* rk, rd_kafka_resp_err_t event,
                         rd_kafka_topic_partition_list_t* list, void* opaque) {
                  auto* self =
                      static_cast<KafkaGroupConsumer*>(static_cast<ClientHandle*>(opaque)->owner());
                  self->OnRebalance(event, list);
                });
          }));
  handle_->set_owner(this);
  rd_kafka_poll_set_consumer(handle_->get());
  queue_ = rd_kafka_queue_get_consumer(handle_->get());
  PartitionList topics = NewPartitionList(1);
  AddPartition(topics, {options_.topic, RD_KAFKA_PARTITION_UA});
  return ToStatus(rd_kafka_subscribe(handle_->get(), topics.get()),
                  absl::StrCat("subscribing to topic ", options_.topic));
}

KafkaGroupConsumer::~KafkaGroupConsumer() {
  if (queue_ == nullptr) return;
  // librdkafka ends a consumer only when the assignment that it last called back about is taken,
  // and by then nobody polls any more: it would wait for ever.
  closing_ = true;
  handler_ = nullptr;
  std::vector<rd_kafka_message_t*> messages(kClosingBatch);
  for (int i = 0; i < kClosingRoundsMax && rd_kafka_queue_length(queue_) > 0; ++i) {
    const ssize_t count =
        rd_kafka_consume_batch_queue(queue_, /*timeout_ms=*/0, messages.data(), messages.size());
    for (ssize_t j = 0; j < count; ++j) rd_kafka_message_destroy(messages[j]);
  }
  rd_kafka_queue_destroy(queue_);
}

// The client may learn that it is fenced and that its partitions are gone at once, and tell either
// first.
absl::Status KafkaGroupConsumer::FencedOr(absl::string_view why) {
  char detail[512] = "";
  switch (rd_kafka_fatal_error(handle_->get(), detail, sizeof(detail))) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
      return Rejoin(why);
    case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
      return Fenced();
    default:
      return Rejoin(detail);
  }
}

void KafkaGroupConsumer::End(absl::Status why) {
  MutexLock lock(mu_);
  if (ended_.ok()) ended_ = std::move(why);
}

absl::Status KafkaGroupConsumer::Poll(absl::Duration timeout, int records_max,
                                      RecordHandler& handler) {
  SLUICE_RETURN_IF_ERROR(ended());
  handler_ = &handler;
  if (messages_.size() < records_max) messages_.resize(records_max);
  const ssize_t count =
      rd_kafka_consume_batch_queue(queue_, Millis(timeout), messages_.data(), records_max);
  int32_t partition = RD_KAFKA_PARTITION_UA;
  int64_t* position = nullptr;  // Of `partition`; records come in runs of one.
  for (ssize_t i = 0; i < count; ++i) {
    rd_kafka_message_t* message = messages_[i];
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      if (message->partition != partition) {
        partition = message->partition;
        position = &positions_[partition];
      }
      // What was taken from the queue before a rebalance went back to where we stood comes again.
      if (message->offset < *position) {
        rd_kafka_message_destroy(message);
        continue;
      }
      *position = message->offset + 1;
      rd_kafka_timestamp_type_t type;
      const int64_t timestamp = rd_kafka_message_timestamp(message, &type);
      handler.OnRecord({.partition = message->partition,
                        .offset = message->offset,
                        .timestamp_ms = type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? -1 : timestamp,
                        .key = ViewOf(message->key, message->key_len),
                        .value = ViewOf(message->payload, message->len),
                        .native = message,
                        .read_headers = &ReadHeaders});
    } else if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      positions_[message->partition] = message->offset;
      SawEnd(message->partition, message->offset);
      handler.OnEnd(message->partition, message->offset);
    } else {
      HandleError(message->partition, message->err, rd_kafka_message_errstr(message), handler);
    }
    rd_kafka_message_destroy(message);
  }
  return ended();
}

// Called while polling, about the client as a whole: all brokers down, wrong credentials, fenced.
void KafkaGroupConsumer::OnClientError(int code, const char* text) {
  handle_->Complained(text);
  // One connection that broke is mended by itself; that none is left comes as an error of its own.
  if (code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__RESOLVE) return;
  if (handler_ != nullptr) HandleError(/*partition=*/-1, code, text, *handler_);
}

void KafkaGroupConsumer::OnStatistics(absl::string_view statistics) {
  for (const auto& [partition, end] : StableEndsIn(statistics, options_.topic)) {
    SawEnd(partition, end);
  }
}

void KafkaGroupConsumer::HandleError(int32_t partition, int code, const char* text,
                                     RecordHandler& handler) {
  const auto error = static_cast<rd_kafka_resp_err_t>(code);
  if (error == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID) {
    End(Fenced());
  } else if (error == RD_KAFKA_RESP_ERR__FATAL) {
    End(FencedOr(text));
  } else if (error == RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED) {
    End(Rejoin("this process did not poll for too long"));
  } else if (error == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
    handler.OnError(partition,
                    WhyOutOfRange(AskRange(*handle_, {options_.topic, partition}, Needs()),
                                  {options_.topic, partition}, positions_[partition]));
  } else {
    handler.OnError(
        partition,
        handle_->StatusOf(error, absl::StrCat("reading topic ", options_.topic), Needs(), text));
  }
}

void KafkaGroupConsumer::OnRebalance(int event, rd_kafka_topic_partition_list_t* partitions) {
  const bool lost = event == RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS &&
                    rd_kafka_assignment_lost(handle_->get()) != 0;
  // Otherwise the client joins anew by itself as soon as it has let go of the partitions.
  if (lost) rd_kafka_unsubscribe(handle_->get());
  if (closing_) {
    rd_kafka_error_t* error = event == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS
                                  ? rd_kafka_incremental_assign(handle_->get(), partitions)
                                  : rd_kafka_incremental_unassign(handle_->get(), partitions);
    if (error != nullptr) rd_kafka_error_destroy(error);
    return;
  }
  if (event == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    Assign(partitions);
  } else {
    TakeAway(partitions, lost);
  }
  // Poll returns now: its caller may have been waiting for just this.
  rd_kafka_queue_yield(queue_);
}

void KafkaGroupConsumer::Assign(rd_kafka_topic_partition_list_t* partitions) {
  const std::vector<int32_t> numbers = NumbersOf(partitions);
  // Read after the assignment: whatever an earlier owner could write is written or refused by now.
  absl::StatusOr<CommittedByPartition> committed = ReadAll(numbers);
  std::vector<AssignedPartition> assigned;
  for (int i = 0; i < partitions->cnt; ++i) {
    rd_kafka_topic_partition_t& element = partitions->elems[i];
    AssignedPartition& one = assigned.emplace_back();
    one.partition = element.partition;
    one.epoch = next_epoch.fetch_add(1);
    element.offset = 0;
    if (!committed.ok()) continue;
    if (const auto found = committed->find(element.partition); found != committed->end()) {
      one.committed = found->second;
      element.offset = found->second.next_offset;
    }
  }
  if (rd_kafka_error_t* error = rd_kafka_incremental_assign(handle_->get(), partitions)) {
    End(Rejoin(rd_kafka_error_string(error)));
    rd_kafka_error_destroy(error);
    return;
  }
  rd_kafka_pause_partitions(handle_->get(), partitions);
  for (int32_t number : numbers) resumed_.erase(number);
  ReadOnWhereWeStood();
  for (int i = 0; i < partitions->cnt; ++i) {
    positions_[partitions->elems[i].partition] = partitions->elems[i].offset;
  }
  if (!committed.ok()) {
    End(Rejoin(committed.status().message()));
    return;
  }
  {
    MutexLock lock(mu_);
    for (const AssignedPartition& one : assigned) {
      epochs_[one.partition] = one.epoch;
      ends_.erase(one.partition);
    }
  }
  listener_.OnAssigned(assigned);
}

void KafkaGroupConsumer::TakeAway(rd_kafka_topic_partition_list_t* partitions, bool lost) {
  const std::vector<int32_t> numbers = NumbersOf(partitions);
  BeforeLettingGo first;
  {
    MutexLock lock(mu_);
    for (int32_t number : numbers) epochs_.erase(number);
    first = PlanLettingGo(lost, IsOutstanding(numbers));
    if (first == BeforeLettingGo::kEndMember && ended_.ok())
      ended_ = FencedOr("its membership is over, and its partitions may be others' by now");
  }
  if (first == BeforeLettingGo::kWaitForAnswer) WaitForOutstanding(numbers);
  listener_.OnTakenAway(numbers);
  if (rd_kafka_error_t* error = rd_kafka_incremental_unassign(handle_->get(), partitions)) {
    End(Rejoin(rd_kafka_error_string(error)));
    rd_kafka_error_destroy(error);
  }
  for (int32_t number : numbers) resumed_.erase(number);
  ReadOnWhereWeStood();
}

// Over a rebalance librdkafka stops all partitions and lets those that are kept read on from where
// it believes the application to be. Up to 2.13.1 that is one record too far for a partition that
// was read to its end (its issue 4844).
void KafkaGroupConsumer::ReadOnWhereWeStood() {
  if (resumed_.empty()) return;
  if (absl::Status back = SeekToPositions(resumed_); !back.ok()) End(Rejoin(back.message()));
}

bool KafkaGroupConsumer::IsOutstanding(const std::vector<int32_t>& partitions) {
  return std::any_of(partitions.begin(), partitions.end(),
                     [&](int32_t n) SLUICE_REQUIRES(mu_) { return outstanding_.count(n) > 0; });
}

void KafkaGroupConsumer::WaitForOutstanding(const std::vector<int32_t>& partitions) {
  const absl::Duration bound = options_.commit_bound + absl::Seconds(1);
  MutexLock lock(mu_);
  while (IsOutstanding(partitions)) {
    // The commit itself is bounded, so one wait is enough to see its end.
    if (!answered_.WaitFor(mu_, bound)) {
      if (ended_.ok())
        ended_ = Rejoin("a commit was outstanding when its partition was taken away");
      return;
    }
  }
}

absl::StatusOr<CommittedByPartition> KafkaGroupConsumer::ReadAll(
    const std::vector<int32_t>& partitions) {
  return ReadCommittedOffsets(*handle_, options_.topic, options_.group_id, partitions, Needs());
}

absl::StatusOr<std::optional<CommittedOffset>> KafkaGroupConsumer::ReadCommitted(
    int32_t partition) {
  SLUICE_ASSIGN_OR_RETURN(auto all, ReadAll({partition}));
  const auto found = all.find(partition);
  if (found == all.end()) return std::nullopt;
  return std::optional<CommittedOffset>(found->second);
}

void KafkaGroupConsumer::Pause(int32_t partition) {
  PartitionList list = NewPartitionList(1);
  AddPartition(list, {options_.topic, partition});
  rd_kafka_pause_partitions(handle_->get(), list.get());
}

void KafkaGroupConsumer::Resume(int32_t partition) {
  // librdkafka remembers where a paused partition stood only if a record of it was consumed;
  // without one it would ask the broker for an offset that there is none of.
  if (!resumed_.insert(partition).second) {
    if (absl::Status back = SeekToPositions({partition}); !back.ok()) End(Rejoin(back.message()));
  }
  PartitionList list = NewPartitionList(1);
  AddPartition(list, {options_.topic, partition});
  rd_kafka_resume_partitions(handle_->get(), list.get());
}

absl::Status KafkaGroupConsumer::Rewind(int32_t partition, int64_t offset) {
  positions_[partition] = offset;
  return SeekToPositions({partition});
}

absl::Status KafkaGroupConsumer::SeekToPositions(const std::set<int32_t>& partitions) {
  PartitionList list = NewPartitionList(partitions.size());
  for (int32_t partition : partitions)
    AddPartition(list, {options_.topic, partition})->offset = positions_[partition];
  const std::string doing =
      absl::StrCat("going to offset ", list->elems[0].offset, " of ", options_.topic, "-",
                   list->elems[0].partition, list->cnt > 1 ? " and of others" : "");
  if (rd_kafka_error_t* error =
          rd_kafka_seek_partitions(handle_->get(), list.get(), Millis(kRewindBound))) {
    const absl::Status status =
        ToStatus(rd_kafka_error_code(error), doing, rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
    return status;
  }
  for (int i = 0; i < list->cnt; ++i) SLUICE_RETURN_IF_ERROR(ToStatus(list->elems[i].err, doing));
  return absl::OkStatus();
}

std::vector<PartitionAnswer> KafkaGroupConsumer::Commit(
    const std::vector<PartitionCommit>& commits) {
  MutexLock one_at_a_time(commit_mu_);
  std::vector<PartitionAnswer> answers;
  std::vector<PartitionCommit> current;
  {
    MutexLock lock(mu_);
    for (const PartitionCommit& commit : commits) {
      const auto epoch = epochs_.find(commit.partition);
      const bool owned =
          ended_.ok() &&
          MaySend(epoch == epochs_.end() ? std::nullopt : std::optional<int64_t>(epoch->second),
                  commit.epoch);
      answers.push_back({.partition = commit.partition,
                         .verdict = CommitVerdict::kRefused,
                         .status = owned ? absl::OkStatus()
                                         : absl::AbortedError("the partition is no longer ours")});
      if (!owned) continue;
      current.push_back(commit);
      outstanding_.insert(commit.partition);
    }
  }
  if (current.empty()) return answers;
  const std::vector<PartitionAnswer> sent = OffsetCommitCall{.client = *handle_,
                                                             .on_wire = commits_on_wire_,
                                                             .topic = options_.topic,
                                                             .group_id = options_.group_id,
                                                             .needs = Needs(),
                                                             .bound = options_.commit_bound}
                                                .Send(current);
  {
    MutexLock lock(mu_);
    outstanding_.clear();
    answered_.NotifyAll();
    for (const PartitionAnswer& answer : sent) {
      // No late copy may find this member's generation again: it ends here.
      if (answer.verdict == CommitVerdict::kUnclear && ended_.ok()) {
        ended_ =
            Rejoin(absl::StrCat("an offset commit had no clear answer: ", answer.status.message()));
      }
    }
  }
  auto next = sent.begin();
  for (PartitionAnswer& answer : answers) {
    if (answer.status.ok()) answer = *next++;
  }
  return answers;
}

void KafkaGroupConsumer::SawEnd(int32_t partition, int64_t end) {
  MutexLock lock(mu_);
  int64_t& known = ends_.emplace(partition, end).first->second;
  known = std::max(known, end);
}

absl::StatusOr<int64_t> KafkaGroupConsumer::BeginOffset(int32_t partition) {
  SLUICE_ASSIGN_OR_RETURN(const PartitionRange range,
                          AskRange(*handle_, {options_.topic, partition}, Needs()));
  return range.begin;
}

int64_t KafkaGroupConsumer::EndOffset(int32_t partition) {
  MutexLock lock(mu_);
  const auto found = ends_.find(partition);
  return found == ends_.end() ? -1 : found->second;
}

}  // namespace sluice::kafka
