#include "controlplane/rpc/worker/worker_stream.h"

#include <utility>

#include "base/log/log.h"
#include "base/status/status_macros.h"
#include "controlplane/access/permission_table.h"
#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/worker/worker_messages.h"

namespace sluice::controlplane {
namespace {

void Fill(absl::Duration duration, google::protobuf::Duration& message) {
  const int64_t millis = absl::ToInt64Milliseconds(duration);
  message.set_seconds(millis / 1000);
  message.set_nanos(static_cast<int32_t>(millis % 1000) * 1'000'000);
}

absl::Status NotAsExpected(const char* what) { return absl::InvalidArgumentError(what); }

}  // namespace

void WorkerStream::Begin() {
  self_ = shared_from_this();
  if (absl::Status may_ask = service_.gatekeeper_.MayAsk(secret_); !may_ask.ok()) {
    return Close(std::move(may_ask));
  }
  StartRead(&received_);
}

void WorkerStream::OnReadDone(bool ok) {
  if (!ok) return Close(absl::OkStatus());  // The worker has hung up.
  {
    MutexLock lock(mu_);
    is_handling_ = true;
  }
  if (service_.queue_.Run([self = shared_from_this()] { self->Handle(); })) return;
  Handled(Overloaded());
}

void WorkerStream::Handle() {
  absl::Status status = Admit();
  if (status.ok()) status = worker_uid_.empty() ? HandleHello() : HandleReport();
  // A report that the database could not take is no reason to part: the next one says the same.
  if (absl::IsUnavailable(status) && received_.has_report()) status = absl::OkStatus();
  Handled(std::move(status));
}

void WorkerStream::Handled(absl::Status status) {
  MutexLock lock(mu_);
  is_handling_ = false;
  if (!status.ok() && !end_.has_value()) end_ = std::move(status);
  // Reading goes on only while the stream does; gRPC allows nothing after its end.
  if (!end_.has_value()) StartRead(&received_);
  Proceed();
}

absl::Status WorkerStream::Admit() {
  const absl::Duration now = service_.clock_.Monotonic();
  const bool is_known = !worker_uid_.empty();
  if (is_known && now - admitted_at_ < service_.options_.admit_again) return absl::OkStatus();
  const absl::Status admitted =
      service_.gatekeeper_
          .Admit(secret_, absl::string_view(kWorkerPermission.data(), kWorkerPermission.size()))
          .status();
  if (is_known && absl::IsUnavailable(admitted)) return absl::OkStatus();
  if (admitted.ok()) admitted_at_ = now;
  return admitted;
}

absl::Status WorkerStream::HandleHello() {
  if (!received_.has_hello()) return NotAsExpected("the first message of a worker is its hello");
  const Worker worker = WorkerOf(received_.hello());
  SLUICE_RETURN_IF_ERROR(service_.workers_.Hello(worker, shared_from_this()));
  worker_uid_ = worker.uid;
  SendControlHello();
  // Without this push the worker would wait for the next look at all workers.
  const absl::Status pushed = service_.workers_.Push(worker_uid_);
  if (!pushed.ok()) log::Warn("telling a new worker failed", {{"error", pushed}});
  return absl::OkStatus();
}

absl::Status WorkerStream::HandleReport() {
  if (!received_.has_report()) return NotAsExpected("after its hello, a worker sends reports");
  return service_.workers_.Report(ReportOf(worker_uid_, received_.report()));
}

void WorkerStream::SendControlHello() {
  v1::ControlMessage message;
  message.mutable_hello()->set_protocol_version(kWorkerProtocolVersion);
  Fill(service_.options_.report_interval, *message.mutable_hello()->mutable_report_interval());
  Fill(service_.options_.lease, *message.mutable_hello()->mutable_lease());
  MutexLock lock(mu_);
  hello_ = std::move(message);
  Proceed();
}

void WorkerStream::SendSnapshot(Snapshot snapshot) {
  v1::ControlMessage message;
  *message.mutable_assignment() = AssignmentOf(snapshot);
  MutexLock lock(mu_);
  snapshot_ = std::move(message);
  Proceed();
}

void WorkerStream::Close(absl::Status why) {
  MutexLock lock(mu_);
  if (end_.has_value()) return;
  end_ = std::move(why);
  Proceed();
}

void WorkerStream::Proceed() {
  if (is_writing_ || finished_) return;
  if (end_.has_value()) {
    if (is_handling_) return;  // The job may still use the stream.
    finished_ = true;
    Finish(ToGrpc(*end_));
    return;
  }
  // A snapshot may be there before the hello is; it waits for it.
  std::optional<v1::ControlMessage>& next = hello_.has_value() ? hello_ : snapshot_;
  if (!next.has_value() || (!hello_.has_value() && !said_hello_)) return;
  said_hello_ = true;
  writing_ = std::move(*next);
  next.reset();
  is_writing_ = true;
  StartWrite(&writing_);
}

void WorkerStream::OnWriteDone(bool ok) {
  MutexLock lock(mu_);
  is_writing_ = false;
  if (!ok && !end_.has_value()) end_ = absl::OkStatus();
  Proceed();
}

void WorkerStream::OnCancel() { Close(absl::CancelledError("the stream was cancelled")); }

void WorkerStream::OnDone() {
  const std::shared_ptr<WorkerStream> self = std::move(self_);
  if (!worker_uid_.empty()) service_.workers_.Gone(worker_uid_, this);
}

}  // namespace sluice::controlplane
