#ifndef SLUICE_CONTROLPLANE_GATEWAY_TESTING_API_H_
#define SLUICE_CONTROLPLANE_GATEWAY_TESTING_API_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "base/sync/mutex.h"
#include "sluice/v1/instance_service.grpc.pb.h"
#include "sluice/v1/watch_service.grpc.pb.h"

namespace sluice::controlplane {

// Instances in memory, as the real service treats them where the gateway can tell the difference.
class TestingInstances : public v1::InstanceService::CallbackService {
 public:
  grpc::ServerUnaryReactor* CreateInstance(grpc::CallbackServerContext* context,
                                           const v1::CreateInstanceRequest* request,
                                           v1::Instance* response) override;
  grpc::ServerUnaryReactor* GetInstance(grpc::CallbackServerContext* context,
                                        const v1::GetInstanceRequest* request,
                                        v1::Instance* response) override;
  grpc::ServerUnaryReactor* ListInstances(grpc::CallbackServerContext* context,
                                          const v1::ListInstancesRequest* request,
                                          v1::ListInstancesResponse* response) override;
  grpc::ServerUnaryReactor* UpdateInstance(grpc::CallbackServerContext* context,
                                           const v1::UpdateInstanceRequest* request,
                                           v1::Instance* response) override;
  grpc::ServerUnaryReactor* DeleteInstance(grpc::CallbackServerContext* context,
                                           const v1::DeleteInstanceRequest* request,
                                           google::protobuf::Empty* response) override;

  // What the last call showed: metadata, and who made it.
  std::string Seen(const std::string& key);

 private:
  void Look(const grpc::CallbackServerContext& context);
  absl::Status CheckEtag(const std::string& name, const std::string& etag) SLUICE_REQUIRES(mu_);

  Mutex mu_;
  std::map<std::string, v1::Instance> instances_ SLUICE_GUARDED_BY(mu_);
  std::map<std::string, std::string> seen_ SLUICE_GUARDED_BY(mu_);
};

inline constexpr int kFloodBytes = 10'000;  // In each message of a flood.

// Streams that tell what a test says. A subscription's id chooses: `none` is refused, `flood` never
// ends, and any other gets a SNAPSHOT and then what Tell says.
class TestingWatch : public v1::WatchService::CallbackService {
 public:
  grpc::ServerWriteReactor<v1::WatchResponse>* Watch(grpc::CallbackServerContext* context,
                                                     const v1::WatchRequest* request) override;

  // To every open stream.
  void Tell(const v1::WatchResponse& message);
  void EndAll(const grpc::Status& why);

  // Of the last stream that began.
  v1::WatchRequest last_request();
  std::string last_caller();
  int messages_written();
  void WaitUntilAllHaveEnded();

 private:
  class Stream;
  Mutex mu_;
  CondVar changed_;
  std::map<Stream*, std::shared_ptr<Stream>> streams_ SLUICE_GUARDED_BY(mu_);
  v1::WatchRequest last_request_ SLUICE_GUARDED_BY(mu_);
  std::string last_caller_ SLUICE_GUARDED_BY(mu_);
  int messages_written_ SLUICE_GUARDED_BY(mu_) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_TESTING_API_H_
