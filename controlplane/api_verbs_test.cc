// The API's verbs and what else is done with a connector, through gRPC.

#include <memory>
#include <string>

#include "base/kafka/in_memory_admin.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/sync/notification.h"
#include "controlplane/api_world.h"
#include "controlplane/scheduling/placement_plan.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Ne;
using ::testing::SizeIs;
using ConnectorStub = v1::ConnectorService::StubInterface;
using FleetStub = v1::FleetService::StubInterface;

// The connector of R0 has been created.
class ApiVerbs : public ApiWorld {
 protected:
  ApiVerbs() { EXPECT_THAT(Create(R0Request(), &draft_), IsOk()); }

  template <typename Request>
  absl::Status Do(grpc::Status (ConnectorStub::*verb)(grpc::ClientContext*, const Request&,
                                                      v1::Connector*),
                  v1::Connector* response) {
    Request request;
    request.set_name(kName);
    return Call(*connectors_, verb, request, response);
  }

  v1::Connector draft_;
};

TEST_F(ApiVerbs, R9DeployPinsTheStartAndMakesTopicsAndGroupBeforeItAnswers) {
  v1::Connector running;
  ASSERT_THAT(Deploy("", &running), IsOk());
  EXPECT_THAT(running.desired_state(), Eq(v1::Connector::Desired::RUNNING));
  EXPECT_THAT(running.state(), Eq(v1::Connector::STARTING));
  EXPECT_THAT(running.generation(), Eq(2));
  EXPECT_THAT(running.etag(), Ne(draft_.etag()));
  EXPECT_TRUE(running.status().has_start_pinned_time());
  kafka::InMemoryAdmin admin(kafka_);
  EXPECT_THAT(admin.FetchOffsets("connect-task-kafka-maxcompute-sink", absl::Seconds(1)),
              IsOkAndHolds(SizeIs(3)));
  EXPECT_THAT(admin.DescribeTopics({"connect-offset-kafka-maxcompute-sink"}, absl::Seconds(1)),
              IsOkAndHolds(SizeIs(1)));
}

TEST_F(ApiVerbs, R14TasksGoOnlyToTheNetworkOfTheInstanceThatCreateFilledIn) {
  Instance instance = *store_.GetInstance("alikafka");
  instance.id = "networked";
  instance.uid = "uid-networked";
  instance.vpc_id = "vpc-1";
  instance.vswitch_ids = {"vsw-1", "vsw-2"};
  ASSERT_THAT(store_.CreateInstance(instance, {}), IsOk());
  v1::CreateConnectorRequest request = R0Request();
  request.set_parent("instances/networked");
  request.set_connector_id("networked");
  v1::Connector connector;
  ASSERT_THAT(Create(request, &connector), IsOk());
  EXPECT_THAT(connector.vpc_id() + "/" + connector.vswitch_id(), Eq("vpc-1/vsw-1"));
  v1::DeployConnectorRequest deploy;
  deploy.set_name(connector.name());
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::DeployConnector, deploy, &connector), IsOk());
  for (const char* vswitch : {"vsw-1", "vsw-2"}) {
    Worker worker = AWorker();
    worker.uid = worker.name = vswitch;
    worker.vpc_id = "vpc-1";
    worker.vswitch_id = vswitch;
    worker.heartbeat_time = clock_.Now();
    ASSERT_THAT(store_.Hello(worker, absl::Seconds(10)), IsOk());
  }

  ASSERT_THAT(
      store_.Place([&](const PlacementView& view) { return PlanPlacement(view, {}, clock_.Now()); },
                   clock_.Now()),
      IsOk());

  const auto tasks = store_.ListTasks(connector.uid());
  ASSERT_THAT(tasks, IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(tasks->front().worker_uid, Eq("vsw-1"));
}

TEST_F(ApiVerbs, R27ABrokerThatIsDeclaredTooOldIsRefusedAtDeploy) {
  Instance instance = *store_.GetInstance("alikafka");
  instance.id = "old";
  instance.uid = "uid-old";
  instance.kafka_version = "0.10.2";
  ASSERT_THAT(store_.CreateInstance(instance, {}), IsOk());
  v1::CreateConnectorRequest request = R0Request();
  request.set_parent("instances/old");
  request.set_connector_id("old");
  v1::Connector connector;
  ASSERT_THAT(Create(request, &connector), IsOk());
  v1::DeployConnectorRequest deploy;
  deploy.set_name(connector.name());

  EXPECT_THAT(Call(*connectors_, &ConnectorStub::DeployConnector, deploy, &connector),
              HasReason("BROKER_TOO_OLD"));
}

TEST_F(ApiVerbs, ASecondDeployAndStopThenDeployMoveNoOffset) {
  ASSERT_THAT(Deploy(), IsOk());
  const auto pin = store_.GetConnectorByUid(draft_.uid())->start_pin;
  v1::Connector again;
  ASSERT_THAT(Deploy("", &again), IsOk());
  EXPECT_THAT(again.generation(), Eq(2));
  ASSERT_THAT(Do(&ConnectorStub::StopConnector, &again), IsOk());
  EXPECT_THAT(again.state(), Eq(v1::Connector::STOPPED));
  ASSERT_THAT(kafka_.Append("maxcompute-test-input", 0, {.key = "k", .value = "v"}), IsOk());
  ASSERT_THAT(Deploy(), IsOk());
  EXPECT_THAT(store_.GetConnectorByUid(draft_.uid())->start_pin, Eq(pin));
  const auto offsets = kafka::InMemoryAdmin(kafka_).FetchOffsets(
      "connect-task-kafka-maxcompute-sink", absl::Seconds(1));
  EXPECT_THAT(offsets->begin()->second.next_offset, Eq(0));
}

TEST_F(ApiVerbs, VerbsFollowTheTableAndTellTheWayOut) {
  v1::Connector connector;
  const absl::Status refused = Do(&ConnectorStub::PauseConnector, &connector);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("VERB_NOT_ALLOWED"));
  EXPECT_THAT(RemedyOf(refused), HasSubstr("deploy"));
  ASSERT_THAT(Deploy(), IsOk());
  ASSERT_THAT(Do(&ConnectorStub::PauseConnector, &connector), IsOk());
  EXPECT_THAT(connector.state(), Eq(v1::Connector::PAUSING));
  EXPECT_THAT(Deploy(), HasReason("VERB_NOT_ALLOWED"));
  ASSERT_THAT(Do(&ConnectorStub::ResumeConnector, &connector), IsOk());
  EXPECT_THAT(connector.desired_state(), Eq(v1::Connector::Desired::RUNNING));
  ASSERT_THAT(Do(&ConnectorStub::DeleteConnector, &connector), IsOk());
  EXPECT_THAT(connector.state(), Eq(v1::Connector::DELETING));
  EXPECT_THAT(Do(&ConnectorStub::DeleteConnector, &connector), IsOk());
  EXPECT_THAT(Deploy(), HasReason("VERB_NOT_ALLOWED"));
  const absl::Status taken = Create(R0Request(), &connector);
  EXPECT_THAT(taken, StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("being deleted")));
}

TEST_F(ApiVerbs, AnOldEtagIsRefusedAndTheRightOneTaken) {
  v1::Connector running;
  ASSERT_THAT(Deploy(draft_.etag(), &running), IsOk());
  v1::StopConnectorRequest request;
  request.set_name(kName);
  request.set_etag(draft_.etag());
  v1::Connector stopped;
  const absl::Status refused = Call(*connectors_, &ConnectorStub::StopConnector, request, &stopped);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(refused, HasReason("ETAG_MISMATCH"));
  request.set_etag(running.etag());
  EXPECT_THAT(Call(*connectors_, &ConnectorStub::StopConnector, request, &stopped), IsOk());
}

TEST_F(ApiVerbs, ARepeatedVerbGetsTheFirstAnswerThoughTheWorldMovedOn) {
  v1::DeployConnectorRequest request;
  request.set_name(kName);
  request.set_request_id("deploy-1");
  v1::Connector first, second, stopped;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::DeployConnector, request, &first), IsOk());
  ASSERT_THAT(Do(&ConnectorStub::StopConnector, &stopped), IsOk());
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::DeployConnector, request, &second), IsOk());
  EXPECT_THAT(second.generation(), Eq(first.generation()));
  EXPECT_THAT(store_.GetConnectorByUid(draft_.uid())->desired_state, Eq(DesiredState::kStopped));
}

TEST_F(ApiVerbs, ValidateOnlyShowsWhatWouldBeAndChangesNothing) {
  v1::DeployConnectorRequest request;
  request.set_name(kName);
  request.set_validate_only(true);
  v1::Connector would_be;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::DeployConnector, request, &would_be), IsOk());
  EXPECT_THAT(would_be.desired_state(), Eq(v1::Connector::Desired::RUNNING));
  EXPECT_THAT(store_.GetConnectorByUid(draft_.uid())->desired_state, Eq(DesiredState::kDraft));
  EXPECT_THAT(kafka::InMemoryAdmin(kafka_).FetchOffsets("connect-task-kafka-maxcompute-sink",
                                                        absl::Seconds(1)),
              IsOkAndHolds(IsEmpty()));
}

TEST_F(ApiVerbs, WithKafkaAwayDeployIsATypedErrorAndTheConnectorStaysADraft) {
  kafka_.SetReachable(false);
  EXPECT_THAT(Deploy(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(store_.GetConnectorByUid(draft_.uid())->desired_state, Eq(DesiredState::kDraft));
  kafka_.SetReachable(true);
  EXPECT_THAT(Deploy(), IsOk());
}

TEST_F(ApiVerbs, ATestRecordIsWrittenAndItsPlaceIsTold) {
  v1::SendTestRecordRequest request;
  request.set_name(kName);
  request.set_partition(1);
  request.set_key("1");
  request.set_value("1");
  request.set_request_id("test-1");
  v1::SendTestRecordResponse response, repeat;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::SendTestRecord, request, &response), IsOk());
  EXPECT_THAT(response.topic(), Eq("maxcompute-test-input"));
  EXPECT_THAT(response.partition(), Eq(1));
  EXPECT_THAT(response.offset(), Eq(0));
  EXPECT_THAT(response.timestamp().seconds(), Eq(absl::ToUnixSeconds(clock_.Now())));
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::SendTestRecord, request, &repeat), IsOk());
  EXPECT_THAT(repeat.offset(), Eq(0));
  EXPECT_THAT(kafka_.Records("maxcompute-test-input"), SizeIs(1));
  request.set_request_id("test-2");
  request.set_partition(3);
  EXPECT_THAT(Call(*connectors_, &ConnectorStub::SendTestRecord, request, &response),
              HasReason("SOURCE_PARTITION_NOT_FOUND"));
  request.set_partition(-1);
  EXPECT_THAT(Call(*connectors_, &ConnectorStub::SendTestRecord, request, &response),
              HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiVerbs, TablePartitionsArePaged) {
  const maxcompute::TableName table{"connector_test", "", "test_kafka"};
  tables_.tunnel().AddPartition(table, {{"pt", "11-17-2020 15"}});
  tables_.tunnel().AddPartition(table, {{"pt", "11-17-2020 16"}});
  v1::ListTablePartitionsRequest request;
  request.set_name(kName);
  request.set_page_size(1);
  v1::ListTablePartitionsResponse first, second;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::ListTablePartitions, request, &first), IsOk());
  ASSERT_THAT(first.partitions_size(), Eq(1));
  EXPECT_THAT(first.partitions(0).spec(), Eq("pt=11-17-2020 15"));
  request.set_page_token(first.next_page_token());
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::ListTablePartitions, request, &second), IsOk());
  EXPECT_THAT(second.partitions(0).spec(), Eq("pt=11-17-2020 16"));
}

TEST_F(ApiVerbs, RowsArePreviewedWithNullsAndAnyBytes) {
  const maxcompute::TableName table{"connector_test", "", "test_kafka"};
  tables_.tunnel().AddPartition(table, {{"pt", "11-17-2020 15"}});
  tables_.sql().OnSelect([](absl::string_view) {
    return maxcompute::SqlRows{{"key", "value"},
                               {{"1", std::nullopt}, {"\xff", std::string(5000, 'x')}}};
  });
  v1::PreviewTableRowsRequest request;
  request.set_name(kName);
  request.set_partition("pt=11-17-2020 15");
  request.set_limit(1000);
  v1::PreviewTableRowsResponse response;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::PreviewTableRows, request, &response), IsOk());
  EXPECT_THAT(
      tables_.sql().Statements().back(),
      Eq("SELECT * FROM connector_test.`test_kafka` WHERE `pt`='11-17-2020 15' LIMIT 100;"));
  EXPECT_THAT(response.columns(), ElementsAre("key", "value"));
  EXPECT_TRUE(response.rows(0).values(1).has_null_value());
  EXPECT_THAT(response.rows(1).values(0).string_value(), Eq("?"));
  EXPECT_THAT(response.rows(1).values(1).string_value().size(), testing::Le(1030));
}

TEST_F(ApiVerbs, APreviewNeedsAPartitionThatExistsAndTheGrantSelect) {
  const maxcompute::TableName table{"connector_test", "", "test_kafka"};
  tables_.tunnel().AddPartition(table, {{"pt", "11-17-2020 15"}});
  v1::PreviewTableRowsRequest request;
  request.set_name(kName);
  v1::PreviewTableRowsResponse response;
  for (const char* partition :
       {"", "pt", "pt=a' OR 1=1 --", "1=1 OR pt='a'", "1=1", "pt=\\' OR `pt`!='", "pt`=1 OR `pt=a",
        "pt='a' OR pt!='b'", "pt=a;DROP TABLE t", "pt=\x01"}) {
    request.set_partition(partition);
    const absl::Status status =
        Call(*connectors_, &ConnectorStub::PreviewTableRows, request, &response);
    // What can be a value is quoted, and is then a partition that does not exist.
    EXPECT_THAT(ReasonOf(status), testing::AnyOf("VALIDATION_FAILED", "TABLE_PARTITION_NOT_FOUND"));
  }
  request.set_partition("pt=" + std::string(1 << 20, 'x'));
  EXPECT_THAT(Call(*connectors_, &ConnectorStub::PreviewTableRows, request, &response),
              HasReason("VALIDATION_FAILED"));
  EXPECT_THAT(tables_.sql().Statements(), SizeIs(2));  // Those of the preflight.
  request.set_partition("pt=11-17-2020 15");
  tables_.sql().FailNext(
      WithRemedy(WithReason(absl::PermissionDeniedError("Select"), "PERMISSION_MISSING"),
                 "grant Select on table test_kafka to user u;"));
  const absl::Status denied =
      Call(*connectors_, &ConnectorStub::PreviewTableRows, request, &response);
  EXPECT_THAT(denied, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(RemedyOf(denied), Eq("grant Select on table test_kafka to user u;"));
}

TEST_F(ApiVerbs, TasksAndWorkersAreShownWithWhatTheyReported) {
  Worker worker = AWorker();
  worker.heartbeat_time = clock_.Now();
  ASSERT_THAT(store_.Hello(worker, absl::Seconds(10)), IsOk());
  ASSERT_THAT(Deploy(), IsOk());
  const TaskKey key{draft_.uid(), 0};
  ASSERT_THAT(store_.Place(
                  [&](const PlacementView&) {
                    return PlacementChanges{.create = {key}, .place = {{key, worker.uid}}};
                  },
                  clock_.Now()),
              IsOk());
  TaskReport report{.assignment_revision = 1,
                    .state = ReportedState::kRunning,
                    .state_time = clock_.Now(),
                    .partitions = {{.next_offset = 5, .end_offset = 7, .rows_committed = 5}},
                    .report_time = clock_.Now()};
  ASSERT_THAT(store_.Report({worker.uid, 2, false, {{key, report}}, clock_.Now()}), IsOk());

  v1::GetTaskRequest get_task;
  get_task.set_name(std::string(kName) + "/tasks/0");
  v1::Task task;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::GetTask, get_task, &task), IsOk());
  EXPECT_THAT(task.state(), Eq(v1::Task::RUNNING));
  EXPECT_THAT(task.worker(), Eq("workers/w-1"));
  EXPECT_THAT(task.rows_committed(), Eq(5));
  get_task.set_name(std::string(kName) + "/tasks/1");
  EXPECT_THAT(Call(*connectors_, &ConnectorStub::GetTask, get_task, &task),
              HasReason("TASK_NOT_FOUND"));
  v1::ListTasksRequest list_tasks;
  list_tasks.set_parent(kName);
  v1::ListTasksResponse tasks;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::ListTasks, list_tasks, &tasks), IsOk());
  EXPECT_THAT(tasks.tasks_size(), Eq(1));

  v1::Connector connector;
  ASSERT_THAT(Get(&connector), IsOk());
  EXPECT_THAT(connector.state(), Eq(v1::Connector::RUNNING));
  EXPECT_THAT(connector.status().lag_records(), Eq(2));

  v1::ListWorkersResponse workers;
  ASSERT_THAT(Call(*fleet_, &FleetStub::ListWorkers, v1::ListWorkersRequest(), &workers), IsOk());
  ASSERT_THAT(workers.workers_size(), Eq(1));
  EXPECT_THAT(workers.workers(0).state(), Eq(v1::Worker::CONNECTED));
  EXPECT_THAT(workers.workers(0).tasks(), Eq(1));
  clock_.Advance(absl::Seconds(11));
  v1::GetWorkerRequest get_worker;
  get_worker.set_name("workers/w-1");
  v1::Worker lost;
  ASSERT_THAT(Call(*fleet_, &FleetStub::GetWorker, get_worker, &lost), IsOk());
  EXPECT_THAT(lost.state(), Eq(v1::Worker::LOST));
  get_worker.set_name("workers/none");
  EXPECT_THAT(Call(*fleet_, &FleetStub::GetWorker, get_worker, &lost),
              HasReason("WORKER_NOT_FOUND"));
}

// Few threads, no room to wait, and little time.
class ApiUnderLoad : public ApiWorld {
 protected:
  ApiUnderLoad()
      : ApiWorld({.threads = 1, .waiting_max = 1, .call_life = absl::Milliseconds(300)}) {}
};

TEST_F(ApiUnderLoad, ADestinationThatHangsEndsItsCallsAndSlowsNoOther) {
  v1::Connector connector;
  ASSERT_THAT(Create(R0Request(), &connector), IsOk());
  // Shared: the handler that waits outlives this body.
  const auto release = std::make_shared<Notification>();
  kafka_.OnCall([release](absl::string_view) {
    release->Wait();
    return absl::OkStatus();
  });
  const absl::Status hung = Deploy();
  EXPECT_THAT(hung, StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(hung, HasReason("DEADLINE_PASSED"));
  EXPECT_THAT(Get(&connector), IsOk());
  // One runs, one waits: the next is refused at once.
  EXPECT_THAT(Deploy(), StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(Deploy(), HasReason("OVERLOADED"));
  release->Notify();
}

}  // namespace
}  // namespace sluice::controlplane
