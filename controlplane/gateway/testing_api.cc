#include "controlplane/gateway/testing_api.h"

#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/caller_address.h"
#include "controlplane/rpc/status_details.h"

namespace sluice::controlplane {
namespace {

grpc::ServerUnaryReactor* Done(grpc::CallbackServerContext* context, const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpc(status));
  return reactor;
}

absl::Status NoSuchInstance(const std::string& name) {
  return WithReason(absl::NotFoundError(absl::StrCat("there is no ", name)), "INSTANCE_NOT_FOUND");
}

}  // namespace

void TestingInstances::Look(const grpc::CallbackServerContext& context) {
  MutexLock lock(mu_);
  seen_.clear();
  for (const auto& [key, value] : context.client_metadata()) {
    seen_[std::string(key.data(), key.size())] = std::string(value.data(), value.size());
  }
  seen_["address"] = CallerAddressOf(context);
  seen_["call id"] = CallIdOf(context);
}

std::string TestingInstances::Seen(const std::string& key) {
  MutexLock lock(mu_);
  return seen_[key];
}

absl::Status TestingInstances::CheckEtag(const std::string& name, const std::string& etag) {
  const auto found = instances_.find(name);
  if (found == instances_.end()) return NoSuchInstance(name);
  if (etag.empty() || etag == found->second.etag()) return absl::OkStatus();
  return WithReason(absl::AbortedError("it changed since"), "ETAG_MISMATCH");
}

grpc::ServerUnaryReactor* TestingInstances::CreateInstance(grpc::CallbackServerContext* context,
                                                           const v1::CreateInstanceRequest* request,
                                                           v1::Instance* response) {
  if (absl::StartsWith(request->instance_id(), "-")) {
    Violations violations;
    violations.Add("instance_id", "NAME_INVALID", "begins with a hyphen");
    return Done(context, InvalidRequest(violations));
  }
  MutexLock lock(mu_);
  v1::Instance& made = instances_[absl::StrCat("instances/", request->instance_id())];
  made = request->instance();
  made.set_name(absl::StrCat("instances/", request->instance_id()));
  made.set_etag("e-1");
  *response = made;
  return Done(context, absl::OkStatus());
}

grpc::ServerUnaryReactor* TestingInstances::GetInstance(grpc::CallbackServerContext* context,
                                                        const v1::GetInstanceRequest* request,
                                                        v1::Instance* response) {
  Look(*context);
  MutexLock lock(mu_);
  const absl::Status found = CheckEtag(request->name(), "");
  if (found.ok()) *response = instances_[request->name()];
  return Done(context, found);
}

grpc::ServerUnaryReactor* TestingInstances::ListInstances(grpc::CallbackServerContext* context,
                                                          const v1::ListInstancesRequest* request,
                                                          v1::ListInstancesResponse* response) {
  MutexLock lock(mu_);
  for (const auto& [name, instance] : instances_) *response->add_instances() = instance;
  return Done(context, absl::OkStatus());
}

grpc::ServerUnaryReactor* TestingInstances::UpdateInstance(grpc::CallbackServerContext* context,
                                                           const v1::UpdateInstanceRequest* request,
                                                           v1::Instance* response) {
  MutexLock lock(mu_);
  const std::string& name = request->instance().name();
  const absl::Status same = CheckEtag(name, request->instance().etag());
  if (same.ok()) {
    instances_[name].set_region(request->instance().region());
    instances_[name].set_etag("e-2");
    *response = instances_[name];
  }
  return Done(context, same);
}

grpc::ServerUnaryReactor* TestingInstances::DeleteInstance(grpc::CallbackServerContext* context,
                                                           const v1::DeleteInstanceRequest* request,
                                                           google::protobuf::Empty* response) {
  MutexLock lock(mu_);
  const absl::Status same = CheckEtag(request->name(), request->etag());
  if (same.ok()) instances_.erase(request->name());
  return Done(context, same);
}

// Writes one message at a time.
class TestingWatch::Stream : public grpc::ServerWriteReactor<v1::WatchResponse> {
 public:
  Stream(TestingWatch& watch, bool floods) : watch_(watch), floods_(floods) {}

  void Tell(v1::WatchResponse message) {
    MutexLock lock(mu_);
    waiting_.push_back(std::move(message));
    Proceed();
  }
  void End(grpc::Status why) {
    MutexLock lock(mu_);
    if (!end_.has_value()) end_ = std::move(why);
    Proceed();
  }
  void OnWriteDone(bool ok) override {
    {
      MutexLock lock(watch_.mu_);
      ++watch_.messages_written_;
    }
    MutexLock lock(mu_);
    writing_ = false;
    if (!ok) end_ = grpc::Status::CANCELLED;
    if (floods_ && !end_.has_value()) waiting_.push_back(current_);
    Proceed();
  }
  void OnCancel() override { End(grpc::Status::CANCELLED); }
  void OnDone() override {
    std::shared_ptr<Stream> self;
    MutexLock lock(watch_.mu_);
    self = std::move(watch_.streams_[this]);
    watch_.streams_.erase(this);
    watch_.changed_.NotifyAll();
  }

 private:
  void Proceed() SLUICE_REQUIRES(mu_) {
    if (writing_ || finished_) return;
    if (!waiting_.empty() && (!end_.has_value() || end_->error_code() != grpc::CANCELLED)) {
      current_ = std::move(waiting_.front());
      waiting_.pop_front();
      writing_ = true;
      StartWrite(&current_);
    } else if (end_.has_value()) {
      finished_ = true;
      Finish(*end_);
    }
  }

  TestingWatch& watch_;
  const bool floods_;
  Mutex mu_;
  std::deque<v1::WatchResponse> waiting_ SLUICE_GUARDED_BY(mu_);
  v1::WatchResponse current_ SLUICE_GUARDED_BY(mu_);
  bool writing_ SLUICE_GUARDED_BY(mu_) = false;
  bool finished_ SLUICE_GUARDED_BY(mu_) = false;
  std::optional<grpc::Status> end_ SLUICE_GUARDED_BY(mu_);
};

grpc::ServerWriteReactor<v1::WatchResponse>* TestingWatch::Watch(
    grpc::CallbackServerContext* context, const v1::WatchRequest* request) {
  const std::string id = request->subscriptions().empty() ? "none" : request->subscriptions(0).id();
  const auto stream = std::make_shared<Stream>(*this, id == "flood");
  {
    MutexLock lock(mu_);
    last_request_ = *request;
    last_caller_ = CallerAddressOf(*context);
    streams_[stream.get()] = stream;
  }
  if (id == "none") {
    stream->End(ToGrpc(NoSuchInstance("instances/none")));
    return stream.get();
  }
  v1::WatchResponse snapshot;
  snapshot.set_type(v1::WatchResponse::SNAPSHOT);
  snapshot.set_subscription_id(id);
  snapshot.set_resume_token("t-1");
  snapshot.set_snapshot_done(true);
  if (id == "flood") snapshot.add_deleted_names(std::string(kFloodBytes, 'x'));
  stream->Tell(std::move(snapshot));
  return stream.get();
}

void TestingWatch::Tell(const v1::WatchResponse& message) {
  std::vector<std::shared_ptr<Stream>> streams;
  {
    MutexLock lock(mu_);
    for (const auto& [key, stream] : streams_) streams.push_back(stream);
  }
  for (const auto& stream : streams) stream->Tell(message);
}

void TestingWatch::EndAll(const grpc::Status& why) {
  std::vector<std::shared_ptr<Stream>> streams;
  {
    MutexLock lock(mu_);
    for (const auto& [key, stream] : streams_) streams.push_back(stream);
  }
  for (const auto& stream : streams) stream->End(why);
}

v1::WatchRequest TestingWatch::last_request() {
  MutexLock lock(mu_);
  return last_request_;
}

std::string TestingWatch::last_caller() {
  MutexLock lock(mu_);
  return last_caller_;
}

int TestingWatch::messages_written() {
  MutexLock lock(mu_);
  return messages_written_;
}

void TestingWatch::WaitUntilAllHaveEnded() {
  MutexLock lock(mu_);
  while (!streams_.empty()) changed_.Wait(mu_);
}

}  // namespace sluice::controlplane
