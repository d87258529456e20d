#include "controlplane/rpc/worker/worker_service.h"

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/real_clock.h"
#include "controlplane/access/secret.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;

std::string ReasonIn(const grpc::Status& status) {
  google::rpc::Status message;
  google::rpc::ErrorInfo info;
  if (!message.ParseFromString(status.error_details()) || message.details().empty()) return "";
  return message.details(0).UnpackTo(&info) ? info.reason() : "";
}

// A worker's end of a stream, over a real connection.
class WorkerEnd {
 public:
  // `secret`: of a token; empty: the call does not say who it is.
  explicit WorkerEnd(int port, const std::string& secret = "")
      : stub_(v1::WorkerService::NewStub(grpc::CreateChannel(absl::StrCat("127.0.0.1:", port),
                                                             grpc::InsecureChannelCredentials()))) {
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    if (!secret.empty()) context_.AddMetadata("authorization", "Bearer " + secret);
    stream_ = stub_->Connect(&context_);
  }

  void Hello(const std::string& name, int version = 1) {
    v1::WorkerMessage message;
    message.mutable_hello()->set_worker_uid("uid-" + name);
    message.mutable_hello()->set_worker_name(name);
    message.mutable_hello()->set_tasks_max(10);
    message.mutable_hello()->set_protocol_version(version);
    stream_->Write(message);
  }

  void Report(const v1::WorkerReport& report) {
    v1::WorkerMessage message;
    *message.mutable_report() = report;
    stream_->Write(message);
  }

  std::optional<v1::ControlMessage> Read() {
    v1::ControlMessage message;
    if (!stream_->Read(&message)) return std::nullopt;
    return message;
  }

  void HangUp() { stream_->WritesDone(); }
  grpc::Status End() {
    v1::ControlMessage ignored;
    while (stream_->Read(&ignored)) {
    }
    return stream_->Finish();
  }

 private:
  std::unique_ptr<v1::WorkerService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::WorkerMessage, v1::ControlMessage>> stream_;
};

class WorkerServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    server_ = builder.BuildAndStart();
    workers_.Start();
    ASSERT_THAT(store_.CreateInstance(AnInstance(), {}), IsOk());
    Connector connector = AConnector();
    connector.desired_state = DesiredState::kRunning;
    connector.spec_revision = connector.task_revision = connector.oldest_revision = 4;
    connector.start_pin = StartPin{.source_topic_id = "topic-id", .asked_until = {{3, 42}}};
    ASSERT_THAT(store_.CreateConnector(connector, {}), IsOk());
  }

  void TearDown() override {
    store_.Stop();
    workers_.Stop();
    server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(2));
  }

  void PlaceOn(const std::string& name) {
    ASSERT_THAT(store_.Place(
                    [&](const PlacementView& view) {
                      PlacementChanges changes;
                      changes.create.push_back({AConnector().uid, 1});
                      changes.place.push_back({{AConnector().uid, 1}, "uid-" + name});
                      return changes;
                    },
                    clock_.Now()),
                IsOk());
  }

  explicit WorkerServiceTest(bool asks = false) : asks_(asks) {}

  const bool asks_;
  InMemoryStore store_;
  RealClock clock_;
  ConnectedWorkers workers_{store_, store_, clock_, {}};
  WorkQueue queue_{2, 100};
  Gatekeeper gatekeeper_{store_, store_, clock_, {.asks = asks_}};
  WorkerService service_{
      workers_, gatekeeper_, queue_, clock_, {.admit_again = absl::ZeroDuration()}};
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(WorkerServiceTest, GivenAHelloThenTheFirstAnswerIsAHelloAndTheSecondTheAssignment) {
  WorkerEnd worker(port_);
  worker.Hello("w");

  const auto hello = worker.Read();
  ASSERT_TRUE(hello.has_value() && hello->has_hello());
  EXPECT_THAT(hello->hello().protocol_version(), Eq(1));
  EXPECT_THAT(hello->hello().lease().seconds(), Eq(10));
  const auto assignment = worker.Read();
  ASSERT_TRUE(assignment.has_value() && assignment->has_assignment());
  EXPECT_THAT(assignment->assignment().tasks_size(), Eq(0));
}

TEST_F(WorkerServiceTest, GivenATaskIsPlacedThenTheWorkerIsToldEverythingToRunIt) {
  WorkerEnd worker(port_);
  worker.Hello("w");
  worker.Read();
  const int64_t empty = worker.Read()->assignment().revision();

  PlaceOn("w");

  const auto told = worker.Read();
  ASSERT_TRUE(told.has_value());
  EXPECT_GT(told->assignment().revision(), empty);
  ASSERT_THAT(told->assignment().tasks_size(), Eq(1));
  const v1::TaskAssignment& task = told->assignment().tasks(0);
  EXPECT_THAT(task.connector(), Eq("instances/kafka-1/connectors/orders"));
  EXPECT_THAT(task.connector_uid(), Eq(AConnector().uid));
  EXPECT_THAT(task.task_index(), Eq(1));
  EXPECT_THAT(task.task_count(), Eq(2));
  EXPECT_THAT(task.assignment_revision(), Eq(1));
  EXPECT_FALSE(task.paused());
  EXPECT_THAT(task.kafka().bootstrap_servers(), ElementsAre("a:9092", "b:9092"));
  EXPECT_THAT(task.kafka().security_protocol(), Eq(v1::Instance::SASL_SSL));
  // Here, and in no answer to people, with secrets.
  EXPECT_THAT(task.kafka().sasl().username(), Eq("sluice"));
  EXPECT_THAT(task.kafka().sasl().password(), Eq(AnInstance().sasl->password));
  EXPECT_THAT(task.kafka().tls().ca_certificates_pem(), Eq("ca"));
  EXPECT_THAT(task.kafka().tls().client_key_pem(), Eq(AnInstance().tls->client_key_pem));
  EXPECT_TRUE(task.kafka().tls().skip_hostname_verification());
  EXPECT_THAT(task.group_id(), Eq("tg"));
  EXPECT_THAT(task.source_topic_id(), Eq("topic-id"));
  EXPECT_THAT(task.offset_topic(), Eq("o"));
  EXPECT_THAT(task.dead_letter_topic(), Eq("d"));
  EXPECT_THAT(task.abnormal_data_topic(), Eq("a"));
  EXPECT_THAT(task.connector_revision(), Eq(4));
  ASSERT_THAT(task.revisions_size(), Eq(1));
  EXPECT_THAT(task.revisions(0).revision(), Eq(4));
  EXPECT_THAT(task.revisions(0).source().topic(), Eq("orders-in"));
  EXPECT_THAT(task.revisions(0).sink().table(), Eq("t"));
  EXPECT_THAT(task.revisions(0).sink().access_key().access_key_id(), Eq("LTAI1"));
  EXPECT_THAT(task.revisions(0).sink().access_key().access_key_secret(), Eq("access key secret"));
  EXPECT_THAT(task.revisions(0).sink().mode(), Eq(v1::MaxComputeSink::VALUE));
  EXPECT_THAT(task.revisions(0).sink().format(), Eq(v1::MaxComputeSink::CSV));
  EXPECT_THAT(task.revisions(0).sink().partition_granularity(), Eq(v1::MaxComputeSink::MINUTE));
  ASSERT_THAT(task.asked_until_size(), Eq(1));
  EXPECT_THAT(task.asked_until(0).partition(), Eq(3));
  EXPECT_THAT(task.asked_until(0).offset(), Eq(42));
}

TEST_F(WorkerServiceTest, GivenASecretThatCannotBeReadThenTheWorkerIsToldSoAndNoHalfADefinition) {
  Instance broken = AnInstance();
  broken.sasl->password.clear();
  broken.secrets_status = WithReason(absl::FailedPreconditionError("no key"), "SECRET_UNREADABLE");
  const int64_t from = broken.generation++;
  ASSERT_THAT(store_.UpdateInstance({broken, from, false}, {}), IsOk());
  WorkerEnd worker(port_);
  worker.Hello("w");
  worker.Read();
  worker.Read();

  PlaceOn("w");

  const auto told = worker.Read();
  ASSERT_TRUE(told.has_value());
  ASSERT_THAT(told->assignment().tasks_size(), Eq(1));
  const v1::TaskAssignment& task = told->assignment().tasks(0);
  EXPECT_THAT(task.task_index(), Eq(1));
  EXPECT_THAT(task.unreadable().reason(), Eq("SECRET_UNREADABLE"));
  EXPECT_THAT(task.unreadable().error_class(), Eq("USER"));
  EXPECT_FALSE(task.has_kafka());
  EXPECT_THAT(task.revisions_size(), Eq(0));
}

TEST_F(WorkerServiceTest, GivenReportsThenTheLastOneIsWhatIsKnownOfTheTask) {
  WorkerEnd worker(port_);
  worker.Hello("w");
  worker.Read();
  worker.Read();
  PlaceOn("w");
  const int64_t revision = worker.Read()->assignment().revision();

  v1::WorkerReport report;
  report.set_assignment_revision(revision);
  v1::TaskReport* task = report.add_tasks();
  task->set_connector_uid(AConnector().uid);
  task->set_task_index(1);
  task->set_assignment_revision(1);
  task->set_state(v1::TaskReport::DEGRADED);
  task->mutable_error()->set_reason("TABLE_NOT_FOUND");
  task->mutable_error()->set_error_class("USER");
  task->mutable_error()->set_retrying(true);
  v1::SourcePartitionReport* partition = task->add_partitions();
  partition->set_partition(2);
  partition->set_next_offset(17);
  partition->set_end_offset(20);
  task->mutable_waiting()->set_partition(2);
  task->mutable_waiting()->set_records(3);
  task->mutable_held_up()->set_reason("KAFKA_REJOIN");
  worker.Report(report);
  worker.HangUp();
  EXPECT_TRUE(worker.End().ok());

  const auto tasks = store_.ListTasks(AConnector().uid);
  ASSERT_THAT(tasks, IsOk());
  ASSERT_TRUE((*tasks)[0].report.has_value());
  const TaskReport& known = *(*tasks)[0].report;
  EXPECT_THAT(known.state, Eq(ReportedState::kDegraded));
  EXPECT_THAT(known.problem->reason, Eq("TABLE_NOT_FOUND"));
  EXPECT_THAT(known.problem->error_class, Eq(ErrorClass::kUser));
  EXPECT_TRUE(known.retrying);
  EXPECT_THAT(known.partitions[0].next_offset, Eq(17));
  EXPECT_THAT(known.waiting->partition, Eq(2));
  EXPECT_THAT(known.waiting->records, Eq(3));
  EXPECT_THAT(known.held_up->reason, Eq("KAFKA_REJOIN"));
  EXPECT_THAT(store_.GetWorkerByName("w")->acknowledged_revision, Eq(revision));
}

TEST_F(WorkerServiceTest, GivenAnotherProtocolVersionThenTheStreamEndsWithItsReason) {
  WorkerEnd worker(port_);
  worker.Hello("w", 7);

  const grpc::Status end = worker.End();
  EXPECT_THAT(end.error_code(), Eq(grpc::StatusCode::FAILED_PRECONDITION));
  EXPECT_THAT(ReasonIn(end), Eq("PROTOCOL_VERSION_UNSUPPORTED"));
}

TEST_F(WorkerServiceTest, GivenAReportBeforeTheHelloThenTheStreamEnds) {
  WorkerEnd worker(port_);
  worker.Report({});

  EXPECT_THAT(worker.End().error_code(), Eq(grpc::StatusCode::INVALID_ARGUMENT));
}

TEST_F(WorkerServiceTest, GivenASecondStreamOfTheSameWorkerThenTheFirstEnds) {
  WorkerEnd first(port_);
  first.Hello("w");
  first.Read();
  WorkerEnd second(port_);
  second.Hello("w");
  second.Read();

  const grpc::Status end = first.End();
  EXPECT_THAT(end.error_code(), Eq(grpc::StatusCode::ABORTED));
  EXPECT_THAT(ReasonIn(end), Eq("WORKER_REPLACED"));
}

TEST_F(WorkerServiceTest, GivenTheReplicaStopsThenTheStreamEndsAndSaysDialAgain) {
  WorkerEnd worker(port_);
  worker.Hello("w");
  worker.Read();

  workers_.Stop();

  const grpc::Status end = worker.End();
  EXPECT_THAT(end.error_code(), Eq(grpc::StatusCode::UNAVAILABLE));
  EXPECT_THAT(ReasonIn(end), Eq("SHUTTING_DOWN"));
}

TEST_F(WorkerServiceTest, GivenTheDatabaseDoesNotAnswerAReportThenTheStreamGoesOn) {
  WorkerEnd worker(port_);
  worker.Hello("w");
  worker.Read();
  worker.Read();
  store_.FailNext(absl::UnavailableError("away"));
  worker.Report({});
  worker.Report({});
  worker.HangUp();

  EXPECT_TRUE(worker.End().ok());
}

// Who asks for a worker's stream must show a worker's token.
class GuardedWorkerServiceTest : public WorkerServiceTest {
 protected:
  GuardedWorkerServiceTest() : WorkerServiceTest(/*asks=*/true) {}

  std::string SecretOfA(TokenKind kind) {
    ApiToken token = AToken(kind == TokenKind::kWorker ? "worker" : "person");
    token.kind = kind;
    if (kind == TokenKind::kWorker) token.role_bindings.clear();
    token.expire_time = clock_.Now() + absl::Hours(1);
    const std::string secret = NewSecret(SecretKind::kToken);
    EXPECT_THAT(store_.CreateApiToken(token, HashOfSecret(secret), "").status(), IsOk());
    return secret;
  }
};

TEST_F(GuardedWorkerServiceTest, AWorkersTokenOpensTheStream) {
  WorkerEnd worker(port_, SecretOfA(TokenKind::kWorker));
  worker.Hello("w");
  const auto hello = worker.Read();
  EXPECT_TRUE(hello.has_value() && hello->has_hello());
}

TEST_F(GuardedWorkerServiceTest, WithoutATokenOrWithAPersonsNothingIsSent) {
  WorkerEnd nobody(port_);
  nobody.Hello("w");
  EXPECT_FALSE(nobody.Read().has_value());
  EXPECT_EQ(ReasonIn(nobody.End()), "TOKEN_MISSING");

  WorkerEnd person(port_, SecretOfA(TokenKind::kUser));
  person.Hello("w");
  EXPECT_FALSE(person.Read().has_value());
  EXPECT_EQ(ReasonIn(person.End()), "NOT_PERMITTED");

  WorkerEnd stranger(port_, NewSecret(SecretKind::kToken));
  stranger.Hello("w");
  EXPECT_FALSE(stranger.Read().has_value());
  EXPECT_EQ(ReasonIn(stranger.End()), "TOKEN_INVALID");
}

TEST_F(GuardedWorkerServiceTest, RevokingItsTokenEndsTheStreamAtTheNextReport) {
  WorkerEnd worker(port_, SecretOfA(TokenKind::kWorker));
  worker.Hello("w");
  ASSERT_TRUE(worker.Read().has_value());
  ASSERT_THAT(store_.RevokeApiToken("worker", "ada", clock_.Now()).status(), IsOk());

  worker.Report({});

  const grpc::Status end = worker.End();
  EXPECT_EQ(end.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(ReasonIn(end), "TOKEN_REVOKED");
}

}  // namespace
}  // namespace sluice::controlplane
