#include "base/kafka/admin_call.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace sluice::kafka {
namespace {

// librdkafka answers by itself when the timeout has passed; this is for when it does not.
constexpr int kGraceMs = 2000;

int Milliseconds(absl::Duration timeout) {
  return static_cast<int>(std::clamp<int64_t>(absl::ToInt64Milliseconds(timeout), 1, 600'000));
}

// An option that an operation does not have is a mistake of the caller.
void Expect(rd_kafka_error_t* error) {
  SLUICE_CHECK(error == nullptr) << rd_kafka_error_string(error);
}

}  // namespace

AdminCall::AdminCall(ClientHandle& client, rd_kafka_admin_op_t op, absl::Duration timeout,
                     std::string doing, std::vector<Right> needs)
    : client_(client),
      timeout_ms_(Milliseconds(timeout)),
      doing_(std::move(doing)),
      needs_(std::move(needs)),
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
  Expect(rd_kafka_AdminOptions_set_isolation_level(options_.get(),
                                                   RD_KAFKA_ISOLATION_LEVEL_READ_COMMITTED));
}

void AdminCall::RequireStableOffsets() {
  Expect(rd_kafka_AdminOptions_set_require_stable_offsets(options_.get(), 1));
}

void AdminCall::AskForRights() {
  Expect(rd_kafka_AdminOptions_set_include_authorized_operations(options_.get(), 1));
}

void AdminCall::ValidateOnly() {
  char error[256];
  SLUICE_CHECK(rd_kafka_AdminOptions_set_validate_only(options_.get(), 1, error, sizeof(error)) ==
               RD_KAFKA_RESP_ERR_NO_ERROR)
      << error;
}

absl::Status AdminCall::StatusOf(rd_kafka_resp_err_t code, const char* detail) const {
  return client_.StatusOf(code, doing_, needs_, detail == nullptr ? "" : detail);
}

bool AdminCall::IsAnswered(absl::Duration patience) {
  if (event_ == nullptr) event_.reset(rd_kafka_queue_poll(queue_.get(), Milliseconds(patience)));
  return event_ != nullptr;
}

absl::StatusOr<rd_kafka_event_t*> AdminCall::Await() {
  if (event_ == nullptr) event_.reset(rd_kafka_queue_poll(queue_.get(), timeout_ms_ + kGraceMs));
  if (event_ == nullptr) {
    return StatusOf(RD_KAFKA_RESP_ERR__TIMED_OUT);
  }
  const rd_kafka_resp_err_t error = rd_kafka_event_error(event_.get());
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return StatusOf(error, rd_kafka_event_error_string(event_.get()));
  }
  client_.Heard();
  return event_.get();
}

}  // namespace sluice::kafka
