#include "controlplane/gateway/event_call.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/http/server/body_feed.h"
#include "base/sync/mutex.h"
#include "controlplane/gateway/event_frame.h"

namespace sluice::controlplane {
namespace {

using http::BodyFeed;

// One stream. gRPC calls; the feed calls when its reader has read, or has left. Owns itself until
// gRPC is done with it.
class EventCall : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                  public std::enable_shared_from_this<EventCall> {
 public:
  EventCall(std::shared_ptr<grpc::GenericStub> stub, ApiCall call, WorkQueue& writers)
      : stub_(std::move(stub)),
        call_(std::move(call)),
        writers_(writers),
        feed_(std::make_shared<BodyFeed>(http::BodyFeedOptions{.filler = kHeartbeatFrame})) {}

  void Begin(absl::Duration deadline) {
    self_ = shared_from_this();
    // The connection's thread says so, which must not do the work of gRPC's.
    feed_->Watch([weak = weak_from_this()] {
      const auto self = weak.lock();
      if (self == nullptr) return;
      if (!self->writers_.Run([self] { self->OnFeedChanged(); })) self->OnFeedChanged();
    });
    PrepareContext(call_, deadline, context_);
    request_ = BytesOf(*call_.request);
    stub_->PrepareBidiStreamingCall(&context_, call_.rule->CallPath(), {}, this);
    AddHold();  // Reads begin outside of gRPC's calls, too. Until the last one.
    StartWriteLast(&request_, grpc::WriteOptions());
    StartRead(&message_);
    StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      {
        MutexLock lock(mu_);
        state_ = State::kOver;
      }
      return RemoveHold();
    }
    const auto message = MessageOf(message_, *call_.rule->call->output_type());
    if (message == nullptr) {
      context_.TryCancel();
      return StartRead(&message_);
    }
    Answer();
    Push(FrameOf(*message));
    {
      MutexLock lock(mu_);
      state_ = State::kWaitsForRoom;
    }
    OnFeedChanged();  // There may have been room all the time, or again by now.
  }

  void OnDone(const grpc::Status& status) override {
    if (!status.ok() && !answered_) {
      call_.reply->FailAs(ErrorOf(status));
    } else {
      Answer();
      if (!status.ok()) Push(FrameOf(ErrorOf(status)));
    }
    feed_->End();
    self_.reset();
  }

 private:
  enum class State { kReading, kWaitsForRoom, kOver };

  void OnFeedChanged() {
    const BodyFeed::Room room = feed_->room();
    // What is being read then ends, and so does the call.
    if (room == BodyFeed::Room::kGone) context_.TryCancel();
    {
      MutexLock lock(mu_);
      if (state_ != State::kWaitsForRoom || room == BodyFeed::Room::kNo) return;
      state_ = State::kReading;
    }
    StartRead(&message_);
  }

  void Push(std::string frame) {
    call_.reply->CountEvent(frame.size());
    feed_->Push(std::move(frame));
  }

  // Only gRPC's calls come here, one after the other.
  void Answer() {
    if (std::exchange(answered_, true)) return;
    http::ServerResponse response;
    response.headers.Set("Content-Type", "text/event-stream; charset=utf-8");
    // Proxies that gather bytes before they pass them on are asked not to.
    response.headers.Set("X-Accel-Buffering", "no");
    response.feed = feed_;
    call_.reply->Send(std::move(response));
  }

  const std::shared_ptr<grpc::GenericStub> stub_;
  ApiCall call_;
  WorkQueue& writers_;
  const std::shared_ptr<BodyFeed> feed_;
  std::shared_ptr<EventCall> self_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer message_;
  bool answered_ = false;
  Mutex mu_;
  State state_ SLUICE_GUARDED_BY(mu_) = State::kReading;
};

}  // namespace

void MakeEventCall(std::shared_ptr<grpc::GenericStub> stub, ApiCall call, absl::Duration deadline,
                   WorkQueue& writers) {
  std::make_shared<EventCall>(std::move(stub), std::move(call), writers)->Begin(deadline);
}

}  // namespace sluice::controlplane
