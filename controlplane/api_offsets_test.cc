#include <functional>
#include <string>
#include <vector>

#include "base/kafka/in_memory_admin.h"
#include "base/status/status_matchers.h"
#include "controlplane/api_world.h"
#include "controlplane/offsets/offset_change_work.h"
#include "controlplane/operations/operation_runner.h"
#include "formats/intent.h"
#include "gmock/gmock.h"
#include "sluice/v1/operation.pb.h"

// B9: where a connector stands, and moving it.
namespace sluice::controlplane {
namespace {

namespace lro = google::longrunning;
using Stub = v1::OffsetService::StubInterface;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kTopic[] = "maxcompute-test-input";
constexpr char kGroup[] = "connect-task-kafka-maxcompute-sink";

// The connector of R0 is deployed at `latest`, behind 10 records of each of its 3 partitions; 5
// more have come since.
class ApiOffsetsTest : public ApiWorld {
 protected:
  ApiOffsetsTest() {
    v1::Connector connector;
    EXPECT_THAT(Create(R0Request(), &connector), IsOk());
    Send(10);
    EXPECT_THAT(Deploy(), IsOk());
    Send(5);
  }

  void Send(int records) {
    for (int i = 0; i < 3 * records; ++i) {
      EXPECT_THAT(kafka_.Append(kTopic, i % 3, {.timestamp = clock_.Now()}), IsOk());
    }
  }

  absl::Status GetOffsets(v1::GetOffsetsResponse* response) {
    v1::GetOffsetsRequest request;
    request.set_name(kName);
    return Call(*offsets_, &Stub::GetOffsets, request, response);
  }

  absl::Status Plan(const std::function<void(v1::OffsetTarget&)>& fill, v1::OffsetPlan* plan) {
    v1::PlanOffsetChangeRequest request;
    request.set_name(kName);
    fill(*request.mutable_target());
    return Call(*offsets_, &Stub::PlanOffsetChange, request, plan);
  }

  v1::OffsetPlan PlanEarliest() {
    v1::OffsetPlan plan;
    EXPECT_THAT(Plan([](auto& target) { target.set_earliest(true); }, &plan), IsOk());
    return plan;
  }

  absl::Status Apply(const v1::OffsetPlan& plan, lro::Operation* operation,
                     const std::string& request_id = "", bool validate_only = false) {
    v1::ApplyOffsetChangeRequest request;
    request.set_name(kName);
    *request.mutable_plan() = plan;
    request.set_request_id(request_id);
    request.set_validate_only(validate_only);
    request.set_author("kim");
    return Call(*offsets_, &Stub::ApplyOffsetChange, request, operation);
  }

  // Nobody runs tasks here: the group is empty all the time.
  lro::Operation RunToItsEnd(const std::string& name) {
    OffsetChangeWork work(store_, store_, store_, store_, clusters_, tables_, clock_,
                          absl::Seconds(1));
    OperationRunner runner(store_, {{OperationKind::kOffsetChange, &work}}, store_, clock_, {});
    lro::GetOperationRequest request;
    request.set_name(name);
    lro::Operation operation;
    for (int i = 0; i < 20 && !operation.done(); ++i) {
      EXPECT_THAT(runner.RunOnce(), IsOk());
      clock_.Advance(absl::Seconds(1));
      EXPECT_THAT(
          Call(*operations_, &lro::Operations::StubInterface::GetOperation, request, &operation),
          IsOk());
    }
    return operation;
  }

  std::vector<int64_t> Committed() {
    v1::GetOffsetsResponse response;
    EXPECT_THAT(GetOffsets(&response), IsOk());
    std::vector<int64_t> committed;
    for (const auto& partition : response.partitions()) {
      committed.push_back(partition.committed_offset());
    }
    return committed;
  }
};

TEST_F(ApiOffsetsTest, B9OffsetsAreTheBrokersAndTheLagIsAgainstTheEnd) {
  v1::GetOffsetsResponse response;
  ASSERT_THAT(GetOffsets(&response), IsOk());
  ASSERT_THAT(response.partitions(), SizeIs(3));
  const v1::PartitionOffsets& first = response.partitions(0);
  EXPECT_THAT(first.partition(), Eq(0));
  EXPECT_THAT(first.begin_offset(), Eq(0));
  EXPECT_THAT(first.committed_offset(), Eq(10));
  EXPECT_THAT(first.end_offset(), Eq(15));
  EXPECT_THAT(first.lag_records(), Eq(5));
  EXPECT_THAT(first.task(), Eq(-1));
  EXPECT_FALSE(first.has_in_flight());
  EXPECT_FALSE(first.has_lag_time());
  EXPECT_THAT(response.lag_records(), Eq(15));
}

TEST_F(ApiOffsetsTest, ABatchThatIsBeingCommittedIsShown) {
  formats::Intent intent;
  intent.connector_uid = store_.GetConnector({"alikafka", "kafka-maxcompute-sink"})->uid;
  intent.connector_revision = 1;
  intent.next_offset = 14;
  intent.sessions = {{"a", "pt=1", 1, 3, 10}, {"b", "pt=2", 1, 1, 13}};
  ASSERT_THAT(kafka::InMemoryAdmin(kafka_).CommitOffsets(
                  kGroup, {{{kTopic, 1}, {10, formats::EncodeIntent(intent)}}}, absl::Seconds(1)),
              IsOk());
  v1::GetOffsetsResponse response;
  ASSERT_THAT(GetOffsets(&response), IsOk());
  EXPECT_FALSE(response.partitions(0).has_in_flight());
  const v1::BatchInFlight& batch = response.partitions(1).in_flight();
  EXPECT_THAT(batch.next_offset(), Eq(14));
  EXPECT_THAT(batch.sessions(), Eq(2));
  EXPECT_THAT(batch.rows(), Eq(4));
}

TEST_F(ApiOffsetsTest, WhatNobodyKnowsIsSaidSo) {
  v1::CreateConnectorRequest request = R0Request();
  request.set_connector_id("never-deployed");
  v1::Connector connector;
  ASSERT_THAT(Create(request, &connector), IsOk());
  v1::GetOffsetsRequest get;
  get.set_name("instances/alikafka/connectors/never-deployed");
  v1::GetOffsetsResponse response;
  ASSERT_THAT(Call(*offsets_, &Stub::GetOffsets, get, &response), IsOk());
  EXPECT_THAT(response.partitions(2).committed_offset(), Eq(-1));
  EXPECT_THAT(response.partitions(2).lag_records(), Eq(-1));
  EXPECT_THAT(response.lag_records(), Eq(-1));

  v1::PlanOffsetChangeRequest plan;
  plan.set_name(get.name());
  plan.mutable_target()->set_latest(true);
  v1::OffsetPlan ignored;
  EXPECT_THAT(Call(*offsets_, &Stub::PlanOffsetChange, plan, &ignored),
              HasReason("VERB_NOT_ALLOWED"));
}

TEST_F(ApiOffsetsTest, APlanSaysWhatIsReadAgainAndWarns) {
  const v1::OffsetPlan plan = PlanEarliest();
  EXPECT_THAT(plan.name(), Eq(kName));
  ASSERT_THAT(plan.moves(), SizeIs(3));
  EXPECT_THAT(plan.moves(1).from_offset(), Eq(10));
  EXPECT_THAT(plan.moves(1).to_offset(), Eq(0));
  EXPECT_THAT(plan.read_again(), Eq(30));
  EXPECT_THAT(plan.left_out(), Eq(0));
  EXPECT_TRUE(plan.repeats_rows());
  ASSERT_THAT(plan.warnings(), SizeIs(1));
  EXPECT_THAT(plan.warnings(0).reason(), Eq("ROWS_REPEATED"));
  EXPECT_THAT(Committed(), ElementsAre(10, 10, 10));
}

TEST_F(ApiOffsetsTest, ATargetThatCannotBeIsRefusedFieldByField) {
  v1::OffsetPlan plan;
  EXPECT_THAT(Plan([](auto&) {}, &plan), HasReason("VALIDATION_FAILED"));
  const auto refusal = [&](int32_t partition, int64_t offset) {
    return Plan(
        [&](auto& target) {
          (*target.mutable_offsets()->mutable_by_partition())[partition] = offset;
        },
        &plan);
  };
  EXPECT_THAT(refusal(0, 16), HasReason("VALIDATION_FAILED"));
  EXPECT_THAT(refusal(0, 16).message(), HasSubstr("0 to 15"));
  EXPECT_THAT(refusal(3, 0), HasReason("VALIDATION_FAILED"));
  EXPECT_THAT(refusal(3, 0).message(), HasSubstr("partitions 0 to 2"));
  EXPECT_THAT(Plan(
                  [](auto& target) {
                    (*target.mutable_offsets()->mutable_by_partition())[0] = 1;
                    target.add_partitions(0);
                  },
                  &plan),
              HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiOffsetsTest, B9APlanThatIsAppliedMovesAllThatItNamed) {
  v1::OffsetPlan plan;
  ASSERT_THAT(Plan(
                  [](auto& target) {
                    target.set_shift(-4);
                    target.add_partitions(0);
                    target.add_partitions(2);
                  },
                  &plan),
              IsOk());
  lro::Operation operation;
  ASSERT_THAT(Apply(plan, &operation), IsOk());
  EXPECT_THAT(operation.name(), StartsWith("operations/"));
  EXPECT_FALSE(operation.done());

  const lro::Operation ended = RunToItsEnd(operation.name());

  v1::ApplyOffsetChangeResponse response;
  ASSERT_TRUE(ended.response().UnpackTo(&response)) << ended.ShortDebugString();
  ASSERT_THAT(response.moves(), SizeIs(2));
  EXPECT_THAT(response.moves(1).partition(), Eq(2));
  EXPECT_THAT(response.moves(1).to_offset(), Eq(6));
  EXPECT_THAT(Committed(), ElementsAre(6, 10, 6));
  v1::OperationMetadata metadata;
  ASSERT_TRUE(ended.metadata().UnpackTo(&metadata));
  EXPECT_THAT(metadata.author(), Eq("kim"));
  EXPECT_THAT(metadata.done_count(), Eq(2));
}

TEST_F(ApiOffsetsTest, ARepeatOfTheRequestAnswersTheFirstOperation) {
  const v1::OffsetPlan plan = PlanEarliest();
  lro::Operation first;
  ASSERT_THAT(Apply(plan, &first, "r-1"), IsOk());
  lro::Operation again;
  ASSERT_THAT(Apply(plan, &again, "r-1"), IsOk());
  EXPECT_THAT(again.name(), Eq(first.name()));
  EXPECT_THAT(Apply(plan, &again, "r-2"), HasReason("OPERATION_RUNNING"));
}

TEST_F(ApiOffsetsTest, ValidatingOnlyChangesNothing) {
  lro::Operation operation;
  ASSERT_THAT(Apply(PlanEarliest(), &operation, "", /*validate_only=*/true), IsOk());
  EXPECT_TRUE(operation.done());
  EXPECT_THAT(operation.name(), IsEmpty());
  EXPECT_THAT(store_.ListOperations({}, {}, 10), IsOkAndHolds(IsEmpty()));
}

TEST_F(ApiOffsetsTest, APlanThatNoLongerHoldsIsRefused) {
  lro::Operation operation;
  v1::OffsetPlan changed = PlanEarliest();
  changed.mutable_moves(0)->set_to_offset(3);
  EXPECT_THAT(Apply(changed, &operation), HasReason("PLAN_STALE"));

  const v1::OffsetPlan old = PlanEarliest();
  clock_.Advance(absl::Minutes(11));
  EXPECT_THAT(Apply(old, &operation), HasReason("PLAN_STALE"));

  const v1::OffsetPlan before = PlanEarliest();
  v1::StopConnectorRequest stop;
  stop.set_name(kName);
  v1::Connector connector;
  ASSERT_THAT(
      Call(*connectors_, &v1::ConnectorService::StubInterface::StopConnector, stop, &connector),
      IsOk());
  EXPECT_THAT(Apply(before, &operation), HasReason("PLAN_STALE"));
}

TEST_F(ApiOffsetsTest, BrokersThatDoNotAnswerAreUnavailable) {
  const v1::OffsetPlan plan = PlanEarliest();
  kafka_.SetReachable(false);
  v1::GetOffsetsResponse offsets;
  EXPECT_THAT(GetOffsets(&offsets), HasReason("KAFKA_UNAVAILABLE"));
  lro::Operation operation;
  EXPECT_THAT(Apply(plan, &operation), HasReason("KAFKA_UNAVAILABLE"));
}

TEST_F(ApiOffsetsTest, AConnectorThatIsBeingDeletedIsNotMoved) {
  v1::DeleteConnectorRequest request;
  request.set_name(kName);
  v1::Connector connector;
  ASSERT_THAT(Call(*connectors_, &v1::ConnectorService::StubInterface::DeleteConnector, request,
                   &connector),
              IsOk());
  v1::OffsetPlan plan;
  EXPECT_THAT(Plan([](auto& target) { target.set_latest(true); }, &plan),
              HasReason("VERB_NOT_ALLOWED"));
}

}  // namespace
}  // namespace sluice::controlplane
