#include "controlplane/rpc/watch/watch_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/caller_address.h"
#include "controlplane/rpc/watch/watch_stream.h"

namespace sluice::controlplane {
namespace {

absl::Status TooMany(absl::string_view whose, int max) {
  return WithRemedy(WithReason(absl::ResourceExhaustedError(absl::StrCat(
                                   whose, " has ", max, " open streams, and may have no more")),
                               "TOO_MANY_STREAMS"),
                    "close some, or put several subscriptions into one");
}

absl::Status ShuttingDown() {
  return WithReason(absl::UnavailableError("the server is stopping; another replica answers"),
                    "SHUTTING_DOWN");
}

}  // namespace

WatchService::WatchService(ChangeBoard& board, InstanceStore& instances, Gatekeeper& gatekeeper,
                           WorkQueue& queue, Clock& clock, const Options& options)
    : board_(board),
      instances_(instances),
      gatekeeper_(gatekeeper),
      queue_(queue),
      clock_(clock),
      options_(options),
      thread_([this] { Run(); }) {}

WatchService::~WatchService() { EndStreams(); }

grpc::ServerWriteReactor<v1::WatchResponse>* WatchService::Watch(
    grpc::CallbackServerContext* context, const v1::WatchRequest* request) {
  const auto stream =
      std::make_shared<WatchStream>(*this, CallerAddressOf(*context), SecretOf(*context));
  stream->Begin(*request);
  return stream.get();
}

absl::Status WatchService::Admit(const std::string& address,
                                 const std::shared_ptr<WatchStream>& stream) {
  MutexLock lock(mu_);
  if (stopping_) return ShuttingDown();
  if (static_cast<int>(streams_.size()) >= options_.streams_max) {
    return TooMany("the server", options_.streams_max);
  }
  int& of_address = by_address_[address];
  if (of_address >= options_.streams_of_address_max) {
    return TooMany("the address", options_.streams_of_address_max);
  }
  ++of_address;
  streams_.emplace(stream.get(), stream);
  return absl::OkStatus();
}

void WatchService::Gone(const std::string& address, WatchStream* stream) {
  MutexLock lock(mu_);
  streams_.erase(stream);
  const auto of_address = by_address_.find(address);
  if (--of_address->second == 0) by_address_.erase(of_address);
}

void WatchService::Run() {
  while (!stopping_) {
    const int64_t seen = board_.sequence();
    std::vector<std::shared_ptr<WatchStream>> streams;
    {
      MutexLock lock(mu_);
      for (const auto& [key, stream] : streams_) streams.push_back(stream);
    }
    for (const auto& stream : streams) {
      stream->AdmitAgain();
      stream->Proceed();
    }
    streams.clear();
    board_.WaitBeyond(seen, options_.look_interval);
  }
}

void WatchService::EndStreams() {
  std::vector<std::shared_ptr<WatchStream>> streams;
  {
    MutexLock lock(mu_);
    stopping_ = true;
    for (const auto& [key, stream] : streams_) streams.push_back(stream);
  }
  for (const auto& stream : streams) stream->Close(ShuttingDown());
  if (thread_.joinable()) thread_.join();
}

}  // namespace sluice::controlplane
