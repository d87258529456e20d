#include "controlplane/rpc/test_record_call.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/kafka/admin.h"
#include "base/kafka/producer.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate_words.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kKeyBytesMax = 64 << 10;
constexpr size_t kValueBytesMax = 512 << 10;

void CheckBytes(absl::string_view field, size_t bytes, size_t bytes_max, Violations& violations) {
  if (bytes <= bytes_max) return;
  violations.Add(field, "FIELD_TOO_LONG",
                 absl::StrCat("has ", bytes, " bytes; shorten it to at most ", bytes_max));
}

absl::Status SourceTopicNotFound(const std::string& topic) {
  return WithRemedy(WithReason(absl::FailedPreconditionError(
                                   absl::StrCat("source topic ", topic, " does not exist")),
                               "SOURCE_TOPIC_NOT_FOUND"),
                    "create the topic");
}

absl::Status SourcePartitionNotFound(const std::string& topic, int partition, int partitions) {
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(
                     absl::StrCat("source topic ", topic, " has no partition ", partition)),
                 "SOURCE_PARTITION_NOT_FOUND"),
      absl::StrCat("choose one of 0 to ", partitions - 1, ", or leave the choice to the broker"));
}

}  // namespace

absl::Status TestRecordCall::Produce(const v1::SendTestRecordRequest& request,
                                     const ConnectorId& id, v1::SendTestRecordResponse* response) {
  SLUICE_ASSIGN_OR_RETURN(const Connector connector, connectors_.GetConnector(id));
  SLUICE_ASSIGN_OR_RETURN(const Instance instance, instances_.GetInstance(id.instance));
  const std::string& topic = connector.spec.source.topic;
  SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<kafka::Admin> admin, clusters_.AdminOf(instance));
  SLUICE_ASSIGN_OR_RETURN(const auto topics, admin->DescribeTopics({topic}, kafka_timeout_));
  if (!topics.contains(topic)) return SourceTopicNotFound(topic);
  const int partitions = topics.at(topic).partitions;
  if (request.has_partition() && request.partition() >= partitions) {
    return SourcePartitionNotFound(topic, request.partition(), partitions);
  }
  // Kafka's timestamps have milliseconds: the answer tells the one that is stored.
  const absl::Time timestamp = absl::FromUnixMillis(absl::ToUnixMillis(clock_.Now()));
  response->set_topic(topic);
  response->set_partition(request.has_partition() ? request.partition() : -1);
  response->set_offset(-1);
  SetTime(timestamp, [&] { return response->mutable_timestamp(); });
  if (request.validate_only()) return absl::OkStatus();

  kafka::ProducerRecord record;
  record.topic = topic;
  if (request.has_partition()) record.partition = request.partition();
  if (request.has_key()) record.key = request.key();
  if (request.has_value()) record.value = request.value();
  record.timestamp = timestamp;
  SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<kafka::Producer> producer,
                          clusters_.ProducerOf(instance));
  const absl::StatusOr<kafka::RecordPosition> position =
      kafka::ProduceAndWait(*producer, record, kafka_timeout_);
  if (!position.ok()) {
    clusters_.Drop(instance);
    return position.status();
  }
  response->set_partition(position->partition);
  response->set_offset(position->offset);
  return absl::OkStatus();
}

absl::Status TestRecordCall::Send(const v1::SendTestRecordRequest& request,
                                  v1::SendTestRecordResponse* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  const ConnectorId id = ReadConnectorName("name", request.name(), violations);
  CheckBytes("key", request.key().size(), kKeyBytesMax, violations);
  CheckBytes("value", request.value().size(), kValueBytesMax, violations);
  if (request.partition() < 0) {
    violations.Add("partition", "FIELD_OUT_OF_RANGE",
                   absl::StrCat("is ", request.partition(), "; 0 or more"));
  }
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  return guard_.Run("SendTestRecord", request_id, request, response,
                    [&](Request stored) -> absl::Status {
                      SLUICE_RETURN_IF_ERROR(Produce(request, id, response));
                      if (stored.id.empty()) return absl::OkStatus();
                      stored.answer = response->SerializeAsString();
                      return guard_.log().StoreAnswer(stored, clock_.Now());
                    });
}

}  // namespace sluice::controlplane
