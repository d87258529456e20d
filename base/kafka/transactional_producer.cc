#include "base/kafka/transactional_producer.h"

#include "base/check.h"

namespace sluice::kafka {
namespace {

constexpr int kTimeoutMs = 20'000;

void Expect(rd_kafka_error_t* error) {
  SLUICE_CHECK(error == nullptr) << rd_kafka_error_string(error);
}

}  // namespace

TransactionalProducer::TransactionalProducer(const ConnectionSettings& settings,
                                             const std::string& transactional_id) {
  auto client =
      ClientHandle::Create(RD_KAFKA_PRODUCER, settings, {{"transactional.id", transactional_id}});
  SLUICE_CHECK(client.ok()) << client.status();
  client_ = *std::move(client);
  Expect(rd_kafka_init_transactions(client_->get(), kTimeoutMs));
}

void TransactionalProducer::Begin() { Expect(rd_kafka_begin_transaction(client_->get())); }

void TransactionalProducer::Write(const std::string& topic, int32_t partition,
                                  const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    const rd_kafka_resp_err_t error = rd_kafka_producev(
        client_->get(), RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_PARTITION(partition),
        RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
    SLUICE_CHECK(error == RD_KAFKA_RESP_ERR_NO_ERROR) << rd_kafka_err2str(error);
  }
  const rd_kafka_resp_err_t flushed = rd_kafka_flush(client_->get(), kTimeoutMs);
  SLUICE_CHECK(flushed == RD_KAFKA_RESP_ERR_NO_ERROR) << rd_kafka_err2str(flushed);
}

void TransactionalProducer::Commit() {
  Expect(rd_kafka_commit_transaction(client_->get(), kTimeoutMs));
}

void TransactionalProducer::Abort() {
  Expect(rd_kafka_abort_transaction(client_->get(), kTimeoutMs));
}

}  // namespace sluice::kafka
