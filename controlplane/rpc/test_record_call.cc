#include "controlplane/rpc/test_record_call.h"

#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/kafka/admin.h"
#include "base/kafka/producer.h"
#include "base/kafka/record_reader.h"
#include "base/retry/backoff.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/preflight/row_preview.h"
#include "controlplane/rpc/printable.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/source_topic.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate_words.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kKeyBytesMax = 64 << 10;
constexpr size_t kValueBytesMax = 512 << 10;
constexpr size_t kPartitionBytesMax = 1024;

void CheckBytes(absl::string_view field, size_t bytes, size_t bytes_max, Violations& violations) {
  if (bytes <= bytes_max) return;
  violations.Add(field, "FIELD_TOO_LONG",
                 absl::StrCat("has ", bytes, " bytes; shorten it to at most ", bytes_max));
}

// What the whole call may take, below the life of a call (30 s).
constexpr absl::Duration kCallMax = absl::Seconds(28);
constexpr absl::Duration kWaitMax = absl::Seconds(25);
constexpr BackoffOptions kLooks = {.initial = absl::Milliseconds(100), .max = absl::Seconds(1)};

bool Waits(const v1::SendTestRecordRequest& request) {
  return request.wait().seconds() > 0 || request.wait().nanos() > 0;
}

void CheckWait(absl::Duration wait, Violations& violations) {
  if (wait >= absl::ZeroDuration() && wait <= kWaitMax) return;
  violations.Add("wait", "FIELD_OUT_OF_RANGE",
                 absl::StrCat("is ", absl::FormatDuration(wait), "; set it to 0 to 25s"));
}

// Nothing reads the record, so nothing can be waited for.
absl::Status NothingReads(const Connector& connector) {
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat(
                     "connector ", connector.id.connector, " is ", NameOf(connector.desired_state),
                     ": no task reads the record, so its row cannot be waited for")),
                 "VERB_NOT_ALLOWED"),
      connector.desired_state == DesiredState::kPaused
          ? "resume the connector, or send the record without wait"
          : "deploy the connector, or send the record without wait");
}

}  // namespace

absl::StatusOr<TestRecordCall::Source> TestRecordCall::FindSource(
    const v1::SendTestRecordRequest& request, const ConnectorId& id) {
  Source source;
  SLUICE_ASSIGN_OR_RETURN(source.connector, connectors_.GetConnector(id));
  SLUICE_ASSIGN_OR_RETURN(source.instance, instances_.GetInstance(id.instance));
  if (Waits(request) && source.connector.desired_state != DesiredState::kRunning) {
    return NothingReads(source.connector);
  }
  const std::string& topic = source.connector.spec.source.topic;
  SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<kafka::Admin> admin, clusters_.AdminOf(source.instance));
  SLUICE_ASSIGN_OR_RETURN(const auto topics, admin->DescribeTopics({topic}, kafka_timeout_));
  if (!topics.contains(topic)) return SourceTopicNotFound(topic);
  source.partitions = topics.at(topic).partitions;
  if (request.has_partition() && request.partition() >= source.partitions) {
    return SourcePartitionNotFound(topic, request.partition(), source.partitions);
  }
  return source;
}

absl::Status TestRecordCall::Produce(const v1::SendTestRecordRequest& request,
                                     const ConnectorId& id, v1::SendTestRecordResponse* response) {
  SLUICE_ASSIGN_OR_RETURN(const Source source, FindSource(request, id));
  const std::string& topic = source.connector.spec.source.topic;
  // Kafka's timestamps have milliseconds: the answer tells the one that is stored.
  const absl::Time timestamp = absl::FromUnixMillis(absl::ToUnixMillis(clock_.Now()));
  response->set_topic(topic);
  response->set_partition(request.has_partition() ? request.partition() : -1);
  response->set_offset(-1);
  SetTime(timestamp, [&] { return response->mutable_timestamp(); });
  if (!request.validate_only()) {
    kafka::ProducerRecord record;
    record.topic = topic;
    if (request.has_partition()) record.partition = request.partition();
    if (request.has_key()) record.key = request.key();
    if (request.has_value()) record.value = request.value();
    record.timestamp = timestamp;
    SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<kafka::Producer> producer,
                            clusters_.ProducerOf(source.instance));
    const absl::StatusOr<kafka::RecordPosition> position =
        kafka::ProduceAndWait(*producer, record, kafka_timeout_);
    if (!position.ok()) {
      clusters_.Drop(source.instance);
      return position.status();
    }
    response->set_partition(position->partition);
    response->set_offset(position->offset);
  }
  response->set_table_partition(
      Printable(TablePartitionOf(request, source.connector, *response), kPartitionBytesMax));
  return absl::OkStatus();
}

std::string TestRecordCall::TablePartitionOf(const v1::SendTestRecordRequest& request,
                                             const Connector& connector,
                                             const v1::SendTestRecordResponse& sent) {
  const MaxComputeSink& sink = connector.spec.sink;
  // With INGEST it depends on when a task begins the batch.
  if (sink.partition_clock == PartitionClock::kIngest) return "";
  const auto connection = tables_.Of(sink);
  if (!connection.ok()) return "";
  const auto table = (*connection)->catalog().GetTable(TableNameOf(sink));
  if (!table.ok()) return "";
  kafka::StoredRecord record;
  record.partition = std::max(0, sent.partition());
  record.offset = std::max<int64_t>(0, sent.offset());
  record.timestamp_ms = sent.timestamp().seconds() * 1000 + sent.timestamp().nanos() / 1'000'000;
  if (request.has_key()) record.key = request.key();
  if (request.has_value()) record.value = request.value();
  const auto previews = PreviewRows({record}, connector.spec, *table, clock_.Now());
  return previews.ok() ? (*previews)[0].table_partition : "";
}

absl::StatusOr<bool> TestRecordCall::WaitUntilCommitted(const ConnectorId& id,
                                                        const v1::SendTestRecordResponse& sent,
                                                        absl::Duration end) {
  SLUICE_ASSIGN_OR_RETURN(const Connector connector, connectors_.GetConnector(id));
  SLUICE_ASSIGN_OR_RETURN(const Instance instance, instances_.GetInstance(id.instance));
  const kafka::TopicPartition partition = {sent.topic(), sent.partition()};
  Backoff backoff(kLooks);
  for (;;) {
    SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<kafka::Admin> admin, clusters_.AdminOf(instance));
    const absl::Duration left = end - clock_.Monotonic();
    if (left <= absl::ZeroDuration() || stopping_.load()) return false;
    const auto committed =
        admin->FetchOffsets(connector.spec.resources.task_group, std::min(left, kafka_timeout_));
    if (!committed.ok() && !absl::IsUnavailable(committed.status())) return committed.status();
    if (committed.ok()) {
      const auto found = committed->find(partition);
      if (found != committed->end() && found->second.next_offset > sent.offset()) return true;
      // A repeat may ask it of a record that was sent while something read.
      if (connector.desired_state != DesiredState::kRunning) return NothingReads(connector);
    }
    const absl::Duration pause = backoff.Next();
    if (clock_.Monotonic() + pause >= end) return false;
    clock_.SleepFor(pause);
  }
}

absl::Status TestRecordCall::Send(const v1::SendTestRecordRequest& request,
                                  v1::SendTestRecordResponse* response) {
  const absl::Duration began = clock_.Monotonic();
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  const ConnectorId id = ReadConnectorName("name", request.name(), violations);
  CheckBytes("key", request.key().size(), kKeyBytesMax, violations);
  CheckBytes("value", request.value().size(), kValueBytesMax, violations);
  if (request.partition() < 0) {
    violations.Add("partition", "FIELD_OUT_OF_RANGE",
                   absl::StrCat("is ", request.partition(), "; set it to 0 or more"));
  }
  const absl::Duration wait = FromDuration(request.wait(), "wait", violations);
  CheckWait(wait, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  // How long its caller waits is no part of the record: a repeat may wait that did not before.
  v1::SendTestRecordRequest record = request;
  record.clear_wait();
  SLUICE_RETURN_IF_ERROR(guard_.Run("SendTestRecord", request_id, record, response,
                                    [&](Request stored) -> absl::Status {
                                      SLUICE_RETURN_IF_ERROR(Produce(request, id, response));
                                      if (stored.id.empty()) return absl::OkStatus();
                                      stored.answer = response->SerializeAsString();
                                      return guard_.log().StoreAnswer(stored, clock_.Now());
                                    }));
  // Outside: a repeat by somebody whose patience ended sends nothing again and goes on waiting.
  if (!Waits(request) || request.validate_only()) return absl::OkStatus();
  const absl::Duration end = std::min(clock_.Monotonic() + wait, began + kCallMax);
  SLUICE_ASSIGN_OR_RETURN(const bool arrived, WaitUntilCommitted(id, *response, end));
  response->set_arrived(arrived);
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
