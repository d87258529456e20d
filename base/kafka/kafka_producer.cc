#include "base/kafka/kafka_producer.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/kafka/error.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

constexpr int kPollMs = 100;

ClientProperties PropertiesOf(const ProducerOptions& options) {
  return {
      {"enable.idempotence", "true"},
      {"acks", "all"},
      // The same partition for a key as Java's producer chooses; librdkafka's default is another.
      {"partitioner", "murmur2_random"},
      {"queue.buffering.max.messages", absl::StrCat(options.queue_records_max)},
      {"queue.buffering.max.kbytes", absl::StrCat((options.queue_bytes_max + 1023) / 1024)},
      {"message.timeout.ms", absl::StrCat(absl::ToInt64Milliseconds(options.delivery_timeout))},
      // How large a record may be is the topic's to say, not ours.
      {"message.max.bytes", "1000000000"},
      // A topic that no broker knows is told as such, and not as a record that took too long.
      {"topic.metadata.propagation.max.ms", "5000"},
      {"linger.ms", absl::StrCat(absl::ToInt64Milliseconds(options.linger))},
      {"compression.type", options.compression},
  };
}

// Why this producer can send no more; OK when it can. A user who may write nowhere is not given a
// producer id: brokers from 3.0 on give one to whoever may write to some topic, older ones want
// IdempotentWrite on the cluster.
absl::Status FatalStatus(const ClientHandle& client, absl::string_view topic) {
  char error[512];
  const rd_kafka_resp_err_t code = rd_kafka_fatal_error(client.get(), error, sizeof(error));
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
  if (code == RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED) {
    return client.StatusOf(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
                           absl::StrCat("writing to topic ", topic,
                                        " (before Kafka 3.0, IdempotentWrite on Cluster too)"),
                           {OnTopic(Operation::kWrite, topic)}, error);
  }
  return WithReason(absl::UnavailableError(absl::StrCat("this producer can send no more: ", error)),
                    reason::kProducerUnusable);
}

// The headers in librdkafka's form; nullptr when there are none.
rd_kafka_headers_t* ToRdKafka(const std::vector<RecordHeader>& headers) {
  if (headers.empty()) return nullptr;
  rd_kafka_headers_t* made = rd_kafka_headers_new(headers.size());
  for (const RecordHeader& header : headers) {
    rd_kafka_header_add(made, header.key.data(), static_cast<ssize_t>(header.key.size()),
                        header.value.has_value() ? header.value->data() : nullptr,
                        header.value.has_value() ? static_cast<ssize_t>(header.value->size()) : 0);
  }
  return made;
}

// The arguments of rd_kafka_produceva(), which copies what they point to.
class Arguments {
 public:
  Arguments(const ProducerRecord& record, rd_kafka_topic_t* topic, DeliveryCallback* callback) {
    Add(RD_KAFKA_VTYPE_RKT).u.rkt = topic;
    Add(RD_KAFKA_VTYPE_PARTITION).u.i32 = record.partition.value_or(RD_KAFKA_PARTITION_UA);
    Add(RD_KAFKA_VTYPE_MSGFLAGS).u.i = RD_KAFKA_MSG_F_COPY;
    Add(RD_KAFKA_VTYPE_OPAQUE).u.ptr = callback;
    if (record.key.has_value()) Bytes(RD_KAFKA_VTYPE_KEY, *record.key);
    if (record.value.has_value()) Bytes(RD_KAFKA_VTYPE_VALUE, *record.value);
    if (record.timestamp.has_value()) {
      Add(RD_KAFKA_VTYPE_TIMESTAMP).u.i64 = absl::ToUnixMillis(*record.timestamp);
    }
    headers_ = ToRdKafka(record.headers);
    if (headers_ != nullptr) Add(RD_KAFKA_VTYPE_HEADERS).u.headers = headers_;
  }

  rd_kafka_error_t* Produce(rd_kafka_t* rk) {
    rd_kafka_error_t* error = rd_kafka_produceva(rk, values_.data(), values_.size());
    // librdkafka owns the headers only when it took the record.
    if (error != nullptr && headers_ != nullptr) rd_kafka_headers_destroy(headers_);
    return error;
  }

 private:
  rd_kafka_vu_t& Add(rd_kafka_vtype_t type) {
    values_.push_back({});
    values_.back().vtype = type;
    return values_.back();
  }

  void Bytes(rd_kafka_vtype_t type, absl::string_view bytes) {
    static char empty[1];  // A pointer that is not null: empty is not the same as absent.
    rd_kafka_vu_t& value = Add(type);
    value.u.mem.ptr = bytes.data() == nullptr ? empty : const_cast<char*>(bytes.data());
    value.u.mem.size = bytes.size();
  }

  std::vector<rd_kafka_vu_t> values_;
  rd_kafka_headers_t* headers_ = nullptr;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Producer>> KafkaProducer::Create(const ConnectionSettings& settings,
                                                                const ProducerOptions& options) {
  std::unique_ptr<KafkaProducer> producer(new KafkaProducer(options.close_timeout));
  SLUICE_ASSIGN_OR_RETURN(producer->client_,
                          ClientHandle::Create(RD_KAFKA_PRODUCER, settings, PropertiesOf(options),
                                               [](rd_kafka_conf_t* conf) {
                                                 rd_kafka_conf_set_dr_msg_cb(
                                                     conf, &KafkaProducer::OnDelivery);
                                               }));
  producer->thread_ = std::thread(&KafkaProducer::Serve, producer.get());
  return producer;
}

KafkaProducer::~KafkaProducer() {
  if (client_ == nullptr) return;
  (void)Flush(close_timeout_);
  stopping_ = true;
  rd_kafka_queue_t* events = rd_kafka_queue_get_main(client_->get());
  rd_kafka_queue_yield(events);  // Ends the thread's wait.
  rd_kafka_queue_destroy(events);
  if (thread_.joinable()) thread_.join();
  // Whatever is left is told so: every record that was taken gets its answer.
  rd_kafka_purge(client_->get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  rd_kafka_flush(client_->get(), kPollMs);
}

void KafkaProducer::Serve() {
  while (!stopping_) rd_kafka_poll(client_->get(), kPollMs);
}

absl::Status KafkaProducer::Produce(const ProducerRecord& record, DeliveryCallback delivered) {
  const std::string topic(record.topic);
  // A handle that is new asks who leads the topic. A record with only the topic's name would lie
  // there until a timer that comes once a second.
  rd_kafka_topic_t* handle = rd_kafka_topic_new(client_->get(), topic.c_str(), nullptr);
  if (handle == nullptr) {
    return client_->StatusOf(rd_kafka_last_error(), absl::StrCat("writing to topic ", topic),
                             {OnTopic(Operation::kWrite, topic)});
  }
  auto callback = std::make_unique<DeliveryCallback>(std::move(delivered));
  Arguments arguments(record, handle, callback.get());
  rd_kafka_error_t* error = arguments.Produce(client_->get());
  rd_kafka_topic_destroy(handle);
  if (error == nullptr) {
    callback.release();  // OnDelivery deletes it.
    return absl::OkStatus();
  }
  absl::Status status = FatalStatus(*client_, topic);
  if (status.ok()) {
    status = client_->StatusOf(rd_kafka_error_code(error), absl::StrCat("writing to topic ", topic),
                               {OnTopic(Operation::kWrite, topic)}, rd_kafka_error_string(error));
  }
  rd_kafka_error_destroy(error);
  return status;
}

void KafkaProducer::OnDelivery(rd_kafka_t* rk, const rd_kafka_message_t* message, void* opaque) {
  std::unique_ptr<DeliveryCallback> callback(static_cast<DeliveryCallback*>(message->_private));
  if (callback == nullptr || !*callback) return;
  auto* client = static_cast<ClientHandle*>(opaque);
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    client->Heard();
    (*callback)(RecordPosition{message->partition, message->offset});
    return;
  }
  const char* topic = message->rkt == nullptr ? "?" : rd_kafka_topic_name(message->rkt);
  absl::Status status = FatalStatus(*client, topic);
  if (status.ok()) {
    status = client->StatusOf(message->err, absl::StrCat("writing to topic ", topic),
                              {OnTopic(Operation::kWrite, topic)});
  }
  (*callback)(status);
}

bool KafkaProducer::CanSend() const {
  return rd_kafka_fatal_error(client_->get(), nullptr, 0) == RD_KAFKA_RESP_ERR_NO_ERROR;
}

absl::Status KafkaProducer::Flush(absl::Duration timeout) {
  return client_->Explain(
      ToStatus(rd_kafka_flush(client_->get(), static_cast<int>(absl::ToInt64Milliseconds(timeout))),
               "waiting until records are stored"));
}

}  // namespace sluice::kafka
