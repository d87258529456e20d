#include "api/client/grpc_transport.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "api/client/error_details.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "sluice/v1/instance_service.grpc.pb.h"

namespace sluice::client {
namespace {

using ::testing::HasSubstr;

constexpr char kGet[] = "/sluice.v1.InstanceService/GetInstance";

// Knows every instance but `missing`; never answers for `slow` before the caller has gone.
class Instances : public v1::InstanceService::Service {
 public:
  grpc::Status GetInstance(grpc::ServerContext* context, const v1::GetInstanceRequest* request,
                           v1::Instance* instance) override {
    if (request->name() == "instances/slow") {
      while (!context->IsCancelled()) absl::SleepFor(absl::Milliseconds(5));
    }
    if (request->name() != "instances/missing") {
      instance->set_name(request->name());
      return grpc::Status::OK;
    }
    google::rpc::ErrorInfo info;
    info.set_reason("INSTANCE_NOT_FOUND");
    google::rpc::Status details;
    details.add_details()->PackFrom(info);
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "no instance missing",
                        details.SerializeAsString());
  }
};

class GrpcTransportTest : public ::testing::Test {
 protected:
  GrpcTransportTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&instances_);
    server_ = builder.BuildAndStart();
    transport_ = std::make_unique<GrpcTransport>(absl::StrCat("127.0.0.1:", port_));
  }

  absl::Status Get(const std::string& name, absl::Duration timeout = absl::Seconds(20)) {
    v1::GetInstanceRequest request;
    request.set_name(name);
    return transport_->Call(kGet, request, &instance_, timeout);
  }

  Instances instances_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<GrpcTransport> transport_;
  v1::Instance instance_;
};

TEST_F(GrpcTransportTest, AnAnswerArrives) {
  ASSERT_THAT(Get("instances/local"), IsOk());
  EXPECT_EQ(instance_.name(), "instances/local");
}

TEST_F(GrpcTransportTest, AnErrorArrivesWithItsReason) {
  const absl::Status status = Get("instances/missing");

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound, "no instance missing"));
  EXPECT_THAT(status, HasReason("INSTANCE_NOT_FOUND"));
}

TEST_F(GrpcTransportTest, ACallEndsWhenItsTimeIsUp) {
  EXPECT_THAT(Get("instances/slow", absl::Milliseconds(100)),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(GrpcTransportTest, WhenNobodyListensTheAnswerNamesTheAddressAndWhatToDo) {
  server_->Shutdown();

  const absl::Status status = Get("instances/local", absl::Seconds(5));

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable,
                               HasSubstr(absl::StrCat("127.0.0.1:", port_))));
  EXPECT_THAT(RemedyOf(status), HasSubstr("--server"));
}

}  // namespace
}  // namespace sluice::client
