#include "controlplane/rpc/call_interceptor.h"

#include <vector>

#include "base/sync/mutex.h"
#include "controlplane/rpc/rpc_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.grpc.pb.h"

namespace sluice::controlplane {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;

class Remembering : public CallObserver {
 public:
  void OnAnswered(const AnsweredCall& call) override {
    MutexLock lock(mu_);
    calls_.push_back(call);
  }
  std::vector<AnsweredCall> calls() {
    MutexLock lock(mu_);
    return calls_;
  }

 private:
  Mutex mu_;
  std::vector<AnsweredCall> calls_ SLUICE_GUARDED_BY(mu_);
};

// Answers every deletion, and nothing else.
class Deletes : public v1::ConnectorService::CallbackService {
 public:
  grpc::ServerUnaryReactor* DeleteConnector(grpc::CallbackServerContext* context,
                                            const v1::DeleteConnectorRequest*,
                                            v1::Connector*) override {
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status(grpc::StatusCode::NOT_FOUND, "none"));
    return reactor;
  }
};

TEST(CallInterceptor, TellsOfEachCallItsCodeItsConnectorAndItsRequestId) {
  Remembering observer;
  Deletes service;
  auto server =
      RpcServer::Start({&service}, {.listen_address = "127.0.0.1:0", .observer = &observer});
  ASSERT_TRUE(server.ok()) << server.status();
  const auto stub = v1::ConnectorService::NewStub((*server)->PrivateChannel());
  v1::DeleteConnectorRequest request;
  request.set_name("instances/local/connectors/orders");
  request.set_request_id("ci-7");
  v1::Connector response;
  grpc::ClientContext context;

  EXPECT_EQ(stub->DeleteConnector(&context, request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);

  EXPECT_THAT(observer.calls(),
              ElementsAre(AllOf(
                  Field(&AnsweredCall::method, "ConnectorService/DeleteConnector"),
                  Field(&AnsweredCall::code, "NOT_FOUND"), Field(&AnsweredCall::is_write, true),
                  Field(&AnsweredCall::connector, "instances/local/connectors/orders"),
                  Field(&AnsweredCall::request_id, "ci-7"))));
}

TEST(ConnectorOf, ARequestNamesItsConnectorInOneOfSeveralFields) {
  v1::GetTaskRequest task;
  task.set_name("instances/i/connectors/c/tasks/0");
  EXPECT_EQ(ConnectorOf(task), "instances/i/connectors/c");

  v1::CreateConnectorRequest create;
  create.set_parent("instances/i");
  create.set_connector_id("c");
  EXPECT_EQ(ConnectorOf(create), "instances/i/connectors/c");

  v1::UpdateConnectorRequest update;
  update.mutable_connector()->set_name("instances/i/connectors/c");
  EXPECT_EQ(ConnectorOf(update), "instances/i/connectors/c");

  v1::ListTasksRequest tasks;
  tasks.set_parent("instances/i/connectors/c");
  EXPECT_EQ(ConnectorOf(tasks), "instances/i/connectors/c");
}

TEST(ConnectorOf, WhatNamesNoneOrTooMuchIsPassedOver) {
  v1::ListConnectorsRequest list;
  list.set_parent("instances/i");
  EXPECT_EQ(ConnectorOf(list), "");

  v1::GetConnectorRequest get;
  get.set_name("instances/i/connectors/" + std::string(10'000, 'c'));
  EXPECT_EQ(ConnectorOf(get), "");
}

}  // namespace
}  // namespace sluice::controlplane
