#include <string>
#include <thread>
#include <vector>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/api_world.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"
#include "sluice/v1/offset_service.pb.h"
#include "sluice/v1/operation.pb.h"

// Long-running operations, as google.longrunning.Operations.
namespace sluice::controlplane {
namespace {

namespace lro = google::longrunning;
using Stub = lro::Operations::StubInterface;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;

class ApiOperationsTest : public ApiWorld {
 protected:
  ApiOperationsTest() {
    v1::Connector connector;
    EXPECT_THAT(Create(R0Request(), &connector), IsOk());
    operation_ = AnOperation();
    operation_.kind = OperationKind::kOffsetChange;
    operation_.connector_uid = connector.uid();
    operation_.connector = {"alikafka", "kafka-maxcompute-sink"};
    operation_.create_time = clock_.Now();
    EXPECT_THAT(store_.CreateOperation(operation_, {}), IsOk());
  }

  OperationClaim Claim() {
    return store_.ClaimOperations(1, absl::Minutes(1), clock_.Now())->at(0);
  }

  void End(const absl::Status& error, const std::string& response) {
    EXPECT_THAT(
        store_.EndOperation(Claim(), {.error = error, .response = response, .time = clock_.Now()}),
        IsOk());
  }

  absl::Status Get(lro::Operation* response, const std::string& name = "operations/op-1") {
    lro::GetOperationRequest request;
    request.set_name(name);
    return Call(*operations_, &Stub::GetOperation, request, response);
  }

  absl::Status Cancel() {
    lro::CancelOperationRequest request;
    request.set_name("operations/op-1");
    google::protobuf::Empty response;
    return Call(*operations_, &Stub::CancelOperation, request, &response);
  }

  absl::Status Delete() {
    lro::DeleteOperationRequest request;
    request.set_name("operations/op-1");
    google::protobuf::Empty response;
    return Call(*operations_, &Stub::DeleteOperation, request, &response);
  }

  absl::Status List(const lro::ListOperationsRequest& request,
                    lro::ListOperationsResponse* response) {
    return Call(*operations_, &Stub::ListOperations, request, response);
  }

  std::vector<std::string> Listed(const std::string& filter) {
    lro::ListOperationsRequest request;
    request.set_name("operations");
    request.set_filter(filter);
    lro::ListOperationsResponse response;
    EXPECT_THAT(List(request, &response), IsOk());
    std::vector<std::string> names;
    for (const lro::Operation& operation : response.operations()) names.push_back(operation.name());
    return names;
  }

  Operation operation_;
};

TEST_F(ApiOperationsTest, AnOperationThatIsNotOverSaysHowFarItIs) {
  ASSERT_THAT(store_.NoteProgress(
                  Claim(),
                  {.step = "moving", .done_count = 1, .total_count = 3, .waiting_for = "the group"},
                  clock_.Now()),
              IsOk());
  lro::Operation operation;
  ASSERT_THAT(Get(&operation), IsOk());
  v1::OperationMetadata metadata;
  ASSERT_TRUE(operation.metadata().UnpackTo(&metadata));
  EXPECT_FALSE(operation.done());
  EXPECT_THAT(metadata.kind(), Eq(v1::OperationMetadata::OFFSET_CHANGE));
  EXPECT_THAT(metadata.target(), Eq(kName));
  EXPECT_THAT(metadata.author(), Eq("kim"));
  EXPECT_THAT(metadata.step(), Eq("moving"));
  EXPECT_THAT(metadata.waiting_for(), Eq("the group"));
  EXPECT_THAT(metadata.done_count(), Eq(1));
  EXPECT_THAT(metadata.total_count(), Eq(3));
  EXPECT_FALSE(metadata.has_end_time());
}

TEST_F(ApiOperationsTest, OneThatIsOverSaysWhatItCameTo) {
  End(absl::OkStatus(), R"({"moves":[{"partition":2,"from_offset":5,"to_offset":7}]})");
  lro::Operation operation;
  ASSERT_THAT(Get(&operation), IsOk());
  v1::ApplyOffsetChangeResponse response;
  ASSERT_TRUE(operation.response().UnpackTo(&response));
  EXPECT_TRUE(operation.done());
  EXPECT_THAT(response.moves(0).to_offset(), Eq(7));
}

TEST_F(ApiOperationsTest, OneThatFailedSaysWhyAndWhatToDo) {
  End(WithRemedy(WithReason(absl::FailedPreconditionError("too late"), "PLAN_STALE"), "plan again"),
      "");
  lro::Operation operation;
  ASSERT_THAT(Get(&operation), IsOk());
  EXPECT_TRUE(operation.done());
  const absl::Status error =
      client::StatusOfAnswer(static_cast<absl::StatusCode>(operation.error().code()),
                             operation.error().message(), operation.error().SerializeAsString());
  EXPECT_THAT(error, HasReason("PLAN_STALE"));
  EXPECT_THAT(RemedyOf(error), Eq("plan again"));
}

TEST_F(ApiOperationsTest, ListsAreFilteredAndPaged) {
  End(absl::OkStatus(), "{}");
  Operation second = operation_;
  second.id = "op-2";
  second.create_time += absl::Seconds(1);
  ASSERT_THAT(store_.CreateOperation(second, {}), IsOk());
  EXPECT_THAT(Listed(""), ElementsAre("operations/op-2", "operations/op-1"));
  EXPECT_THAT(Listed("done = true"), ElementsAre("operations/op-1"));
  EXPECT_THAT(Listed("target = \"instances/alikafka/connectors/other\""), IsEmpty());

  lro::ListOperationsRequest request;
  request.set_name("operations");
  request.set_page_size(1);
  lro::ListOperationsResponse page;
  ASSERT_THAT(List(request, &page), IsOk());
  EXPECT_THAT(page.operations(0).name(), Eq("operations/op-2"));
  request.set_page_token(page.next_page_token());
  ASSERT_THAT(List(request, &page), IsOk());
  EXPECT_THAT(page.operations(0).name(), Eq("operations/op-1"));
  EXPECT_THAT(page.next_page_token(), IsEmpty());
  request.set_filter("done = true");
  EXPECT_THAT(List(request, &page), HasReason("PAGE_TOKEN_INVALID"));
  request.set_filter("done");
  EXPECT_THAT(List(request, &page), HasReason("FILTER_INVALID"));
}

TEST_F(ApiOperationsTest, WhoWaitsIsAnsweredWhenItEndsOrWhenTheTimeIsOver) {
  lro::WaitOperationRequest request;
  request.set_name("operations/op-1");
  request.mutable_timeout()->set_nanos(50'000'000);
  lro::Operation operation;
  ASSERT_THAT(Call(*operations_, &Stub::WaitOperation, request, &operation), IsOk());
  EXPECT_FALSE(operation.done());

  request.clear_timeout();
  std::thread ender([this] { End(absl::OkStatus(), "{}"); });
  ASSERT_THAT(Call(*operations_, &Stub::WaitOperation, request, &operation), IsOk());
  ender.join();
  EXPECT_TRUE(operation.done());
}

TEST_F(ApiOperationsTest, ARunningOneIsCancelledAnEndedOneDeleted) {
  EXPECT_THAT(Delete(), HasReason("OPERATION_RUNNING"));
  EXPECT_THAT(Cancel(), IsOk());
  EXPECT_TRUE(store_.GetOperation("op-1")->cancel_requested);
  End(absl::OkStatus(), "{}");
  EXPECT_THAT(Cancel(), HasReason("OPERATION_NOT_CANCELLABLE"));
  EXPECT_THAT(Delete(), IsOk());
  lro::Operation operation;
  EXPECT_THAT(Get(&operation), HasReason("OPERATION_NOT_FOUND"));
  EXPECT_THAT(Get(&operation, "instances/a"), HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiOperationsTest, AConnectorNamesTheOperationThatHoldsItsTasks) {
  v1::Connector connector;
  ASSERT_THAT(ApiWorld::Get(&connector), IsOk());
  EXPECT_THAT(connector.operation(), IsEmpty());
  ASSERT_THAT(store_.HoldTasks(Claim(), TasksHeld::kPaused, clock_.Now()), IsOk());
  ASSERT_THAT(ApiWorld::Get(&connector), IsOk());
  EXPECT_THAT(connector.operation(), Eq("operations/op-1"));
}

}  // namespace
}  // namespace sluice::controlplane
