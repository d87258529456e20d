#include "dataplane/worker/control_stream.h"

#include <grpcpp/grpcpp.h>

#include "absl/strings/str_cat.h"
#include "api/client/channel_credentials.h"
#include "base/log/log.h"
#include "base/retry/backoff.h"
#include "base/status/reason.h"
#include "dataplane/worker/report_times.h"
#include "sluice/v1/worker.grpc.pb.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kReportIntervalDefault = absl::Seconds(2);
constexpr absl::Duration kConnectBound = absl::Seconds(5);
constexpr int kMessageBytesMax = 64 << 20;

std::shared_ptr<grpc::Channel> Dial(const std::string& address, const client::Access& access) {
  grpc::ChannelArguments arguments;
  // A control plane that hangs or a cut connection is noticed within seconds.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 5'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  // Each stream has a connection of its own: a replica that went away is not found again in a
  // cache.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, client::ChannelCredentialsOf(access), arguments);
}

}  // namespace

ControlStream::ControlStream(std::vector<std::string> addresses, client::AccessFiles access,
                             ControlStreamHost& host, Clock& clock)
    : addresses_(std::move(addresses)), access_(std::move(access)), host_(host), clock_(clock) {
  if (!addresses_.empty()) thread_ = std::thread([this] { Serve(); });
}

ControlStream::~ControlStream() {
  {
    MutexLock lock(mu_);
    ending_ = true;
    if (cancel_) cancel_();
    woken_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

void ControlStream::Wake() {
  MutexLock lock(mu_);
  wake_ = true;
  woken_.NotifyAll();
}

void ControlStream::Serve() {
  Backoff backoff({.initial = absl::Milliseconds(200), .max = absl::Seconds(5)});
  for (size_t turn = 0;; ++turn) {
    const std::string& address = addresses_[turn % addresses_.size()];
    if (Converse(address)) backoff.Reset();
    MutexLock lock(mu_);
    if (ending_) return;
    const absl::Duration until = clock_.Monotonic() + backoff.Next();
    while (!ending_ && clock_.Monotonic() < until) woken_.WaitFor(mu_, until - clock_.Monotonic());
    if (ending_) return;
  }
}

bool ControlStream::Converse(const std::string& address) {
  const absl::StatusOr<client::Access> access = client::ReadAccess(access_, address);
  if (!access.ok()) {
    log::Warn(
        "no control plane can be dialled: what lets in cannot be read",
        {{"address", address}, {"error", access.status()}, {"remedy", RemedyOf(access.status())}});
    return false;
  }
  std::shared_ptr<grpc::Channel> channel = Dial(address, *access);
  if (!channel->WaitForConnected(absl::ToChronoTime(clock_.Now() + kConnectBound))) {
    log::Debug("no control plane there", {{"address", address}});
    return false;
  }
  std::unique_ptr<v1::WorkerService::Stub> stub = v1::WorkerService::NewStub(channel);
  grpc::ClientContext context;
  client::SayWho(*access, context);
  {
    MutexLock lock(mu_);
    if (ending_) return false;
    cancel_ = [&context] { context.TryCancel(); };
  }
  auto stream = stub->Connect(&context);
  v1::WorkerMessage hello;
  *hello.mutable_hello() = host_.MakeHello();
  std::atomic<bool> answered = false;
  std::atomic<bool> ended = !stream->Write(hello);
  std::atomic<int64_t> interval_ms = absl::ToInt64Milliseconds(kReportIntervalDefault);

  std::thread reader([&] {
    v1::ControlMessage message;
    while (stream->Read(&message)) {
      answered.store(true);
      connected_.store(true);
      if (message.has_hello() && message.hello().has_report_interval()) {
        const auto& interval = message.hello().report_interval();
        interval_ms.store(
            std::max<int64_t>(100, interval.seconds() * 1000 + interval.nanos() / 1'000'000));
      }
      if (message.has_assignment()) host_.OnAssignment(message.assignment());
    }
    ended.store(true);
    Wake();
  });
  while (!ended.load()) {
    v1::WorkerMessage report;
    *report.mutable_report() = host_.MakeReport();
    const absl::Duration made = clock_.Monotonic();
    if (!stream->Write(report)) ended.store(true);
    if (ended.load()) break;
    reports_.fetch_add(1);
    MutexLock lock(mu_);
    while (!ending_ && !ended.load()) {
      const absl::Duration wait =
          UntilNextReport({.age = clock_.Monotonic() - made,
                           .interval = absl::Milliseconds(interval_ms.load()),
                           .tasks = report.report().tasks_size(),
                           .news = wake_});
      if (wait <= absl::ZeroDuration()) break;
      woken_.WaitFor(mu_, wait);
    }
    wake_ = false;
    if (ending_) break;
  }
  // A stream that has ended brings its reason, which a cancel would cover up.
  if (!ended.load()) context.TryCancel();
  reader.join();
  const grpc::Status status = stream->Finish();
  {
    MutexLock lock(mu_);
    cancel_ = nullptr;
    if (!ending_) {
      log::Warn("the stream to the control plane ended",
                {{"address", address},
                 {"code", static_cast<int>(status.error_code())},
                 {"error", status.error_message()}});
    }
  }
  connected_.store(false);
  return answered.load();
}

}  // namespace sluice::dataplane
