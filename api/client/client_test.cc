#include "api/client/client.h"

#include <set>

#include "api/client/fake_transport.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "gmock/gmock.h"
#include "google/protobuf/empty.pb.h"
#include "gtest/gtest.h"

namespace sluice::client {
namespace {

using ::testing::Each;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::SizeIs;

constexpr char kDeploy[] = "/sluice.v1.ConnectorService/DeployConnector";

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() {
    transport_.On<v1::DeployConnectorRequest, v1::Connector>(
        kDeploy, [this](const v1::DeployConnectorRequest& request) {
          request_ids_.insert(request.request_id());
          v1::Connector connector;
          connector.set_name(request.name());
          return connector;
        });
  }

  FakeTransport transport_;
  SimulatedClock clock_;
  Client client_{transport_, clock_};
  std::set<std::string> request_ids_;
};

TEST_F(ClientTest, AWriteWithoutRequestIdGetsOneOfItsOwn) {
  ASSERT_THAT(client_.DeployConnector({}), IsOk());
  ASSERT_THAT(client_.DeployConnector({}), IsOk());

  EXPECT_THAT(request_ids_, SizeIs(2));
  EXPECT_THAT(request_ids_, Each(SizeIs(36)));
}

TEST_F(ClientTest, TheCallersRequestIdIsKept) {
  v1::DeployConnectorRequest request;
  request.set_request_id("mine");
  ASSERT_THAT(client_.DeployConnector(request), IsOk());

  EXPECT_EQ(*request_ids_.begin(), "mine");
}

TEST_F(ClientTest, WhileUnavailableTheSameRequestIsSentAgain) {
  transport_.FailNext(absl::UnavailableError("connection refused"));
  transport_.FailNext(absl::UnavailableError("connection refused"));

  ASSERT_THAT(client_.DeployConnector({}), IsOk());

  ASSERT_THAT(transport_.requests(), SizeIs(3));
  EXPECT_THAT(transport_.requests(), Each(Eq(transport_.requests().front())));
}

TEST_F(ClientTest, ItGivesUpAfterAFewTries) {
  for (int i = 0; i < 10; ++i) transport_.FailNext(absl::UnavailableError("connection refused"));

  EXPECT_THAT(client_.DeployConnector({}), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(transport_.calls(), SizeIs(4));
}

TEST_F(ClientTest, GivenTheTimeRunsOutWhileRepeatingThenTheServersAnswerIsTold) {
  transport_.FailNext(absl::UnavailableError("no broker answers"));
  transport_.FailNext(absl::DeadlineExceededError("Deadline Exceeded"));

  EXPECT_THAT(client_.DeployConnector({}),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("no broker answers")));
}

TEST_F(ClientTest, RepeatsStayWithinTheTimeoutOfTheCall) {
  Client hasty(transport_, clock_, {.timeout = absl::Milliseconds(500), .attempts_max = 100});
  for (int i = 0; i < 100; ++i) transport_.FailNext(absl::UnavailableError("connection refused"));
  const absl::Time began = clock_.Now();

  EXPECT_THAT(hasty.DeployConnector({}), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_LE(clock_.Now() - began, absl::Milliseconds(500));
  EXPECT_THAT(transport_.timeouts(), Each(Le(absl::Milliseconds(500))));
}

TEST_F(ClientTest, OtherErrorsAreAnsweredAtOnce) {
  transport_.FailNext(absl::DeadlineExceededError("too slow"));
  EXPECT_THAT(client_.DeployConnector({}), StatusIs(absl::StatusCode::kDeadlineExceeded));
  transport_.FailNext(absl::AbortedError("etag"));
  EXPECT_THAT(client_.DeployConnector({}), StatusIs(absl::StatusCode::kAborted));

  EXPECT_THAT(transport_.calls(), SizeIs(2));
}

v1::WatchResponse AMessage(const std::string& token) {
  v1::WatchResponse message;
  message.set_resume_token(token);
  return message;
}

TEST_F(ClientTest, AWatchGoesOnWhereItsStreamEnded) {
  using Streamed = FakeTransport::Streamed<v1::WatchResponse>;
  transport_.OnStream<v1::WatchResponse>("/sluice.v1.WatchService/Watch",
                                         {Streamed{{AMessage("t1"), AMessage("t2"), AMessage("")},
                                                   absl::UnavailableError("an hour is over")},
                                          Streamed{{AMessage("t3")}, absl::OkStatus()}});
  int messages = 0;

  EXPECT_THAT(client_.Watch(
                  {}, [&](const v1::WatchResponse&) { return ++messages < 4; }, absl::Hours(1)),
              IsOk());

  EXPECT_EQ(messages, 4);
  ASSERT_THAT(transport_.requests(), SizeIs(2));
  EXPECT_THAT(transport_.requests()[1], HasSubstr("resume_token: \"t2\""));
}

TEST_F(ClientTest, AWatchThatBringsNothingGivesUpAfterAFewTries) {
  using Streamed = FakeTransport::Streamed<v1::WatchResponse>;
  transport_.OnStream<v1::WatchResponse>("/sluice.v1.WatchService/Watch",
                                         {Streamed{{}, absl::UnavailableError("away")}});

  EXPECT_THAT(client_.Watch(
                  {}, [](const v1::WatchResponse&) { return true; }, absl::Hours(1)),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(transport_.calls(), SizeIs(4));
}

// A method that the API does not have, or a request of another one, would only be noticed by users.
TEST_F(ClientTest, EveryCallIsAMethodOfTheApiWithItsTypes) {
  (void)client_.CreateInstance({});
  (void)client_.GetInstance({});
  (void)client_.ListInstances({});
  (void)client_.UpdateInstance({});
  (void)client_.CheckInstance({});
  (void)client_.DeleteInstance({});
  (void)client_.CreateConnector({});
  (void)client_.GetConnector({});
  (void)client_.ListConnectors({});
  (void)client_.DeleteConnector({});
  (void)client_.DeployConnector({});
  (void)client_.PauseConnector({});
  (void)client_.ResumeConnector({});
  (void)client_.StopConnector({});
  (void)client_.RestartConnector({});
  (void)client_.UndeleteConnector({});
  (void)client_.SetConnectorLogLevel({});
  (void)client_.UpdateConnector({});
  (void)client_.RollbackConnector({});
  (void)client_.ListConnectorRevisions({});
  (void)client_.GetConnectorRevision({});
  (void)client_.DiffConnectorRevisions({});
  (void)client_.ValidateConnector({});
  (void)client_.RenderConnector({});
  (void)client_.PreviewRecords({});
  (void)client_.SendTestRecord({});
  (void)client_.ListTablePartitions({});
  (void)client_.PreviewTableRows({});
  (void)client_.GetOffsets({});
  (void)client_.PlanOffsetChange({});
  (void)client_.ApplyOffsetChange({});
  (void)client_.GetOperation({});
  (void)client_.ListOperations({});
  (void)client_.WaitOperation({});
  (void)client_.CancelOperation({});
  (void)client_.DeleteOperation({});
  (void)client_.GetTask({});
  (void)client_.ListTasks({});
  (void)client_.GetWorker({});
  (void)client_.ListWorkers({});
  (void)client_.ListDeadLetters({});
  (void)client_.GetDeadLetter({});
  (void)client_.ReplayDeadLetters({});
  (void)client_.DiscardDeadLetters({});
  (void)client_.ListTopics({});
  (void)client_.ListTables({});
  (void)client_.CountConnectors({});
  (void)client_.BatchSetConnectorState({});
  (void)client_.ListConnectorEvents({});
  (void)client_.QueryConnectorMetrics({});
  (void)client_.Watch(
      {}, [](const v1::WatchResponse&) { return false; }, absl::Seconds(1));

  std::set<std::string> called;
  for (size_t i = 0; i < transport_.calls().size(); ++i) {
    const auto& [request, response] = transport_.types()[i];
    std::string name = transport_.calls()[i].substr(1);
    name[name.find('/')] = '.';
    const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
    ASSERT_NE(method, nullptr) << name;
    EXPECT_EQ(method->input_type(), request) << name;
    EXPECT_EQ(method->output_type(), response) << name;
    called.insert(name);
  }
  size_t methods = 0;
  for (const auto* file :
       {v1::Connector::descriptor()->file(), v1::CreateInstanceRequest::descriptor()->file(),
        v1::CreateConnectorRequest::descriptor()->file(),
        v1::GetWorkerRequest::descriptor()->file(),
        v1::ListDeadLettersRequest::descriptor()->file(), v1::WatchRequest::descriptor()->file(),
        v1::GetOffsetsRequest::descriptor()->file(),
        google::longrunning::Operation::descriptor()->file()}) {
    for (int s = 0; s < file->service_count(); ++s) methods += file->service(s)->method_count();
  }
  EXPECT_EQ(called.size(), methods) << "the client lacks a method of the API";
}

}  // namespace
}  // namespace sluice::client
