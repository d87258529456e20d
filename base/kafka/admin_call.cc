#include "base/kafka/admin_call.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/error.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"

namespace sluice::kafka {
namespace {

// librdkafka answers by itself when the timeout has passed; this is for when it does not.
constexpr int kGraceMs = 2000;

int Milliseconds(absl::Duration timeout) {
  return static_cast<int>(std::clamp<int64_t>(absl::ToInt64Milliseconds(timeout), 1, 600'000));
}

}  // namespace

AdminCall::AdminCall(ClientHandle& client, rd_kafka_admin_op_t op, absl::Duration timeout,
                     std::string doing)
    : client_(client),
      timeout_ms_(Milliseconds(timeout)),
      doing_(std::move(doing)),
      options_(rd_kafka_AdminOptions_new(client.get(), op)),
      queue_(rd_kafka_queue_new(client.get())) {
  char error[256];
  rd_kafka_AdminOptions_set_request_timeout(options_.get(), timeout_ms_, error, sizeof(error));
}

void AdminCall::WaitUntilDone() {
  char error[256];
  rd_kafka_AdminOptions_set_operation_timeout(options_.get(), timeout_ms_, error, sizeof(error));
}

void AdminCall::ReadCommittedOnly() {
  if (rd_kafka_error_t* error = rd_kafka_AdminOptions_set_isolation_level(
          options_.get(), RD_KAFKA_ISOLATION_LEVEL_READ_COMMITTED)) {
    rd_kafka_error_destroy(error);
  }
}

void AdminCall::RequireStableOffsets() {
  if (rd_kafka_error_t* error =
          rd_kafka_AdminOptions_set_require_stable_offsets(options_.get(), 1)) {
    rd_kafka_error_destroy(error);
  }
}

absl::StatusOr<rd_kafka_event_t*> AdminCall::Await() {
  event_.reset(rd_kafka_queue_poll(queue_.get(), timeout_ms_ + kGraceMs));
  if (event_ == nullptr) {
    return client_.Explain(ToStatus(RD_KAFKA_RESP_ERR__TIMED_OUT, doing_));
  }
  const rd_kafka_resp_err_t error = rd_kafka_event_error(event_.get());
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* detail = rd_kafka_event_error_string(event_.get());
    return client_.Explain(ToStatus(error, doing_, detail == nullptr ? "" : detail));
  }
  client_.Heard();
  return event_.get();
}

}  // namespace sluice::kafka
