#include "base/kafka/transactional_producer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/kafka/error.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

absl::Status Own(rd_kafka_error_t* error, absl::string_view doing) {
  if (error == nullptr) return absl::OkStatus();
  const absl::Status status =
      absl::UnavailableError(absl::StrCat(doing, ": ", rd_kafka_error_string(error)));
  rd_kafka_error_destroy(error);
  return status;
}

void Expect(const absl::Status& status) { SLUICE_CHECK(status.ok()) << status; }

}  // namespace

absl::StatusOr<std::unique_ptr<TransactionalProducer>> TransactionalProducer::Open(
    const ConnectionSettings& settings, const std::string& transactional_id,
    const Timeouts& timeouts) {
  std::unique_ptr<TransactionalProducer> producer(new TransactionalProducer(timeouts));
  SLUICE_RETURN_IF_ERROR(producer->Connect(settings, transactional_id));
  return producer;
}

TransactionalProducer::TransactionalProducer(const ConnectionSettings& settings,
                                             const std::string& transactional_id)
    : TransactionalProducer(Timeouts{}) {
  Expect(Connect(settings, transactional_id));
}

absl::Status TransactionalProducer::Connect(const ConnectionSettings& settings,
                                            const std::string& transactional_id) {
  const std::string transaction_ms = absl::StrCat(absl::ToInt64Milliseconds(timeouts_.transaction));
  SLUICE_ASSIGN_OR_RETURN(client_, ClientHandle::Create(RD_KAFKA_PRODUCER, settings,
                                                        {{"transactional.id", transactional_id},
                                                         {"transaction.timeout.ms", transaction_ms},
                                                         // May not be longer.
                                                         {"message.timeout.ms", transaction_ms}}));
  return Own(rd_kafka_init_transactions(client_->get(), call_ms()), "initialising transactions");
}

absl::Status TransactionalProducer::TryBegin() {
  return Own(rd_kafka_begin_transaction(client_->get()), "beginning a transaction");
}

absl::Status TransactionalProducer::TryWrite(const std::string& topic, int32_t partition,
                                             absl::string_view key, absl::string_view value,
                                             std::optional<absl::Time> timestamp) {
  const rd_kafka_resp_err_t error = rd_kafka_producev(
      client_->get(), RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_PARTITION(partition),
      RD_KAFKA_V_KEY(key.empty() ? nullptr : key.data(), key.size()),
      RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()),
      RD_KAFKA_V_TIMESTAMP(timestamp.has_value() ? absl::ToUnixMillis(*timestamp) : 0),
      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("writing: ", rd_kafka_err2str(error)));
}

absl::Status TransactionalProducer::TryFlush() {
  const rd_kafka_resp_err_t error = rd_kafka_flush(client_->get(), call_ms());
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("flushing: ", rd_kafka_err2str(error)));
}

absl::Status TransactionalProducer::TryCommit() {
  return Own(rd_kafka_commit_transaction(client_->get(), call_ms()), "committing a transaction");
}

absl::Status TransactionalProducer::TryAbort() {
  return Own(rd_kafka_abort_transaction(client_->get(), call_ms()), "aborting a transaction");
}

void TransactionalProducer::Begin() { Expect(TryBegin()); }

void TransactionalProducer::Write(const std::string& topic, int32_t partition,
                                  const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    Expect(TryWrite(topic, partition, "", value, std::nullopt));
  }
  Expect(TryFlush());
}

void TransactionalProducer::Commit() { Expect(TryCommit()); }
void TransactionalProducer::Abort() { Expect(TryAbort()); }

}  // namespace sluice::kafka
