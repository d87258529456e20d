#include "controlplane/rpc/watch/watch_stream.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/model/resource_name.h"
#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/known_values.h"
#include "controlplane/rpc/permission_of.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/watch/watch_messages.h"

namespace sluice::controlplane {
namespace {

absl::Status LifeOver(absl::Duration life) {
  return WithRemedy(WithReason(absl::UnavailableError(absl::StrCat("the stream has been open for ",
                                                                   absl::FormatDuration(life))),
                               "SHUTTING_DOWN"),
                    "call again with the last resume_token");
}

}  // namespace

void WatchStream::Begin(const v1::WatchRequest& request) {
  self_ = shared_from_this();
  if (absl::Status may_ask = service_.gatekeeper_.MayAsk(secret_); !may_ask.ok()) {
    return Close(std::move(may_ask));
  }
  if (absl::Status known = CheckKnown(request); !known.ok()) return Close(std::move(known));
  absl::StatusOr<std::vector<WatchSubscription>> subscriptions = SubscriptionsOf(request);
  if (!subscriptions.ok()) return Close(subscriptions.status());
  if (absl::Status admitted = service_.Admit(address_, self_); !admitted.ok()) {
    return Close(std::move(admitted));
  }
  admitted_ = true;
  const bool queued = service_.queue_.Run(
      [self = self_, wanted = *std::move(subscriptions), token = request.resume_token()]() mutable {
        self->Open(std::move(wanted), token);
      });
  if (!queued) Close(Overloaded());
}

absl::Status WatchStream::CheckInstances(const std::vector<WatchSubscription>& subscriptions) {
  std::set<std::string> ids;
  for (const WatchSubscription& subscription : subscriptions) {
    if (subscription.instance.has_value()) ids.insert(*subscription.instance);
  }
  for (const std::string& id : ids) {
    const absl::Status found = service_.instances_.GetInstance(id).status();
    if (!found.ok()) return About(found, kInstanceType, InstanceName(id));
  }
  return absl::OkStatus();
}

void WatchStream::Open(std::vector<WatchSubscription> subscriptions,
                       const std::string& resume_token) {
  absl::Status known = Admit(Gatekeeper::Use::kNote);
  if (known.ok()) known = CheckInstances(subscriptions);
  if (!known.ok()) return Close(std::move(known));
  MutexLock lock(mu_);
  session_.emplace(service_.board_, std::move(subscriptions), resume_token,
                   service_.options_.session);
  opened_at_ = admitted_at_ = service_.clock_.Monotonic();
  ProceedLocked();
}

absl::Status WatchStream::Admit(Gatekeeper::Use use) {
  return service_.gatekeeper_.Admit(secret_, PermissionOf<v1::WatchRequest>(), use).status();
}

void WatchStream::AdmitAgain() {
  {
    MutexLock lock(mu_);
    const absl::Duration now = service_.clock_.Monotonic();
    if (!session_.has_value() || end_.has_value() ||
        now - admitted_at_ < service_.options_.admit_again) {
      return;
    }
    admitted_at_ = now;
  }
  // Looking on is no use of a session: a page that nobody looks at would keep it for ever. When the
  // queue is full or the store away, the next time tells.
  service_.queue_.Run([self = shared_from_this()] {
    absl::Status admitted = self->Admit(Gatekeeper::Use::kOnlyLook);
    if (absl::IsUnauthenticated(admitted) || absl::IsPermissionDenied(admitted)) {
      self->Close(std::move(admitted));
    }
  });
}

void WatchStream::Proceed() {
  MutexLock lock(mu_);
  ProceedLocked();
}

void WatchStream::Close(absl::Status why) {
  MutexLock lock(mu_);
  if (!end_.has_value()) end_ = std::move(why);
  ProceedLocked();
}

void WatchStream::ProceedLocked() {
  if (is_writing_ || finished_) return;
  const absl::Duration monotonic = service_.clock_.Monotonic();
  if (session_.has_value() && !end_.has_value() &&
      monotonic - opened_at_ >= service_.options_.stream_life) {
    end_ = LifeOver(service_.options_.stream_life);
  }
  if (end_.has_value()) {
    finished_ = true;
    Finish(ToGrpc(*end_));
    return;
  }
  if (!session_.has_value()) return;
  const absl::Time now = service_.clock_.Now();
  std::optional<WatchMessage> message = session_->Next(now, monotonic);
  if (!message.has_value()) return;
  writing_ = ToProto(*message, now);
  is_writing_ = true;
  StartWrite(&writing_);
}

void WatchStream::OnWriteDone(bool ok) {
  MutexLock lock(mu_);
  is_writing_ = false;
  if (!ok && !end_.has_value()) end_ = absl::CancelledError("the watcher is gone");
  ProceedLocked();
}

void WatchStream::OnCancel() { Close(absl::CancelledError("the stream was cancelled")); }

void WatchStream::OnDone() {
  const std::shared_ptr<WatchStream> self = std::move(self_);
  if (admitted_) service_.Gone(address_, this);
}

}  // namespace sluice::controlplane
